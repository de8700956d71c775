import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/run_config.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { train } from "../../lib/training/train.ts";
import { otherVariables } from "../../lib/training/model_variables.ts";
import { trainStep } from "../../lib/training/train_step.ts";
import { tinyResidualConfig } from "../model/tiny_residual.ts";
import { randomImages } from "../model/tiny_model.ts";
import { weightsOf, withFixture } from "./small_run.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];

const variants: readonly Partial<RunConfig>[] = [
  { loss: "binaryCrossEntropy" },
  { loss: "binaryCrossEntropyFromLogits" },
  { optimizer: "muon", residualStemFilters: 3, residualPooledSkips: true, weightDecay: 0.1 },
];
for (const variant of variants) {
  const name = JSON.stringify(variant);
  Deno.test(`train() of a residual network, ${name}, resumed after any step ends with the same bits`, async () => {
    const config = { ...tinyResidualConfig, ...variant, emaDecay: 0.9, preciseBatchNormPosters: 6 };
    await withFixture(10, async (options) => {
      const whole = join(options.runDir, "whole");
      const { state } = await train({ ...options, runDir: whole, config });
      assertEquals(state.step, 6);
      for (const stopAtStep of [1, 3, 4]) {
        const runDir = join(options.runDir, `stopped-${stopAtStep}`);
        const controller = new AbortController();
        const onStep = (step: number) => {
          if (step === stopAtStep) controller.abort();
        };
        const { signal } = controller;
        assertEquals(
          (await train({ ...options, runDir, config, signal, onStep })).status,
          "stopped",
        );
        await train({ ...options, runDir, config });
        assertEquals(await weightsOf(runDir), await weightsOf(whole));
      }
    });
  });
}

/** Losses of some updates, and the moving averages before and after. */
async function steps(frozenBatchNorm: boolean, nSteps: number) {
  const config = { ...tinyResidualConfig, frozenBatchNorm, denseDropoutRate: 0 };
  const trainee = makeTrainee(config, yTrue);
  const batch = { images: randomImages(yTrue.length), labels: tf.tensor2d(yTrue) };
  const averages = () => valuesOfEach(otherVariables(trainee.model));
  const before = await averages();
  const losses: number[] = [];
  let nTensors = 0;
  for (let i = 0; i < nSteps; i++) {
    losses.push(await trainStep(trainee, [batch], { seed: 1, learningRate: 0.01 }));
    if (i === 0) nTensors = tf.memory().numTensors;
  }
  assertEquals(tf.memory().numTensors, nTensors);
  const after = await averages();
  disposeTrainee(trainee);
  tf.dispose([batch.images, batch.labels]);
  return { losses, before, after };
}

Deno.test("a residual network learns four pictures by heart and keeps moving averages", async () => {
  const { losses, before, after } = await steps(false, 100);
  assert(losses.at(-1)! < 0.1, `last loss ${losses.at(-1)}`);
  assertNotEquals(after, before);
});

Deno.test("a residual network with frozen batch normalization learns without touching it", async () => {
  const { losses, before, after } = await steps(true, 30);
  assert(losses.at(-1)! < losses[0] / 2, `last loss ${losses.at(-1)}`);
  assertEquals(after, before);
});
