/**
 * Several saved models as one.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { loadModel, type ModelMetadata } from "./model_files.ts";

/**
 * Reads the first model and gives it the mean of all models' weights.
 * @param dirs Folders of the models, at least one; their weights are compared by place and shape.
 * @throws {Error} If a folder holds no model, or one with another network, size or genres.
 */
export async function loadMeanModel(
  dirs: readonly string[],
): Promise<{ model: tf.LayersModel; metadata: ModelMetadata }> {
  const [first, ...others] = dirs;
  const mean = await loadModel(first);
  try {
    for (const dir of others) await addWeights(mean, dir);
    scaleWeights(mean.model, dirs.length);
    return mean;
  } catch (error) {
    mean.model.dispose();
    throw error;
  }
}

/** Adds the weights of a saved model to the model's. */
async function addWeights(
  { model, metadata }: Awaited<ReturnType<typeof loadModel>>,
  dir: string,
): Promise<void> {
  const other = await loadModel(dir);
  try {
    if (describe(other.model, other.metadata) !== describe(model, metadata)) {
      throw new Error(
        "Cannot average weights as all models must have the first one's network, size and genres: " +
          `${dir} differs`,
      );
    }
    tf.tidy(() => {
      const added = other.model.getWeights();
      model.setWeights(model.getWeights().map((sum, i) => sum.add(added[i])));
    });
  } finally {
    other.model.dispose();
  }
}

function scaleWeights(model: tf.LayersModel, nModels: number): void {
  tf.tidy(() => model.setWeights(model.getWeights().map((sum) => sum.div(nModels))));
}

/** What must be the same for a mean to make sense. */
function describe(model: tf.LayersModel, metadata: ModelMetadata): string {
  const weights = model.weights.map(({ originalName, shape }) => [originalName, shape]);
  return JSON.stringify([weights, metadata]);
}
