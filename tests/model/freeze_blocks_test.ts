import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { trainStep } from "../../lib/training/train_step.ts";
import { randomImages } from "./tiny_model.ts";
import { tinyResidualConfig } from "./tiny_residual.ts";

await chooseBackend();

Deno.test("freezeBlocks() keeps what comes before the first trained block, statistics included", async () => {
  const config = { ...tinyResidualConfig, frozenBlocks: 1 };
  const labels = [Uint8Array.of(1, 0, 0), Uint8Array.of(0, 1, 1), Uint8Array.of(1, 1, 0)];
  const trainee = makeTrainee(config, labels);
  const valuesOf = () =>
    trainee.model.layers.map(({ name, weights }) => ({
      name,
      values: weights.map((weight) => Array.from(weight.read().dataSync())),
    })).filter(({ values }) => values.length > 0);
  const before = valuesOf();
  const batch = { images: randomImages(3), labels: tf.tensor2d(labels.map((row) => [...row])) };
  await trainStep(trainee, [batch], { seed: 1, learningRate: 0.01 });
  const moved = valuesOf().filter(({ values }, i) =>
    JSON.stringify(values) !== JSON.stringify(before[i].values)
  ).map(({ name }) => name);
  assert(moved.length > 0);
  const isLate = (name: string) => name.startsWith("block_2") || name === "predictions";
  assertEquals(moved, before.map(({ name }) => name).filter(isLate));
  tf.dispose([batch.images, batch.labels]);
  disposeTrainee(trainee);
});

Deno.test("freezeBlocks() refuses to leave no block that learns", () => {
  const blocks = tinyResidualConfig.residualFilters.length;
  assertThrows(
    () => buildModel({ ...tinyResidualConfig, frozenBlocks: blocks }, 3),
    RangeError,
    `frozenBlocks must be below the network's number of blocks, ${blocks}: current value is ${blocks}`,
  );
  assertThrows(
    () => buildModel(makeRunConfig({ frozenBlocks: 1 }), 3),
    RangeError,
    "frozenBlocks must be 0 for a network without blocks: current value is 1",
  );
});
