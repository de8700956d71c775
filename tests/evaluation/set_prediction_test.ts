import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readTextIfExists, writeJsonAtomic } from "../../lib/atomic_file.ts";
import { evaluateEnsemble } from "../../lib/evaluation/evaluate_ensemble.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { setPrediction } from "../../lib/evaluation/set_prediction.ts";
import { validateRun } from "../../lib/evaluation/validate_run.ts";
import { readDecisions } from "../../lib/model/decisions.ts";
import { modelSha256, readModelMetadata } from "../../lib/model/model_files.ts";
import { readCheckpointRecord } from "../../lib/training/checkpoint.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { bestModelDir } from "../../lib/training/train.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { paintLopsidedPosters } from "./lopsided_posters.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

Deno.test("setPrediction() changes scores, decisions and settings of a trained run, and back", async () => {
  await withTinyRun(async (runDir, source) => {
    await paintLopsidedPosters(source);
    const modelDir = bestModelDir(runDir);
    const weightsSha256 = await modelSha256(modelDir);
    const checkpoint = await readCheckpointRecord(runDir);
    const plain = await evaluateRun(runDir, source);
    assert(!("testTimeFlips" in plain.decisions));

    await setPrediction(runDir, { testTimeFlips: true });
    assertEquals((await readRunRecord(runDir))!.config, { ...tinyRunConfig, testTimeFlips: true });
    // Until the run is evaluated again its decisions are for other probabilities.
    const metadata = await readModelMetadata(modelDir);
    await assertRejects(() => readDecisions(runDir, { ...metadata, weightsSha256 }));
    const flipped = await evaluateRun(runDir, source);
    assertNotEquals(flipped.val.yScore, plain.val.yScore);
    assertNotEquals(flipped.test.yScore, plain.test.yScore);
    assertEquals(flipped.decisions.testTimeFlips, true);
    assertEquals(
      await readDecisions(runDir, { ...metadata, weightsSha256 }),
      flipped.decisions,
    );
    assertEquals(await modelSha256(modelDir), weightsSha256);
    assertEquals(await readCheckpointRecord(runDir), checkpoint);

    await setPrediction(runDir, { testTimeFlips: false });
    assertEquals(await evaluateRun(runDir, source), plain);
    assertEquals((await readRunRecord(runDir))!.config, tinyRunConfig);
  });
});

Deno.test("a run trained with testTimeFlips is the same network, and says that it predicts so", async () => {
  await withTinyRun(async (runDir, source) => {
    const config = { ...tinyRunConfig, testTimeFlips: true };
    const flippedDir = join(source.dataDir, "flipped");
    const { history } = await trainRun({ source, config, runDir: flippedDir });
    // Validation looks at posters as they are.
    const before = (await readCheckpointRecord(runDir))!.history;
    assertEquals(history.map((row) => row.valLoss), before.map((row) => row.valLoss));
    await paintLopsidedPosters(source);
    const plain = await evaluateRun(runDir, source);
    const [modelDir, flippedModelDir] = [bestModelDir(runDir), bestModelDir(flippedDir)];
    assertEquals(await modelSha256(flippedModelDir), await modelSha256(modelDir));
    assertEquals((await readModelMetadata(flippedModelDir)).testTimeFlips, true);
    const flipped = await evaluateRun(flippedDir, source);
    await setPrediction(runDir, { testTimeFlips: true });
    assertEquals((await evaluateRun(runDir, source)).val, flipped.val);
    assertNotEquals(flipped.val.yScore, plain.val.yScore);
  });
});

Deno.test("setPrediction() and ensembles leave runs alone that are compared on validation", async () => {
  await withTinyRun(async (runDir, source) => {
    const twinDir = join(source.dataDir, "twin");
    await trainRun({ source, config: { ...tinyRunConfig, seed: 4 }, runDir: twinDir });
    await validateRun(runDir, source);
    const refused = [
      () => setPrediction(runDir, { testTimeFlips: true }),
      () => evaluateEnsemble(join(source.dataDir, "both"), [twinDir, runDir], source),
    ];
    for (const use of refused) {
      await assertRejects(use, Error, `Cannot evaluate ${runDir} as the test part must stay out`);
    }
    assertEquals((await readRunRecord(runDir))!.config, tinyRunConfig);
    assert(!("testTimeFlips" in await readModelMetadata(bestModelDir(runDir))));
    assertEquals(await readTextIfExists(join(twinDir, "scores", "test.json")), null);
  });
});

Deno.test("setPrediction() refuses a folder without a run, and another program's run", async () => {
  await withTempDir(async (dir) => {
    await assertRejects(
      () => setPrediction(dir, { testTimeFlips: true }),
      Error,
      "current value is no run",
    );
    const record = { config: tinyRunConfig, dataset: { name: "x", manifestSha256: "" } };
    await writeJsonAtomic(join(dir, "config.json"), { ...record, madeBy: "Keras 3" });
    await assertRejects(
      () => setPrediction(dir, { testTimeFlips: true }),
      Error,
      "current value is Keras 3",
    );
  });
});

Deno.test("setPrediction() refuses sizes that the network cannot take, and changes nothing", async () => {
  await withTinyRun(async (runDir) => {
    const before = await readModelMetadata(bestModelDir(runDir));
    await assertRejects(
      () => setPrediction(runDir, { testTimeScales: [1, 1.5] }),
      RangeError,
      "testTimeScales must be 1 for posterCnn",
    );
    assertEquals(await readModelMetadata(bestModelDir(runDir)), before);
    assertEquals((await readRunRecord(runDir))!.config, tinyRunConfig);
  });
});
