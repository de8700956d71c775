import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { AuxiliaryTarget } from "../../lib/auxiliary_config.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import { loadModel } from "../../lib/model/model_files.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { bestModelDir, train } from "../../lib/training/train.ts";
import type { TrainOptions } from "../../lib/training/train_options.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { trainableVariables } from "../../lib/training/model_variables.ts";
import { type Trainee, trainStep } from "../../lib/training/train_step.ts";
import { madeUpSource, tinyRunConfig } from "../evaluation/tiny_run.ts";
import { randomImages, tinyConfig } from "../model/tiny_model.ts";
import { fixtureLabels } from "./fixture_posters.ts";
import { assertAllAlmostEqual } from "./pictures.ts";
import { config, everySetting, weightsOf, withFixture } from "./small_run.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const auxiliaryTargets: readonly AuxiliaryTarget[] = ["year"];
const yTrain = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];

/** Calls a function with a trainee that has auxiliary targets, and a batch of four posters. */
async function withTrainee(
  settings: Partial<RunConfig>,
  use: (trainee: Trainee, update: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const settled = { ...tinyConfig, auxiliaryTargets, batchSize: 4, ...settings };
  const trainee = makeTrainee(settled, yTrain);
  const batch = {
    images: randomImages(4),
    labels: tf.tensor2d(yTrain),
    auxiliary: tf.tensor2d([[-1, 1], [1, 1], [-1, 1], [1, 1]]),
  };
  await use(trainee, () => trainStep(trainee, [batch], { seed: 1, learningRate: 0.01 }));
  disposeTrainee(trainee);
  tf.dispose(Object.values(batch));
}

interface TrainedGenres {
  /** Kinds of the saved model's layers; their names count on from model to model. */
  readonly layers: readonly string[];
  /** Shapes of its weights. */
  readonly shapes: readonly (readonly number[])[];
  /** The network's weights after the last update. */
  readonly weights: readonly number[];
}

async function trainedGenres(options: TrainOptions): Promise<TrainedGenres> {
  const { status } = await train(options);
  assertEquals(status, "finished");
  const { model } = await loadModel(bestModelDir(options.runDir));
  const trained = {
    layers: model.layers.map((layer) => layer.getClassName()),
    shapes: model.getWeights().map(({ shape }) => shape),
    // A checkpoint begins with them; each value has four bytes.
    weights: (await weightsOf(options.runDir)).slice(0, 4 * model.countParams()),
  };
  model.dispose();
  return trained;
}

for (
  const [what, settings] of [["by default", config], ["with all settings", everySetting]] as const
) {
  Deno.test(`train() ${what} saves the genres' network alone, whatever else is learned`, async () => {
    await withFixture(10, async (options) => {
      const trained = (name: string, changes: Partial<RunConfig>) =>
        trainedGenres({
          ...options,
          runDir: join(options.runDir, name),
          config: { ...settings, ...changes },
        });
      const without = await trained("without", { auxiliaryTargets: [] });
      const felt = await trained("felt", { auxiliaryTargets });
      assertEquals([felt.layers, felt.shapes], [without.layers, without.shapes]);
      assertEquals(felt.shapes.at(-1), [fixtureLabels.length]);
      assertNotEquals(felt.weights, without.weights);
      // At weight 0 the head takes no part: the network's weights have the same bits.
      assertEquals(await trained("unfelt", { auxiliaryTargets, auxiliaryWeight: 0 }), without);
    });
  });
}

Deno.test("trainStep() teaches the auxiliary head too", async () => {
  const noDropout = { convDropoutRate: 0, denseDropoutRate: 0 };
  await withTrainee({ ...noDropout, auxiliaryWeight: 10 }, async (_, update) => {
    const first = await update();
    for (let i = 0; i < 60; i++) await update();
    assert(first > 5, `${first}`);
    assert(await update() < first / 5);
  });
});

Deno.test("makeTrainee() lets the auxiliary head learn with the output layer, before the rest", async () => {
  await withTrainee(
    { frozenEpochs: 1, backboneLearningRateShare: 0 },
    async ({ model, auxiliary, optimizer }, update) => {
      const output = trainableVariables(model).slice(-2);
      for (let i = 0; i < 2; i++) {
        assertEquals(optimizer.activeVariables, [...output, ...auxiliary!.variables]);
        const before = await valuesOfEach(auxiliary!.variables);
        const rest = await valuesOfEach(trainableVariables(model).slice(0, -2));
        await update();
        const after = await valuesOfEach(auxiliary!.variables);
        after.forEach((now, j) => assertNotEquals(now, before[j]));
        assertEquals(await valuesOfEach(trainableVariables(model).slice(0, -2)), rest);
      }
    },
  );
});

Deno.test("makeTrainee() decays the auxiliary head's kernel, not its bias", async () => {
  const updated = async (weightDecay: number) => {
    let [start, now]: number[][][] = [];
    await withTrainee({ weightDecay }, async ({ auxiliary }, update) => {
      start = await valuesOfEach(auxiliary!.variables);
      await update();
      now = await valuesOfEach(auxiliary!.variables);
    });
    return { start, now };
  };
  const { start, now: [kernel, bias] } = await updated(0);
  const { now: [decayedKernel, sameBias] } = await updated(0.5);
  // Decay times the learning rate of 0.01.
  assertAllAlmostEqual(decayedKernel, kernel.map((value, i) => value - 0.005 * start[0][i]), 1e-7);
  assertEquals(sameBias, bias);
});

Deno.test("makeTrainee() averages the network's weights, not the auxiliary head's", async () => {
  await withTrainee({ emaDecay: 0.5 }, async ({ model, auxiliary, average }, update) => {
    await update();
    assertEquals(average.averages.length, trainableVariables(model).length);
    const before = await valuesOfEach(auxiliary!.variables);
    await average.whileAveraged(async () =>
      assertEquals(await valuesOfEach(auxiliary!.variables), before)
    );
  });
});

Deno.test("disposeTrainee() frees the auxiliary head", async () => {
  const before = tf.memory().numTensors;
  await withTrainee({ emaDecay: 0.5 }, async (_, update) => void await update());
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("trainRun() takes the targets from the data set and keeps no value of them", async () => {
  const source = await madeUpSource("made-up");
  try {
    const runDir = join(source.dataDir, "run");
    const both = { ...tinyRunConfig, auxiliaryTargets: ["year", "imdbScore"] } as const;
    const firstLoss = async (config: RunConfig, runDir: string) => {
      const losses: number[] = [];
      await trainRun({ source, config, runDir, onStep: (_, loss) => void losses.push(loss) });
      return losses[0];
    };
    const plainDir = join(source.dataDir, "plain");
    const extra = await firstLoss(both, runDir) - await firstLoss(tinyRunConfig, plainDir);
    // A tenth of the mean squared error of random guesses, which is about the targets' variance, 1.
    assert(extra > 0.03 && extra < 0.3, `${extra}`);
    await assertRejects(
      () => trainRun({ source, config: tinyRunConfig, runDir, resume: true }),
      Error,
      'auxiliaryTargets was ["year","imdbScore"], is []',
    );
    const files = [...Deno.readDirSync(runDir)].map(({ name }) => name).sort();
    assertEquals(files, [...Deno.readDirSync(plainDir)].map(({ name }) => name).sort());
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
});
