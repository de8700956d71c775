import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { writeJsonAtomic } from "../../lib/atomic_file.ts";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { type RunConfig } from "../../lib/config.ts";
import { environmentRecord, openRun, readRunRecord } from "../../lib/training/run_record.ts";
import { INITIAL_STATE } from "../../lib/training/training_state.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { config } from "./small_run.ts";

const environment = await environmentRecord(await chooseBackend());
const dataset = { name: "fixture", manifestSha256: "0" };
const resume = { resume: true };

Deno.test("openRun() refuses to mix two runs and names what differs", async () => {
  await withTempDir(async (runDir) => {
    const reopen = (settings: Partial<RunConfig>, sha = "0") =>
      openRun(
        runDir,
        { config: { ...config, ...settings }, dataset: { ...dataset, manifestSha256: sha } },
        environment,
        resume,
      );
    await openRun(runDir, { config, dataset }, environment);
    await assertRejects(
      () => openRun(runDir, { config, dataset }, environment),
      Error,
      "as there is one: resume it (--resume)",
    );
    await assertRejects(() => reopen({ seed: 9 }), Error, "seed was 1, is 9");
    await assertRejects(() => reopen({ emaDecay: 0.9 }), Error, "emaDecay was 0, is 0.9");
    await assertRejects(() => reopen({}, "1"), Error, "the data set's manifest differs");
    const longer = { config: { ...config, epochs: 20 }, dataset };
    await openRun(runDir, longer, environment, resume);
    assertEquals(await readRunRecord(runDir), longer);
  });
});

Deno.test("openRun() takes a setting that an earlier config.json lacks for its default", async () => {
  await withTempDir(async (runDir) => {
    const { emaDecay: _ema, loss: _loss, monitor: _monitor, ...earlier } = config;
    const text = JSON.stringify({ config: earlier, dataset });
    await Deno.writeTextFile(join(runDir, "config.json"), text);
    assertEquals((await readRunRecord(runDir))!.config, config);
    await assertRejects(
      () =>
        openRun(
          runDir,
          { config: { ...config, loss: "asymmetric" }, dataset },
          environment,
          resume,
        ),
      Error,
      'loss was "binaryCrossEntropyFromLogits", is "asymmetric"',
    );
    await openRun(runDir, { config, dataset }, environment, resume);
  });
});

const scheduled: readonly (readonly [string, Partial<RunConfig>])[] = [
  ["the learning rate follows", { learningRateSchedule: "oneCycle" }],
  ["the pictures' size follows", { augmentStartSizeShare: 0.5 }],
];
for (const [what, settings] of scheduled) {
  Deno.test(`openRun() refuses more epochs where ${what} from them`, async () => {
    await withTempDir(async (runDir) => {
      const scheduled = { ...config, ...settings };
      await openRun(runDir, { config: scheduled, dataset }, environment);
      await assertRejects(
        () =>
          openRun(runDir, { config: { ...scheduled, epochs: 9 }, dataset }, environment, resume),
        Error,
        "epochs was 2, is 9",
      );
      await openRun(
        runDir,
        { config: { ...scheduled, patienceEpochs: 3 }, dataset },
        environment,
        resume,
      );
    });
  });
}

Deno.test("openRun() takes more epochs of a schedule that is spread over as many", async () => {
  await withTempDir(async (runDir) => {
    const longer = { ...config, learningRateSchedule: "oneCycle", scheduleEpochs: 9 } as const;
    await openRun(runDir, { config: longer, dataset }, environment);
    await openRun(runDir, { config: { ...longer, epochs: 9 }, dataset }, environment, resume);
  });
});

Deno.test("openRun() refuses to train in the folder of a run that is made of others", async () => {
  await withTempDir(async (runDir) => {
    const record = { config, dataset, madeBy: "mean of a, b" };
    await openRun(runDir, record, environment);
    await assertRejects(
      () => openRun(runDir, { config, dataset }, environment, resume),
      Error,
      "it is another kind of run (mean of a, b). Choose another name (--run).",
    );
    assertEquals(await readRunRecord(runDir), record);
    await openRun(runDir, record, environment, resume);
  });
});

Deno.test("openRun() leaves the record of a finished run as it is", async () => {
  await withTempDir(async (runDir) => {
    const reopen = (commit: string, epochs = config.epochs) =>
      openRun(
        runDir,
        { config: { ...config, epochs }, dataset },
        { ...environment, commit },
        resume,
      );
    const commitOf = async () =>
      JSON.parse(await Deno.readTextFile(join(runDir, "environment.json"))).commit;
    await reopen("first");
    const writeState = (epoch: number) =>
      writeJsonAtomic(join(runDir, "checkpoints", "latest.json"), {
        dir: "step-00000001",
        state: { ...INITIAL_STATE, epoch, bestEpoch: epoch },
        history: [],
      });
    await writeState(config.epochs - 1);
    await reopen("second");
    assertEquals(await commitOf(), "second");
    await writeState(config.epochs);
    await reopen("third");
    assertEquals(await commitOf(), "second");
    await openRun(
      runDir,
      { config: { ...config, testTimeFlips: true }, dataset },
      { ...environment, commit: "flipped" },
      resume,
    );
    assertEquals((await readRunRecord(runDir))?.config.testTimeFlips, false);
    await reopen("fourth", config.epochs + 1);
    assertEquals(await commitOf(), "fourth");
  });
});
