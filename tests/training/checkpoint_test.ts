import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { Adam } from "../../lib/training/adam.ts";
import {
  type CheckpointRecord,
  readCheckpointRecord,
  restoreCheckpoint,
  saveCheckpoint,
} from "../../lib/training/checkpoint.ts";
import { seedDropout, trainableVariables, trainStep } from "../../lib/training/train_step.ts";
import { INITIAL_STATE } from "../../lib/training/training_state.ts";
import { posterCnn } from "../../lib/model/poster_cnn.ts";
import { randomImages, tinyConfig, tinyModel } from "../model/tiny_model.ts";
import { withTempDir } from "../with_temp_dir.ts";

await chooseBackend();

/** A model under training, as a run has it. */
class Trainee {
  readonly model: tf.LayersModel;
  readonly optimizer: Adam;

  constructor(model: tf.LayersModel) {
    this.model = model;
    this.optimizer = new Adam(trainableVariables(model), tinyConfig);
  }

  async step(): Promise<void> {
    const images = randomImages(4);
    const labels = tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]);
    seedDropout(this.model, 1, this.optimizer.iterations);
    await trainStep(this.model, this.optimizer, { images, labels });
    tf.dispose([images, labels]);
  }

  values(): number[][] {
    return [...trainableVariables(this.model), ...this.optimizer.moments]
      .map((variable) => [...variable.dataSync()]);
  }

  get record(): CheckpointRecord {
    return { state: { ...INITIAL_STATE, step: this.optimizer.iterations }, history: [] };
  }

  async save(runDir: string): Promise<void> {
    await saveCheckpoint(runDir, this.model, this.optimizer, this.record);
  }

  dispose(): void {
    this.optimizer.dispose();
    this.model.dispose();
  }
}

/** A trainee with the values of the latest checkpoint. */
async function restored(runDir: string): Promise<Trainee> {
  const trainee = new Trainee(tinyModel(2));
  await restoreCheckpoint(runDir, trainee.model, trainee.optimizer);
  return trainee;
}

async function namesIn(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir), ({ name }) => name)).sort();
}

Deno.test("restoreCheckpoint() brings back weights, moments and the number of updates", async () => {
  await withTempDir(async (runDir) => {
    const saved = new Trainee(tinyModel());
    for (let i = 0; i < 3; i++) await saved.step();
    await saved.save(runDir);
    const other = await restored(runDir);
    assertEquals(other.values(), saved.values());
    assertEquals(other.optimizer.iterations, 3);
    // Both go on with the same bits.
    await saved.step();
    await other.step();
    assertEquals(other.values(), saved.values());
    saved.dispose();
    other.dispose();
  });
});

Deno.test("readCheckpointRecord() gives back state and history, or null before the first", async () => {
  await withTempDir(async (runDir) => {
    assertEquals(await readCheckpointRecord(runDir), null);
    const trainee = new Trainee(tinyModel());
    await trainee.save(runDir);
    const { state, history } = (await readCheckpointRecord(runDir))!;
    assertEquals({ state, history }, trainee.record);
    trainee.dispose();
  });
});

Deno.test("saveCheckpoint() keeps the latest checkpoint alone", async () => {
  await withTempDir(async (runDir) => {
    const trainee = new Trainee(tinyModel());
    for (let i = 0; i < 3; i++) {
      await trainee.step();
      await trainee.save(runDir);
    }
    assertEquals(await namesIn(join(runDir, "checkpoints")), ["latest.json", "step-00000003"]);
    trainee.dispose();
  });
});

Deno.test("a crash between tensors and latest.json leaves the old checkpoint usable", async () => {
  await withTempDir(async (runDir) => {
    const trainee = new Trainee(tinyModel());
    await trainee.step();
    await trainee.save(runDir);
    const expected = trainee.values();

    await trainee.step();
    // latest.json cannot be written where a folder has the name that it is first written under.
    const obstacle = join(runDir, "checkpoints", "latest.json.part");
    await Deno.mkdir(obstacle);
    await assertRejects(() => trainee.save(runDir));
    assertEquals(await namesIn(join(runDir, "checkpoints")), [
      "latest.json",
      "latest.json.part",
      "step-00000001",
      "step-00000002",
    ]);
    assertNotEquals(trainee.values(), expected);

    const other = await restored(runDir);
    assertEquals(other.values(), expected);
    assertEquals(other.optimizer.iterations, 1);

    // The resumed run makes the same step and saves it; nothing of the crash stays.
    await Deno.remove(obstacle);
    await other.step();
    await other.save(runDir);
    assertEquals(other.values(), trainee.values());
    assertEquals(await namesIn(join(runDir, "checkpoints")), ["latest.json", "step-00000002"]);
    trainee.dispose();
    other.dispose();
  });
});

Deno.test("a crash while tensors are written leaves the old checkpoint usable", async () => {
  await withTempDir(async (runDir) => {
    const trainee = new Trainee(tinyModel());
    await trainee.step();
    await trainee.save(runDir);
    const half = join(runDir, "checkpoints", "step-00000002");
    await Deno.mkdir(half);
    await Deno.writeTextFile(join(half, "tensors.bin.part"), "half of it");
    const other = await restored(runDir);
    assertEquals(other.values(), trainee.values());
    trainee.dispose();
    other.dispose();
  });
});

Deno.test("restoreCheckpoint() refuses a checkpoint of another network", async () => {
  await withTempDir(async (runDir) => {
    const trainee = new Trainee(tinyModel());
    await trainee.save(runDir);
    const nValues = trainee.values().flat().length;
    const other = new Trainee(posterCnn({ ...tinyConfig, denseUnits: 9 }, 3));
    await assertRejects(
      () => restoreCheckpoint(runDir, other.model, other.optimizer),
      Error,
      `bytes for this model: current value is ${4 * nValues}`,
    );
    trainee.dispose();
    other.dispose();
  });
});
