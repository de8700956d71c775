import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import type { RunConfig } from "../../lib/config.ts";
import { batchLoss } from "../../lib/training/batch_loss.ts";
import {
  type CheckpointRecord,
  readCheckpointRecord,
  restoreCheckpoint,
  saveCheckpoint,
} from "../../lib/training/checkpoint.ts";
import { Adam } from "../../lib/training/adam.ts";
import { disposeTrainee, makeTrainee } from "../../lib/training/make_trainee.ts";
import { LossGradients } from "../../lib/training/loss_gradients.ts";
import { otherVariables, trainableVariables } from "../../lib/training/model_variables.ts";
import { type Trainee, trainStep } from "../../lib/training/train_step.ts";
import { INITIAL_STATE } from "../../lib/training/training_state.ts";
import { WeightAverage } from "../../lib/training/weight_average.ts";
import { randomImages, tinyConfig } from "../model/tiny_model.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { valuesOfEach } from "./values_of_each.ts";

await chooseBackend();

const yTrue = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]];

/** A trainee that always sees the same four posters. */
class Learner {
  readonly trainee: Trainee;

  constructor(settings: Partial<RunConfig> = {}) {
    this.trainee = makeTrainee({ ...tinyConfig, ...settings }, yTrue);
  }

  async step(): Promise<void> {
    const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
    await trainStep(this.trainee, [batch], { seed: 1, learningRate: 1e-4 });
    tf.dispose([batch.images, batch.labels]);
  }

  values(): Promise<number[][]> {
    const { model, optimizer, average } = this.trainee;
    return valuesOfEach([
      ...trainableVariables(model),
      ...optimizer.moments,
      ...average.averages,
    ]);
  }

  get record(): CheckpointRecord {
    return { state: { ...INITIAL_STATE, step: this.trainee.optimizer.iterations }, history: [] };
  }

  async save(runDir: string): Promise<void> {
    await saveCheckpoint(runDir, this.trainee, this.record);
  }

  dispose(): void {
    disposeTrainee(this.trainee);
  }
}

/** A learner with the values of the latest checkpoint. */
async function restored(runDir: string, settings: Partial<RunConfig> = {}): Promise<Learner> {
  const learner = new Learner({ seed: 2, ...settings });
  await restoreCheckpoint(runDir, learner.trainee);
  return learner;
}

async function namesIn(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir), ({ name }) => name)).sort();
}

for (const settings of [{}, { emaDecay: 0.9, weightDecay: 0.1 }]) {
  Deno.test(`restoreCheckpoint() brings back all that a run with ${JSON.stringify(settings)} needs`, async () => {
    await withTempDir(async (runDir) => {
      const saved = new Learner(settings);
      for (let i = 0; i < 3; i++) await saved.step();
      await saved.save(runDir);
      const other = await restored(runDir, settings);
      assertEquals(await other.values(), await saved.values());
      assertEquals(other.trainee.optimizer.iterations, 3);
      // Both go on with the same bits.
      await saved.step();
      await other.step();
      assertEquals(await other.values(), await saved.values());
      saved.dispose();
      other.dispose();
    });
  });
}

Deno.test("restoreCheckpoint() brings back what batch normalization has seen", async () => {
  await withTempDir(async (runDir) => {
    const normalizing = (): Trainee => {
      const model = tf.sequential({
        layers: [
          tf.layers.batchNormalization({ inputShape: [24, 24, 3] }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 3, activation: "sigmoid" }),
        ],
      });
      const variables = trainableVariables(model);
      const optimizer = new Adam(variables, { learningRate: 0.01 });
      const average = new WeightAverage(variables, 0);
      return {
        model,
        optimizer,
        average,
        lossGradients: new LossGradients(model, batchLoss(model, tinyConfig, yTrue)),
      };
    };
    const statistics = ({ model }: Trainee) => valuesOfEach(otherVariables(model));
    const saved = normalizing();
    const batch = { images: randomImages(4), labels: tf.tensor2d(yTrue) };
    const before = tf.memory().numTensors;
    await trainStep(saved, [batch], { seed: 1, learningRate: 0.01 });
    assertEquals(tf.memory().numTensors, before);
    tf.dispose([batch.images, batch.labels]);
    await saveCheckpoint(runDir, saved, { state: INITIAL_STATE, history: [] });
    const other = normalizing();
    assertNotEquals(await statistics(other), await statistics(saved));
    await restoreCheckpoint(runDir, other);
    assertEquals(await statistics(other), await statistics(saved));
    assertEquals((await statistics(other)).length, 2);
    for (const trainee of [saved, other]) disposeTrainee(trainee);
  });
});

Deno.test("saveCheckpoint() refuses weights that are not finite and keeps the last good ones", async () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    await withTempDir(async (runDir) => {
      const learner = new Learner();
      await learner.step();
      await learner.save(runDir);
      const expected = await learner.values();
      await learner.step();
      const [kernel] = trainableVariables(learner.trainee.model);
      tf.tidy(() => kernel.assign(tf.fill(kernel.shape, bad)));
      await assertRejects(
        () => learner.save(runDir),
        Error,
        "checkpoint of step 2 as every weight",
      );
      const other = await restored(runDir);
      assertEquals(await other.values(), expected);
      learner.dispose();
      other.dispose();
    });
  }
});

Deno.test("readCheckpointRecord() gives back state and history, or null before the first", async () => {
  await withTempDir(async (runDir) => {
    assertEquals(await readCheckpointRecord(runDir), null);
    const learner = new Learner();
    await learner.save(runDir);
    const { state, history } = (await readCheckpointRecord(runDir))!;
    assertEquals({ state, history }, learner.record);
    learner.dispose();
  });
});

Deno.test("readCheckpointRecord() fills in what checkpoints of earlier versions lack", async () => {
  await withTempDir(async (runDir) => {
    const { learningRate: _rate, bestValMacroAp: _ap, ...state } = INITIAL_STATE;
    const history = [{ epoch: 0, valLoss: 0.5 }];
    await Deno.mkdir(join(runDir, "checkpoints"));
    const file = join(runDir, "checkpoints", "latest.json");
    await Deno.writeTextFile(file, JSON.stringify({ dir: "step-00000000", state, history }));
    const record = (await readCheckpointRecord(runDir))!;
    assertEquals(record.state, { ...INITIAL_STATE });
    assert(record.history[0].learningRate === null && record.history[0].valLoss === 0.5);
  });
});

Deno.test("saveCheckpoint() keeps the latest checkpoint alone", async () => {
  await withTempDir(async (runDir) => {
    const learner = new Learner();
    for (let i = 0; i < 3; i++) {
      await learner.step();
      await learner.save(runDir);
    }
    assertEquals(await namesIn(join(runDir, "checkpoints")), ["latest.json", "step-00000003"]);
    learner.dispose();
  });
});

Deno.test("a crash between tensors and latest.json leaves the old checkpoint usable", async () => {
  await withTempDir(async (runDir) => {
    const learner = new Learner();
    await learner.step();
    await learner.save(runDir);
    const expected = await learner.values();

    await learner.step();
    // latest.json cannot be written where a folder has the name that it is first written under.
    const obstacle = join(runDir, "checkpoints", "latest.json.part");
    await Deno.mkdir(obstacle);
    await assertRejects(() => learner.save(runDir));
    assertEquals(await namesIn(join(runDir, "checkpoints")), [
      "latest.json",
      "latest.json.part",
      "step-00000001",
      "step-00000002",
    ]);
    assertNotEquals(await learner.values(), expected);

    const other = await restored(runDir);
    assertEquals(await other.values(), expected);
    assertEquals(other.trainee.optimizer.iterations, 1);

    // The resumed run makes the same step and saves it; nothing of the crash stays.
    await Deno.remove(obstacle);
    await other.step();
    await other.save(runDir);
    assertEquals(await other.values(), await learner.values());
    assertEquals(await namesIn(join(runDir, "checkpoints")), ["latest.json", "step-00000002"]);
    learner.dispose();
    other.dispose();
  });
});

Deno.test("a crash while tensors are written leaves the old checkpoint usable", async () => {
  await withTempDir(async (runDir) => {
    const learner = new Learner();
    await learner.step();
    await learner.save(runDir);
    const half = join(runDir, "checkpoints", "step-00000002");
    await Deno.mkdir(half);
    await Deno.writeTextFile(join(half, "tensors.bin.part"), "half of it");
    const other = await restored(runDir);
    assertEquals(await other.values(), await learner.values());
    learner.dispose();
    other.dispose();
  });
});

Deno.test("restoreCheckpoint() refuses a checkpoint of another network", async () => {
  await withTempDir(async (runDir) => {
    const learner = new Learner();
    await learner.save(runDir);
    const nValues = (await learner.values()).flat().length;
    const other = new Learner({ denseUnits: 9 });
    await assertRejects(
      () => restoreCheckpoint(runDir, other.trainee),
      Error,
      `bytes for this model: current value is ${4 * nValues}`,
    );
    learner.dispose();
    other.dispose();
  });
});
