/**
 * The page `results/ABLATION.md`.
 * @module
 */
import type { MeasureIntervals } from "../evaluation/bootstrap.ts";
import type { MeasureKey } from "../evaluation/measures.ts";
import { measureOf } from "../evaluation/measures.ts";
import {
  type AblationBoard,
  type AblationResult,
  type AblationRun,
  changeNameOf,
} from "./ablation_steps.ts";
import { formatCount, formatInterval, NO_VALUE } from "./format_number.ts";
import { formatDifferenceOverSeeds, formatOverSeeds } from "./over_seeds.ts";
import { trainingTime } from "./provenance_table.ts";
import { measureDigits, measureHeader } from "./results_table.ts";
import { SAMPLE_NOTE } from "./results_page.ts";
import { markdownTable, type TextTable } from "./text_table.ts";

/** Measures of the page, in order. */
export const ABLATION_MEASURES: readonly MeasureKey[] = [
  "hammingLoss",
  "oneError",
  "coverage",
  "lrap",
  "macroAp",
  "binaryCrossEntropy",
];

/** Measures whose difference to the run compared with is shown. */
const differences: readonly MeasureKey[] = ["macroAp", "lrap"];

/** What stands where no run of the ablation is there. */
export const NO_ABLATION = "No run of the ablation is here yet (`deno task ablation`).";

const intro = `# Ablation: one change at a time

How the best network was found. Written by \`deno task report\` from the run folders beside this page;
do not edit it.

**All figures are of the validation part**, with the weights of the epoch that was best on it. They
are therefore a little too good, and the more so the more runs were compared: they are for choosing
between these rows and for nothing else. The test part was not looked at for any of them; its figures
are in [README.md](README.md). ↓ lower is better, ↑ higher is better.

- A row differs from the row that it is compared with by the change that it names. Rows that did not
  help stay.
- **Difference**: the row minus the one that it is compared with, on the same validation movies. An
  interval without 0 is a difference that the draw of movies does not explain; another seed may
  still undo it.
- **Epochs** are few in most rows. What slows learning down, as augmentation and regularisation do,
  cannot pay there yet: whole recipes and longer rows show whether it does.
- **[low, high]**: 95 % bootstrap interval over the validation movies, where there is one seed;
  **mean ± sd**: over the seeds, where there are several.
- **constant**: gives each genre's frequency in the training part to every poster, and never looks
  at one.
- Macro AP is what others call mAP. Training time is without validation, all seeds and networks
  together, though a run's networks may have been trained at the same time; it depends on the
  machine.
`;

/** The page for these boards. */
export function ablationPage(boards: readonly AblationBoard[]): string {
  const sections = boards.length ? boards.map(boardSection) : [NO_ABLATION];
  return [intro, ...sections].map((part) => part.trim()).join("\n\n") + "\n";
}

function boardSection({ dataset, isSample, steps }: AblationBoard): string {
  const [{ results: [{ runs: [{ metrics }] }] }] = steps;
  return [
    `## Data set \`${dataset}\``,
    ...(isSample ? [SAMPLE_NOTE] : []),
    `${formatCount(metrics.nTrain)} movies to train on, ${
      formatCount(metrics.nSamples)
    } to choose by.`,
    "### Baseline",
    markdownTable(baselineTable(metrics.constant)),
    ...steps.flatMap(({ title, results }) => [
      `### ${title[0].toUpperCase()}${title.slice(1)}`,
      markdownTable(stepTable(results)),
    ]),
  ].join("\n\n");
}

function baselineTable(constant: MeasureIntervals): TextTable {
  return {
    headers: ["Predictor", ...ABLATION_MEASURES.map(measureHeader)],
    alignments: ["left", ...ABLATION_MEASURES.map(() => "right" as const)],
    rows: [[
      "constant",
      ...ABLATION_MEASURES.map((key) => formatInterval(constant[key], measureDigits(key))),
    ]],
  };
}

/** One row a change. */
export function stepTable(results: readonly AblationResult[]): TextTable {
  const words = ["Run", "Change", "Compared with"];
  const numbers = [
    "Seeds",
    ...ABLATION_MEASURES.map(measureHeader),
    ...differences.map((key) => `Difference in ${measureOf(key).name}`),
    "Epochs",
    "Training",
  ];
  return {
    headers: [...words, ...numbers],
    alignments: [...words.map(() => "left" as const), ...numbers.map(() => "right" as const)],
    rows: results.map(({ name, change, runs }) => [
      name,
      change,
      comparedWith(runs),
      `${runs.length}`,
      ...ABLATION_MEASURES.map((key) =>
        formatOverSeeds(runs.map(({ metrics }) => metrics.measures[key]), measureDigits(key))
      ),
      ...differences.map((key) => difference(runs, key)),
      distinct(runs.map(epochs)),
      trainingTime({ history: runs.flatMap(({ history }) => history) }),
    ]),
  };
}

function comparedWith(runs: readonly AblationRun[]): string {
  return distinct(runs.map(({ metrics: { dataset, comparison } }) => {
    if (!comparison) return NO_VALUE;
    return comparison.run === null ? "constant" : changeNameOf(comparison.run, dataset);
  }));
}

function difference(runs: readonly AblationRun[], key: MeasureKey): string {
  const values = runs.flatMap(({ metrics: { comparison } }) => comparison?.difference[key] ?? []);
  return values.length ? formatDifferenceOverSeeds(values, measureDigits(key)) : NO_VALUE;
}

/** `3, best 2`; a run that is made of others was trained for no epoch of its own. */
function epochs({ metrics: { epochs, bestEpoch, members, weightsOf } }: AblationRun): string {
  return members || weightsOf ? NO_VALUE : `${epochs}, best ${bestEpoch}`;
}

function distinct(words: readonly string[]): string {
  return [...new Set(words)].join("; ");
}
