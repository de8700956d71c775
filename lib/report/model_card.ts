/**
 * The page `results/MODEL_CARD.md`, after Mitchell et al. 2019, "Model Cards for Model Reporting".
 * @module
 */
import { MEASURES } from "../evaluation/measures.ts";
import { weightsOrigin } from "../training/run_record.ts";
import { formatCount, formatFixed } from "./format_number.ts";
import { clearlyLearned, neverPredicted, wholeGroups } from "./genre_table.ts";
import { leaderboard } from "./leaderboard.ts";
import { NO_REAL_RUN, SAMPLE_NOTE } from "./results_page.ts";
import type { Board, RunGroup } from "./run_groups.ts";
import { describeOrigin } from "./run_table.ts";
import { markdownTable } from "./text_table.ts";
import { describeFilter } from "./varied_runs.ts";

/** Below this, a genre's average precision is more chance than skill. */
const FEW_MOVIES = 30;

/**
 * The card of the networks on the first board.
 * @param boards What `makeBoards` returned, in its order.
 */
export function modelCard(boards: readonly Board[]): string {
  const board = boards.at(0);
  return [
    "# Model card: movie genres from a poster",
    "Written by `deno task report` from the run folders; do not edit it. The form is that of " +
    "Mitchell et al. (2019), “Model Cards for Model Reporting”.",
    ...(board && !board.isSample ? [] : [NO_REAL_RUN]),
    "## Model details",
    ...(board ? [detailsOf(board)] : ["No run has been evaluated yet."]),
    INTENDED_USE,
    "## Factors",
    factors,
    "## Metrics",
    metricsText(),
    "## Evaluation and training data",
    ...(board ? [dataText(board)] : []),
    "[data/DATA_SHEET.md](../data/DATA_SHEET.md) describes the movies and posters.",
    "## Quantitative analyses",
    ...(board ? quantities(board) : ["None yet."]),
    "## Ethical considerations",
    ETHICS,
    "## Caveats and recommendations",
    caveats,
  ].join("\n\n") + "\n";
}

function detailsOf(board: Board): string {
  const groups = wholeGroups(board).filter(({ isKeras }) => !isKeras);
  return [
    "- **What:** convolutional networks that get one poster and give each genre a probability of " +
    "its own (multi-label; the probabilities do not add up to 1).",
    "- **Made with:** TypeScript on Deno, TensorFlow's kernels through tfjs-node. Saved in the " +
    "standard tfjs format.",
    ...groups.map((group) => `- **${group.name}:** ${architecture(group)}`),
    "- **Licence of code and weights:** MIT. The posters are not part of them." +
    (groups.some(({ runs }) => runs.some(({ record }) => weightsOrigin(record).pretrained))
      ? " Networks that started from EfficientNet-Lite's ImageNet weights are also under the " +
        "[Apache License 2.0](../LICENSES/Apache-2.0.txt)."
      : ""),
    "- **Questions and faults:** the repository's issue tracker.",
  ].join("\n");
}

function architecture({ runs }: RunGroup): string {
  const [{ run, record: { config }, metrics }] = runs;
  if (metrics.members || metrics.averageOf) {
    return `${describeOrigin(metrics)}: [${run}](${run}/config.json).`;
  }
  const epochs = [...new Set(runs.map(({ metrics }) => metrics.bestEpoch))].sort((a, b) => a - b);
  return `posters squeezed to ${config.imageHeightPx}x${config.imageWidthPx} pixels; ` +
    `preset \`${config.preset}\`, batch size ${config.batchSize}, learning rate ` +
    `${config.learningRate}, loss \`${config.loss}\`, at most ${config.epochs} epochs; ` +
    (metrics.networks
      ? `mean of ${metrics.networks} networks, each with the weights of its best epoch on the ` +
        "validation part; "
      : `weights of epoch ${epochs.join(", ")}, the best on the validation part; `) +
    `${runs.length === 1 ? "1 seed" : `${runs.length} seeds`}. Every value: ` +
    runs.map(({ run }) => `[${run}](${run}/config.json)`).join(", ") + ".";
}

/** What such a network is for, and what it is not for. */
export const INTENDED_USE: string = `## Intended use

- To study, and to teach, what a poster alone tells about a movie's genres, and how multi-label
  results are measured beside baselines.
- To compare with other methods on the same split.

**Not intended:** to label a catalogue without a person checking, to recommend or rate movies, to
decide who may see a movie or whether it is fit for children, or to judge the people on a poster.
The network says which genres go with such a picture in this table; it does not know the movie.`;

const factors =
  `- **Genre frequency.** Drama stands on about half of the movies from 2000 on. Frequent genres
  are learned first; rare ones are hardly ever predicted at a threshold of 0.5.
- **Year of release.** The age filter decides whose style of poster is learned.
- **Language and country.** IMDb's table favours English-language titles and the market of the United
  States; posters of other countries are fewer, and genres look different there.
- **The picture itself.** About a quarter of the posters are another picture of the same movie than
  the one the table's address served, often a later one. Some are grey.
- **Size.** Posters are small and are squeezed to a square in the original network: faces get wide.`;

function metricsText(): string {
  const names = MEASURES.map(({ name, direction }) => `${name} (${direction} is better)`);
  return `${names.join(", ")}. Hamming loss, one-error and coverage are the original's three. ` +
    "Because most labels are 0, a low Hamming loss or a high accuracy means little: the constant " +
    "predictor stands in every table. The threshold is 0.5 as in the original and was not chosen " +
    "on the test part. Intervals are 95 % bootstrap intervals over movies; mean ± sd is over seeds.";
}

/** Which movies a board's runs learned from, and which they were measured on. */
export function dataText(board: Board): string {
  const { dataset, nTrain, nTest, data } = board;
  return `Data set \`${dataset}\`: ${describeFilter(board)}; ${
    formatCount(nTrain)
  } movies to train ` +
    `on, ${formatCount(data?.partSizes.val ?? board.groups[0].runs[0].metrics.val.nSamples)} to ` +
    `choose on, ${formatCount(nTest)} to test on, stratified over all genres. Movies with ` +
    "byte-identical posters are in one part.";
}

function quantities(board: Board): string[] {
  const groups = wholeGroups(board).filter(({ isKeras }) => !isKeras);
  return [
    ...(board.isSample ? [SAMPLE_NOTE] : []),
    markdownTable(leaderboard({ ...board, groups })),
    ...groups.map(genreAnalysis),
    "All tables and charts: [README.md](README.md).",
  ];
}

/** What is known of the genres one by one, and what is not. */
export function genreAnalysis(group: RunGroup): string {
  const { genres, reliability } = group.runs[0].metrics.test;
  const few = genres.filter(({ support }) => support < FEW_MOVIES);
  const learned = clearlyLearned(group);
  const hasIntervals = genres.some((row) => row.averagePrecisionInterval);
  return [
    `**${group.name}**`,
    "",
    `- Never predicted at the threshold, by any seed: ${
      neverPredicted(group).join(", ") || "none"
    }.`,
    ...(hasIntervals
      ? [
        "- Ranked better than by the constant predictor beyond the draw of movies, in every seed: " +
        `${learned.join(", ") || "none"}.`,
      ]
      : []),
    `- Fewer than ${FEW_MOVIES} test movies, so next to nothing is known: ` +
    `${few.map(({ genre, support }) => `${genre} (${support})`).join(", ") || "none"}.`,
    `- Expected calibration error over all labels, first seed: ${
      formatFixed(reliability.expectedCalibrationError, 4)
    }.`,
  ].join("\n");
}

/** What to keep in mind of posters and genres. */
export const ETHICS: string =
  `- Posters are advertising. They repeat what their makers think a genre looks like, clichés about
  sex, age and skin colour included, and the network learns those. It must not be used to say
  anything about a person.
- Genres are opinions of IMDb's editors and users, at most three a movie.
- The posters are the studios' works and were used for research only. None of them, and no row of the
  table, is published here; weights, counts and measures may be.`;

const caveats =
  `- The figures reported by the original are of test movies that were never published. Equal figures
  do not prove an equal network.
- Intervals over movies and spread over seeds are two things; no figure here has both in one.
- The split is random: posters of one series or one studio can be on both sides of it unless they
  are byte-identical. Expect less on posters of other sources or later years.
- Look at the genre's row before you trust a genre, and choose a threshold on your own validation
  movies before you use labels instead of probabilities.`;
