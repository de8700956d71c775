/**
 * The page `results/README.md`.
 * @module
 */
import { formatCount, formatShare } from "./format_number.ts";
import { calibrationTable, decidedGroups, thresholdTable } from "./decisions_table.ts";
import { clearlyLearned, genreTable, neverPredicted, wholeGroups } from "./genre_table.ts";
import { differenceTable, leaderboard, runIntervals } from "./leaderboard.ts";
import { provenanceTable } from "./provenance_table.ts";
import { boardCharts, filterCharts, type NamedChart } from "./results_charts.ts";
import type { Board, RunGroup } from "./run_groups.ts";
import { markdownTable } from "./text_table.ts";
import {
  describeFilter,
  filterSeries,
  filterTable,
  trainingSizeSeries,
  trainingSizeTable,
} from "./varied_runs.ts";
import { groupsByYear, yearTable } from "./year_table.ts";

/** A page and the charts that it shows. */
export interface ResultsPage {
  /** The page in Markdown. */
  readonly markdown: string;
  /** Charts that it expects as `charts/<name>.png` and `.svg`. */
  readonly charts: readonly NamedChart[];
}

/** What stands above the sample set's figures. */
export const SAMPLE_NOTE: string =
  "Posters drawn by code: an easier world than the real one. These " +
  "figures stand beside no others.";

/** What stands where no run on real posters is there. */
export const NO_REAL_RUN: string =
  "No run on real posters is here: nothing on this page says how well " +
  "real posters can be read.";

const intro = `# Results

Written by \`deno task report\` from the run folders beside this page; do not edit it. All figures are
of the test part, which was scored once for each run, with the weights of the epoch that was best on
the validation part. ↓ lower is better, ↑ higher is better.

- **[low, high]**: 95 % bootstrap interval over the test movies. It says how much another draw of
  movies would change the figure, not another seed.
- **mean ± sd**: over the seeds, whose number is in the table; sd is the sample standard deviation.
  It says how much another seed would change the figure, not other movies.
- **constant**: gives each genre's frequency in the training part to every poster; **always X**
  always says the most frequent genre. Neither looks at a poster.
- Macro AP is what others call mAP: the mean over genres of average precision. Genres without a test
  movie are left out of it.
- How the best network was found, one change at a time, on the validation part:
  [ABLATION.md](ABLATION.md).
`;

/** The page for these boards, charts included. */
export function resultsPage(boards: readonly Board[]): ResultsPage {
  const charts: NamedChart[] = [];
  const show = (chart: NamedChart) => {
    charts.push(chart);
    return `![${chart.alt}](charts/${chart.name}.png)\n\n[as SVG](charts/${chart.name}.svg)`;
  };
  const sections = boards.map((board) => boardSection(board, show));
  const filters = filterSeries(boards).map((series, i) => filterSection(series, i, show));
  const isRealThere = boards.some(({ isSample }) => !isSample);
  const parts = [intro, ...(isRealThere ? [] : [NO_REAL_RUN]), ...sections, ...filters];
  return { markdown: parts.map((part) => part.trim()).join("\n\n") + "\n", charts };
}

function boardSection(board: Board, show: (chart: NamedChart) => string): string {
  const { title, isSample, nTest, nTrain, groups } = board;
  const whole = wholeGroups(board);
  const sizes = trainingSizeSeries(board);
  const decided = decidedGroups(board);
  const byYear = groupsByYear(whole);
  return [
    `## Data set \`${title}\``,
    `Filter: ${describeFilter(board)}. ${formatCount(nTrain)} movies to train on, ${
      formatCount(nTest)
    } to ` +
    "test on.",
    ...(isSample ? [SAMPLE_NOTE] : [
      "The reported figures are the original's, of another test set whose movies were never " +
      "published: a figure near them shows neither more nor less skill.",
    ]),
    markdownTable(leaderboard(board)),
    "### Difference to the constant predictor",
    "On the same test movies; the intervals are of the paired bootstrap. An interval without 0 is " +
    "a difference that the draw of movies does not explain.",
    markdownTable(differenceTable(board)),
    ...(groups.some(({ runs }) => runs.length > 1)
      ? ["### Every run", markdownTable(runIntervals(board))]
      : []),
    ...sizes.flatMap((series) => [
      `### Training posters: ${series.at(-1)!.group.name}`,
      "Validation and test part stay the same.",
      markdownTable(trainingSizeTable(series)),
    ]),
    ...(decided.length === 0 ? [] : [
      "### Calibration and thresholds",
      "Chosen on the validation part for each run, measured on the test part. A genre with too few " +
      "validation movies takes the temperature and the threshold of all genres together.",
      markdownTable(calibrationTable(decided)),
      markdownTable(thresholdTable(decided)),
    ]),
    ...(whole.length === 0 ? [] : [
      "### Genre by genre",
      "Average precision. A genre's share of the test movies is what the constant predictor gets.",
      markdownTable(genreTable(whole)),
      whole.map(genreWords).join("\n"),
    ]),
    ...(byYear.length === 0 ? [] : [
      "### By year of release",
      "The test movies five years at a time. Macro AP leaves out the genres without a movie in " +
      "them, so read each row against the constant predictor on the same movies.",
      markdownTable(yearTable(byYear)),
    ]),
    "### Charts",
    boardCharts(board).map(show).join("\n\n"),
    "### How the runs were made",
    "Training time without validation, all networks of a run together, though they may have been " +
    "trained at the same time. A command goes on where it was stopped; `<folder>` holds " +
    "the real table and posters (data/README.md).",
    markdownTable(provenanceTable(board)),
  ].join("\n\n");
}

function filterSection(
  series: Parameters<typeof filterTable>[0],
  i: number,
  show: (chart: NamedChart) => string,
): string {
  const { name } = series[0].group;
  return [
    `## Age filter: ${name}${series[0].board.isSample ? " on drawn posters" : ""}`,
    "The same settings on data sets that keep other years. Each has test movies of its own, so " +
    "read each row against its constant predictor.",
    markdownTable(filterTable(series)),
    ...filterCharts(series, `age-filter-${i + 1}`).map(show),
  ].join("\n\n");
}

function genreWords(group: RunGroup): string {
  const { genres } = group.runs[0].metrics.test;
  const never = neverPredicted(group);
  const learned = clearlyLearned(group);
  const hasIntervals = genres.some((row) => row.averagePrecisionInterval);
  const share = formatShare(learned.length / genres.length);
  return `- **${group.name}**: never predicted at the threshold by any seed: ` +
    `${never.join(", ") || "none"}.` +
    (hasIntervals
      ? ` Above the constant predictor with the whole interval, in every seed: ${learned.length} of ` +
        `${genres.length} genres (${share}): ${learned.join(", ") || "none"}.`
      : "");
}
