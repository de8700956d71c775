import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { AUXILIARY_TARGETS } from "../../lib/auxiliary_config.ts";
import { hasBfloat16 } from "../../lib/backend/bfloat16.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig, type RunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { AuxiliaryHead } from "../../lib/training/auxiliary_head.ts";
import { batchLoss } from "../../lib/training/batch_loss.ts";
import { LossGradients } from "../../lib/training/loss_gradients.ts";
import { modelVariables, trainableVariables } from "../../lib/training/model_variables.ts";
import { seedDropout } from "../../lib/training/train_step.ts";
import { randomImages, tinyConfig, tinyModel } from "../model/tiny_model.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];
const targets = [[0, 1, 0, 1], [0, -1, 0, 1], [3.5, 0.5, 3.5, 1], [0, 2, 0, 1]];
const lite0Config = makeRunConfig({
  architecture: "efficientnetLite0",
  imageHeightPx: 32,
  imageWidthPx: 32,
  stochasticDepthRate: 0.2,
});

/** Loss, gradients and all variables afterwards, of two updates' batches. */
async function valuesBy(kind: "graph" | "op by op", config: RunConfig) {
  const model = buildModel(config, 3);
  const nFeatures = (model.layers.at(-1)!.input as tf.SymbolicTensor).shape.at(-1)!;
  const head = config.auxiliaryTargets.length
    ? new AuxiliaryHead({ seed: 1, nFeatures, nTargets: config.auxiliaryTargets.length })
    : undefined;
  const loss = batchLoss(model, config, yTrue, head);
  const lossGradients = new LossGradients(model, loss, head?.variables);
  const variables = [...trainableVariables(model), ...head?.variables ?? []];
  const all = [...modelVariables(model), ...head?.variables ?? []];
  const { imageHeightPx, imageWidthPx } = config;
  const batch = {
    images: tf.tidy(() => tf.image.resizeBilinear(randomImages(4), [imageHeightPx, imageWidthPx])),
    labels: tf.tensor2d(yTrue),
    auxiliary: head && tf.tensor2d(targets),
  };
  const values: Float32Array[][] = [];
  for (const step of [0, 1]) {
    seedDropout(model, 1, step);
    const { value, grads } = tf.tidy(() => {
      if (kind === "op by op") {
        const { images, labels, auxiliary } = batch;
        return tf.variableGrads(() => loss(images, labels, auxiliary), variables);
      }
      const { loss: value, gradients } = lossGradients.compute(batch, variables);
      return { value, grads: Object.fromEntries(variables.map((v, i) => [v.name, gradients[i]])) };
    });
    const tensors = [value, ...variables.map(({ name }) => grads[name]), ...all];
    values.push(
      await Promise.all(tensors.map(async (tensor) => (await tensor.data<"float32">()).slice())),
    );
    tf.dispose([value, grads]);
  }
  lossGradients.dispose();
  head?.dispose();
  model.dispose();
  tf.dispose(Object.values(batch));
  return values;
}

/** Norm of the difference, as a share of the norm. */
function relativeDistance(actual: Float32Array, expected: Float32Array): number {
  let [difference, norm] = [0, 1e-12];
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    norm += expected[i] ** 2;
  }
  return Math.sqrt(difference / norm);
}

function isSame(actual: Float32Array, expected: Float32Array): boolean {
  return actual.every((value, i) => value === expected[i]);
}

const networks: Readonly<Record<string, RunConfig>> = {
  "the original network": tinyConfig,
  "the original network, with auxiliary targets": {
    ...tinyConfig,
    auxiliaryTargets: AUXILIARY_TARGETS,
    auxiliaryWeight: 1,
  },
  "a residual network": tinyResidualConfig,
  "a residual network with frozen averages": { ...tinyResidualConfig, frozenBatchNorm: true },
  "EfficientNet-Lite0": lite0Config,
  "EfficientNet-Lite0, partly frozen": { ...lite0Config, frozenBatchNorm: true, frozenBlocks: 3 },
};

for (const [name, config] of Object.entries(networks)) {
  for (const precision of ["float32", "bfloat16"] as const) {
    Deno.test({
      name: `LossGradients of ${name} in ${precision} are those op by op`,
      ignore: precision === "bfloat16" && !hasBfloat16(),
      fn: async () => {
        const before = tf.memory().numTensors;
        const expected = await valuesBy("op by op", { ...config, precision });
        const actual = await valuesBy("graph", { ...config, precision });
        assertEquals(tf.memory().numTensors, before);
        assertNotEquals([...actual[0][0]], [...actual[1][0]]);
        // A graph may fuse ops, which rounds less often: in bfloat16 it must be as near to float32.
        const exact = precision === "bfloat16" && await valuesBy("op by op", config);
        actual.forEach((tensors, step) =>
          tensors.forEach((values, i) => {
            const reference = exact ? exact[step][i] : expected[step][i];
            const allowed = 1e-4 + 1.5 * relativeDistance(expected[step][i], reference);
            const distance = relativeDistance(values, reference);
            assert(
              distance <= allowed,
              `step ${step}, tensor ${i}: ${distance} is over ${allowed}`,
            );
          })
        );
        const again = await valuesBy("graph", { ...config, precision });
        assert(
          again.flat().every((values, i) => isSame(values, actual.flat()[i])),
          "Not the same bits again",
        );
      },
    });
  }
}

Deno.test("LossGradients follows which variables learn", () => {
  const model = tinyModel();
  const variables = trainableVariables(model);
  const lossGradients = new LossGradients(model, batchLoss(model, tinyConfig, yTrue));
  const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
  seedDropout(model, 1, 0);
  const before = tf.memory().numTensors;
  for (const some of [variables, variables.slice(-2), variables]) {
    const { loss, gradients } = lossGradients.compute(batch, some);
    assertEquals(gradients.map(({ shape }) => shape), some.map(({ shape }) => shape));
    tf.dispose([loss, ...gradients]);
    assertEquals(tf.memory().numTensors, before);
  }
  lossGradients.dispose();
  model.dispose();
  tf.dispose([batch.images, batch.labels]);
});

Deno.test("LossGradients asks for the seeds of dropout's masks", () => {
  const model = tinyModel();
  const lossGradients = new LossGradients(model, batchLoss(model, tinyConfig, yTrue));
  const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
  assertThrows(
    () => lossGradients.compute(batch, trainableVariables(model)),
    Error,
    "needs a mask seed: set maskSeed before a training step",
  );
  model.dispose();
  tf.dispose([batch.images, batch.labels]);
});
