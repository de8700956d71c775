/**
 * Several saved models as one that gives the mean of their probabilities.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type ModelMetadata, readModel } from "./model_files.ts";

/**
 * One model of several: each becomes a layer, `member_<i>`, and the last layer is their mean. It is
 * saved and loaded like any other.
 * @param dirs Folders of the models, at least one; all of the same genres and pictures.
 * @returns The model, and what each of the models said of itself.
 * @throws {Error} If a folder holds no model, or one of other genres or pictures than the first's.
 */
export async function joinModels(
  dirs: readonly string[],
): Promise<{ model: tf.LayersModel; metadata: ModelMetadata }> {
  const members: tf.LayersModel[] = [];
  try {
    let common: ModelMetadata | undefined;
    for (const [i, dir] of dirs.entries()) {
      const { artifacts, metadata } = await readModel(dir);
      common ??= metadata;
      if (JSON.stringify(metadata) !== JSON.stringify(common)) {
        throw new Error(
          `Cannot join models as all must have the genres and pictures of ${dirs[0]}: ` +
            `${dir} differs`,
        );
      }
      members.push(await tf.loadLayersModel(tf.io.fromMemory(renamed(artifacts, i + 1))));
    }
    return { model: meanOfModels(members), metadata: common! };
  } catch (error) {
    for (const member of members) member.dispose();
    throw error;
  }
}

/** One model of several, at least one: the mean of what they make of the same pictures. */
export function meanOfModels(members: readonly tf.LayersModel[]): tf.LayersModel {
  const [, ...shape] = members[0].inputs[0].shape;
  const images = tf.input({ name: "images", shape });
  const probabilities = members.map((member) => member.apply(images) as tf.SymbolicTensor);
  const mean = tf.layers.average({ name: "mean" }).apply(probabilities) as tf.SymbolicTensor;
  return tf.model({ inputs: images, outputs: mean });
}

/** What a saved layer's neighbours are called by: name, node and tensor, and further arguments. */
type Reference = [string, ...unknown[]];

interface SavedLayer {
  name?: string;
  readonly config: { name: string };
  readonly inbound_nodes?: Reference[][];
}

/** A model; a chain of layers, as `tf.sequential()` gives it, names no neighbours. */
interface SavedModel {
  readonly config: {
    name: string;
    readonly layers: SavedLayer[];
    readonly input_layers?: Reference[];
    readonly output_layers?: Reference[];
  };
}

/** The model with names of its own: a model's layers and weights must all be called differently. */
function renamed(artifacts: tf.io.ModelArtifacts, number: number): tf.io.ModelArtifacts {
  const name = `member_${number}`;
  const topology = structuredClone(artifacts.modelTopology) as
    & SavedModel
    & { readonly model_config?: SavedModel };
  const { config } = topology.model_config ?? topology;
  const rename = (reference: Reference) => {
    reference[0] = `${name}_${reference[0]}`;
  };
  config.name = name;
  for (const layer of config.layers) {
    layer.config.name = `${name}_${layer.config.name}`;
    if (layer.name !== undefined) layer.name = layer.config.name;
    layer.inbound_nodes?.flat().forEach(rename);
  }
  [...config.input_layers ?? [], ...config.output_layers ?? []].forEach(rename);
  return {
    ...artifacts,
    modelTopology: topology,
    weightSpecs: artifacts.weightSpecs!.map((spec) => ({ ...spec, name: `${name}_${spec.name}` })),
  };
}
