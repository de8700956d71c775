import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { averageScores, evaluateEnsemble } from "../../lib/evaluation/evaluate_ensemble.ts";
import { evaluateRun, readRunMetrics } from "../../lib/evaluation/evaluate_run.ts";
import { computeMeasures } from "../../lib/evaluation/measures.ts";
import { binaryCrossEntropy } from "../../lib/metrics/binary_cross_entropy.ts";
import { readDecisions } from "../../lib/model/decisions.ts";
import { readRunRecord } from "../../lib/training/run_record.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { tinyRunConfig, withTinyRun } from "./tiny_run.ts";

const yTrue = [[1, 0], [0, 1]];
const imdbIds = [1, 2];
const first = { weightsSha256: "a", imdbIds, yTrue, yScore: [[0.5, 0.25], [0, 1]] };
const second = { weightsSha256: "b", imdbIds, yTrue, yScore: [[1, 0.75], [0.5, 0.5]] };

Deno.test("averageScores() takes the mean of probabilities, and a hash that names the members", () => {
  const average = averageScores([first, second]);
  assertEquals(average.yScore, [[0.75, 0.5], [0.25, 0.75]]);
  assertEquals([average.imdbIds, average.yTrue], [imdbIds, yTrue]);
  assert(/^[0-9a-f]{64}$/.test(average.weightsSha256));
  assert(average.weightsSha256 !== averageScores([first, first]).weightsSha256);
  const mean =
    (binaryCrossEntropy(yTrue, first.yScore) + binaryCrossEntropy(yTrue, second.yScore)) / 2;
  assert(binaryCrossEntropy(yTrue, average.yScore) <= mean);
});

Deno.test("averageScores() refuses no run, and runs that scored other movies", () => {
  assertThrows(() => averageScores([]), RangeError, "at least 1 run");
  assertThrows(
    () => averageScores([first, { ...second, imdbIds: [2, 1] }]),
    RangeError,
    "the same movies in the same order: run 2 of 2 scored 2 movies, the first 2",
  );
});

Deno.test("evaluateEnsemble() measures the mean of two runs as a run that names them", async () => {
  await withTinyRun(async (runDir, source) => {
    const twinDir = join(source.dataDir, "twin");
    const ensembleDir = join(source.dataDir, "both");
    await trainRun({ source, config: { ...tinyRunConfig, seed: 4 }, runDir: twinDir });
    const members = [await evaluateRun(runDir, source), await evaluateRun(twinDir, source)];

    const { metrics, decisions, test } = await evaluateEnsemble(
      ensembleDir,
      [runDir, twinDir],
      source,
      () => {
        throw new Error("the members' scores were there already");
      },
    );
    assertEquals([metrics.members, metrics.epochs, metrics.bestEpoch], [["run", "twin"], 1, 0]);
    assertEquals(await readRunMetrics(ensembleDir), metrics);
    assertEquals((await readRunRecord(ensembleDir))?.madeBy, "mean of run, twin");
    test.yScore.forEach((row, i) =>
      Array.from(row).forEach((p, j) => {
        const [a, b] = members.map((member) => member.test.yScore[i][j]);
        assertAlmostEquals(p, (a + b) / 2, 1e-15);
      })
    );
    const model = metrics.test.rows.at(-1)!;
    const expected = computeMeasures({ ...test, threshold: tinyRunConfig.threshold });
    assertAlmostEquals(model.measures.lrap.value!, expected.lrap, 1e-12);
    const { weightsSha256 } = test;
    assertEquals(
      await readDecisions(ensembleDir, { labels: metrics.test.labels, weightsSha256 }),
      decisions,
    );

    // Again is allowed; a folder that holds another run is not touched.
    await evaluateEnsemble(ensembleDir, [runDir, twinDir], source);
    await assertRejects(
      () => evaluateEnsemble(runDir, [runDir, twinDir], source),
      Error,
      `Cannot write to ${runDir} as it must be free or hold the mean of run, twin: ` +
        "it holds a run; choose another name (--run)",
    );
    await assertRejects(
      () => evaluateEnsemble(ensembleDir, [twinDir, runDir], source),
      Error,
      "it holds the mean of run, twin",
    );
    await assertRejects(
      () => evaluateEnsemble(join(source.dataDir, "new"), [runDir, runDir], source),
      RangeError,
      "at least 2 different members: current value is run, run",
    );
    const missing = join(source.dataDir, "missing");
    await assertRejects(
      () => evaluateEnsemble(join(source.dataDir, "new"), [runDir, missing], source),
      Error,
      `${missing} must hold a trained run`,
    );
  });
});
