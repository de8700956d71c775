import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { differenceTable, leaderboard, runIntervals } from "../../lib/report/leaderboard.ts";
import {
  clearlyLearned,
  genreTable,
  neverPredicted,
  wholeGroups,
} from "../../lib/report/genre_table.ts";
import { listRuns } from "../../lib/report/list_runs.ts";
import { formatDifference, formatMean } from "../../lib/report/format_number.ts";
import { makeBoards, meanAndSd, valuesOf } from "../../lib/report/run_groups.ts";
import { runCommand } from "../../lib/report/run_command.ts";
import {
  describeFilter,
  filterSeries,
  filterTable,
  trainingSizeSeries,
  trendRows,
} from "../../lib/report/varied_runs.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { MADE_UP_GENRES, MADE_UP_RUNS, writeMadeUpRuns } from "./made_up_runs.ts";

const runs = await withTempDir(async (dir) => {
  await writeMadeUpRuns(dir);
  await Deno.mkdir(`${dir}/begun-seed1`);
  return await listRuns(dir);
});
const boards = makeBoards(runs);
const [films] = boards;
const groupOf = (name: string) => films.groups.find((group) => group.name === name)!;

Deno.test("listRuns() reads every evaluated run and leaves out folders without metrics", () => {
  assertEquals(runs.map(({ run }) => run).sort(), MADE_UP_RUNS.map(({ run }) => run).sort());
  assert(runs.every(({ history }) => history.length === 4));
});

Deno.test("makeBoards() has a board a data set, most runs first, drawn posters last", () => {
  assertEquals(boards.map(({ dataset }) => dataset).slice(0, 1), ["films"]);
  assertEquals(boards.map(({ isSample }) => isSample), [false, false, false, false, false, true]);
  assertEquals(new Set(boards.map(({ title }) => title)).size, boards.length);
});

Deno.test("makeBoards() never puts drawn and real posters, or two manifests, in one board", () => {
  const [one] = runs.filter(({ run }) => run === "films-original-seed1");
  const drawn = { ...one, run: "a", metrics: { ...one.metrics, isSample: true } };
  const other = {
    ...one,
    run: "b",
    record: { ...one.record, dataset: { name: "films", manifestSha256: "f".repeat(64) } },
  };
  const titles = makeBoards([one, drawn, other]).map(({ title, groups }) => [title, groups.length]);
  assertEquals(titles, [["films", 1], ["films-2", 1], ["films-3", 1]]);
});

Deno.test("makeBoards() groups runs that differ only by seed; Keras, shares and presets stand apart", () => {
  assertEquals(
    films.groups.map((
      { name, runs, nTrain },
    ) => [name, runs.map((r) => r.record.config.seed), nTrain]),
    [
      ["batch-1", [1], 400],
      ["original", [1, 2, 3], 400],
      ["original-share0.5", [1], 200],
      ["original-share0.25", [1], 100],
      ["keras", [1, 2], 400],
    ],
  );
});

Deno.test("makeBoards() tells groups of one name apart", () => {
  const [one] = runs.filter(({ run }) => run === "films-original-seed1");
  const config = { ...one.record.config, trainShare: 0.5 };
  const half = { ...one, run: "films-original-seed2", record: { ...one.record, config } };
  const names = makeBoards([one, half])[0].groups.map(({ name }) => name);
  assertEquals(names, ["original (400 posters)", "original (200 posters)"]);
});

Deno.test("leaderboard() puts baselines first, then the reported figures, then the groups", () => {
  const { headers, rows } = leaderboard(films);
  assertEquals(rows.map(([name]) => name), [
    "constant",
    "always Drama",
    "reported (other test movies)",
    ...films.groups.map(({ name }) => name),
  ]);
  assertEquals(rows[2].slice(3, 7), ["0.0753", "0.4976", "7.5483", "–"]);
  assertEquals(headers.length, 12);
  const values = valuesOf(groupOf("original"), "oneError").map(({ value }) => value!);
  assertEquals(rows[4][0], "original");
  assertEquals(rows[4][headers.indexOf("One-error ↓")], formatMean(meanAndSd(values), 4));
  assert(rows[3][3].includes("["), "a single run has its interval");
});

Deno.test("leaderboard() shows no reported figures beside drawn posters", () => {
  const { rows } = leaderboard(boards.at(-1)!);
  assertEquals(rows.map(([name]) => name), ["constant", "always Drama", "sample"]);
});

Deno.test("differenceTable() has each run with its paired interval, and the seeds' mean", () => {
  const { rows } = differenceTable(films);
  const names = rows.map(([name]) => name);
  assertEquals(names.slice(1, 5), [
    "films-original-seed1",
    "films-original-seed2",
    "films-original-seed3",
    "original, mean",
  ]);
  const { differenceToConstant } = runs.find(({ run }) => run === "films-original-seed1")!
    .metrics.test.rows[2];
  assertEquals(rows[1][1], formatDifference(differenceToConstant!.hammingLoss, 4));
  assert(rows[4][1].includes("±"));
  assertEquals(runIntervals(films).rows.length, 8);
});

Deno.test("formatDifference() shows signs, none for zero", () => {
  assertEquals(
    formatDifference({ value: -0.004, low: -0.01, high: 0.00001 }, 3),
    "−0.004 [−0.010, 0.000]",
  );
  assertEquals(formatDifference({ value: 0.5, low: null, high: null }, 1), "+0.5");
  assertEquals(formatDifference({ value: null, low: null, high: null }, 1), "–");
});

Deno.test("meanAndSd() divides by n - 1 and has no spread for one value", () => {
  const { mean, sd } = meanAndSd([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals(mean, 5);
  assertAlmostEquals(sd, Math.sqrt(32 / 7), 1e-12);
  assertEquals(meanAndSd([3]), { mean: 3, sd: NaN });
});

Deno.test("genreTable() has the frequent genres first, a dash where nothing is defined", () => {
  const groups = wholeGroups(films);
  assertEquals(groups.map(({ name }) => name), ["batch-1", "original", "keras"]);
  const { rows } = genreTable(groups);
  assertEquals(rows.map(([genre]) => genre).sort(), [...MADE_UP_GENRES].sort());
  const supports = rows.map(([, support]) => Number(support));
  assertEquals(supports, supports.toSorted((a, b) => b - a));
  assertEquals(rows.at(-1), ["News", "0", "–", "–", "–", "–"]);
});

Deno.test("neverPredicted() and clearlyLearned() need every seed to agree", () => {
  const group = groupOf("original");
  const never = neverPredicted(group);
  assert(never.includes("News"));
  for (const genre of MADE_UP_GENRES) {
    const rows = group.runs.map(({ metrics }) =>
      metrics.test.genres.find((row) => row.genre === genre)!
    );
    assertEquals(never.includes(genre), rows.every(({ predicted }) => predicted === 0));
    assertEquals(
      clearlyLearned(group).includes(genre),
      rows.every((row) => (row.averagePrecisionInterval!.low ?? -1) > row.prevalence),
    );
  }
  const early = boards.find(({ dataset }) => dataset === "old")!;
  assertEquals(clearlyLearned(early.groups[0]), []);
});

Deno.test("trainingSizeSeries() finds the shares of one setting, in order", () => {
  const [series, ...others] = trainingSizeSeries(films);
  assertEquals(others, []);
  assertEquals(series.map(({ group }) => group.nTrain), [100, 200, 400]);
  const rows = trendRows(series, ({ group }) => group.nTrain);
  const network = rows.filter(({ predictor, measure }) =>
    predictor === "network" && measure === "Coverage"
  );
  assertEquals(network.map(({ at }) => at), [100, 200, 400, 400, 400]);
});

Deno.test("filterSeries() compares data sets by filter, without drawn posters or unknown filters", () => {
  const [series, ...others] = filterSeries(boards);
  assertEquals(others, []);
  assertEquals(series.map(({ board }) => board.dataset), [
    "films",
    "films-keep",
    "films-from2005",
    "films-from2010",
  ]);
  assertEquals(filterTable(series).rows[1][1], "movies from 2000 on, unknown years kept");
  assertEquals(describeFilter({}), "not recorded");
});

Deno.test("runCommand() names data set, filter, preset and what differs", () => {
  const commandOf = (name: string) => runCommand(runs.find(({ run }) => run === name)!);
  assertEquals(
    commandOf("films-original-seed2"),
    "deno task reproduce --data <folder> --dataset films --preset original --seed 2 --epochs 3",
  );
  assertEquals(
    commandOf("films-original-share0.25-seed1"),
    "deno task reproduce --data <folder> --dataset films --preset original --seed 1 " +
      "--set 'trainShare=0.25' --epochs 3 --run films-original-share0.25-seed1",
  );
  assertEquals(
    commandOf("films-from2005-original-seed1"),
    "deno task reproduce --data <folder> --dataset films-from2005 --from-year 2005 " +
      "--preset original --seed 1 --epochs 3",
  );
  assert(commandOf("films-keep-original-seed1").includes("--unknown-year keep"));
  assert(
    commandOf("sample-sample-seed1").startsWith("deno task reproduce --dataset sample --preset"),
  );
  assertEquals(
    commandOf("films-keras-seed2"),
    "deno task keras-twin --data <folder> --dataset films --preset original --seed 2 --epochs 3",
  );
});
