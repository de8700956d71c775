import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  calibrationTable,
  decidedGroups,
  thresholdTable,
} from "../../lib/report/decisions_table.ts";
import { formatInterval, formatMean } from "../../lib/report/format_number.ts";
import { leaderboard, runIntervals } from "../../lib/report/leaderboard.ts";
import { listRuns } from "../../lib/report/list_runs.ts";
import { modelCard } from "../../lib/report/model_card.ts";
import { resultsPage } from "../../lib/report/results_page.ts";
import { runCommand } from "../../lib/report/run_command.ts";
import { makeBoards, meanAndSd } from "../../lib/report/run_groups.ts";
import { runTable } from "../../lib/report/run_table.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { MADE_UP_MEAN, MADE_UP_RUNS, writeMadeUpRun } from "./made_up_runs.ts";

const runs = await withTempDir(async (dir) => {
  const names = ["films-original-", "films-keras-seed1", "old-original"];
  for (const made of MADE_UP_RUNS) {
    if (names.some((name) => made.run.startsWith(name))) await writeMadeUpRun(dir, made);
  }
  await writeMadeUpRun(dir, MADE_UP_MEAN);
  return await listRuns(dir);
});
const boards = makeBoards(runs);
const films = boards.find(({ dataset }) => dataset === "films")!;
const old = boards.find(({ dataset }) => dataset === "old")!;
const mean = runs.find(({ run }) => run === MADE_UP_MEAN.run)!;

Deno.test("calibrationTable() has two rows a group: over the movies, or over the seeds", () => {
  const table = calibrationTable(decidedGroups(films));
  assertEquals(table.headers.slice(0, 3), ["Run", "Probabilities", "Calibration error ↓"]);
  assertEquals(table.rows.length, 2 * films.groups.length);
  const seeds = films.groups.find(({ name }) => name === "original")!.runs;
  const rows = table.rows.filter(([name]) => name === "original");
  assertEquals(rows[0][1], "as they are");
  assertMatch(rows[1][1], /^calibrated: /);
  const errors = seeds.map(({ metrics }) =>
    metrics.decisions!.calibration[1].measures.calibrationError.value!
  );
  assertEquals(seeds.length, 3);
  assertEquals(rows[1][2], formatMean(meanAndSd(errors), 4));
  const [single] = table.rows.filter(([name]) => name === "keras");
  const keras = runs.find(({ run }) => run === "films-keras-seed1")!;
  const { lrap } = keras.metrics.decisions!.calibration[0].measures;
  assertEquals(single.at(-1), formatInterval(lrap, 4));
});

Deno.test("thresholdTable() names each set of thresholds, the fixed one first", () => {
  const { metrics } = mean;
  const table = thresholdTable([{ reports: [metrics.decisions!] }]);
  assertEquals(table.headers[0], "A genre is predicted above");
  assertEquals(table.rows.map(([name]) => name), [
    "0.5, as they are",
    "0.5, calibrated",
    "its threshold for macro F1, calibrated",
    "one threshold for micro F1, calibrated",
    "its threshold for Hamming loss, calibrated",
  ]);
  const { hammingLoss, genresPerMovie } = metrics.decisions!.thresholds[3].measures;
  assertEquals(table.rows[3][1], formatInterval(hammingLoss, 4));
  assertEquals(table.rows[3].at(-1), formatInterval(genresPerMovie, 2));
  // The fixed threshold on probabilities as they are is the results table's own.
  const model = metrics.test.rows.at(-1)!;
  assertEquals(table.rows[0][1], formatInterval(model.measures.hammingLoss, 4));
});

Deno.test("runs from before decisions were recorded are still read, and have no such tables", () => {
  assertEquals(decidedGroups(old), []);
  assertEquals(runTable(old.groups[0].runs[0].metrics).decisions, []);
  const { markdown } = resultsPage([old]);
  assert(!markdown.includes("Calibration and thresholds"));
  assertStringIncludes(resultsPage([films]).markdown, "### Calibration and thresholds");
});

Deno.test("the mean of several runs is named as such wherever a run is", () => {
  const { title, decisions } = runTable(mean.metrics);
  assertStringIncludes(title, "mean probabilities of films-original-seed1, films-original-seed2");
  assertEquals(decisions.length, 2);
  assert(leaderboard(films).rows.some(([name]) => name === "mean-of-2"));
  const [, bestEpoch] = runIntervals(films).rows.find(([name]) => name === mean.run)!;
  assertEquals(bestEpoch, "–");
  assertEquals(
    runCommand(mean),
    "deno task evaluate --data <folder> --dataset films " +
      "--members films-original-seed1,films-original-seed2 --run films-mean-of-2",
  );
  assertStringIncludes(
    modelCard([films]),
    "**mean-of-2:** mean probabilities of films-original-seed1, films-original-seed2",
  );
  const twins = resultsPage([films]).charts.find(({ name }) =>
    name === "films-keras-against-ours"
  )!;
  assert(!JSON.stringify(twins.spec).includes("mean-of-2"));
});
