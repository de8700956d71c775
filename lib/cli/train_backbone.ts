/**
 * `deno task train-backbone`: trains a head on the features of any tfjs network.
 * @module
 */
import { Option } from "commander";
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import type { RunConfig } from "../config.ts";
import { prepareDataset } from "../dataset/data_source.ts";
import { headRun, headRunName } from "../evaluation/head_run.ts";
import { INPUT_SCALINGS, type InputScaling } from "../model/input_scaling.ts";
import { loadFeatureExtractor } from "../model/load_feature_extractor.ts";
import { runCharts, writeRunCharts } from "../report/run_charts.ts";
import { describeHistoryRow } from "../training/describe_history_row.ts";
import { HEAD_SETTINGS, makeHeadConfig } from "../training/head_config.ts";
import { runDirOf } from "../training/train_run.ts";
import { mainOf } from "./main_of.ts";
import {
  addDataOptions,
  type DataOptions,
  datasetSettingsOf,
  newCommand,
  parseInteger,
  parseSetting,
  sourceOf,
} from "./options.ts";
import { printRunTable } from "./print_run_table.ts";
import { terminalProgress } from "./terminal_progress.ts";

interface BackboneOptions extends DataOptions {
  readonly backbone: string;
  readonly scaling: InputScaling;
  readonly layer?: string;
  readonly hidden: number;
  readonly epochs: number;
  readonly patience: number;
  readonly seed: number;
  readonly run: string;
  readonly set: Partial<RunConfig>;
}

await mainOf(async () => {
  const command = newCommand(
    "train-backbone",
    "Trains a head on the features of a network in the tfjs format, and measures it. The features " +
      "are computed once and kept.",
  );
  addDataOptions(command)
    .requiredOption(
      "--backbone <folder|address>",
      "folder with model.json and its shards, or the http(s) address of the model.json",
    )
    .addOption(
      new Option(
        "--scaling <range>",
        "pixels that the network was trained on: unit [0, 1], symmetric [-1, 1], imagenet " +
          "(less mean, by standard deviation), bytes [0, 255]",
      ).choices(INPUT_SCALINGS).default("symmetric"),
    )
    .option(
      "--layer <name>",
      "layer or node whose output is taken; by default the last maps below a classifier, else the " +
        "output",
    )
    .option("--hidden <units>", "units of a hidden layer; 0 for none", parseInteger, 0)
    .option("--epochs <number>", "epochs at most", parseInteger, HEAD_SETTINGS.epochs)
    .option(
      "--patience <epochs>",
      "stop after so many epochs without a lower validation loss",
      parseInteger,
      HEAD_SETTINGS.patienceEpochs,
    )
    .option("--seed <number>", "seed of weights, shuffles and dropout", parseInteger, 1)
    .option(
      "--run <name>",
      "name of the run under results/; <data set>-head-on-<network>-seed<seed> by default",
      "",
    )
    .option(
      "--set <key=value>",
      "any other setting of lib/run_config.ts that a head has, such as learningRate, batchSize, " +
        "denseDropoutRate, or imageHeightPx for a network that takes any size; may be repeated",
      parseSetting,
      {},
    )
    .parse(Deno.args, { from: "user" });
  const options = command.opts<BackboneOptions>();
  const { backbone: location, scaling, layer, hidden, seed } = options;
  const source = sourceOf(options);
  const config = makeHeadConfig({
    epochs: options.epochs,
    patienceEpochs: options.patience,
    seed,
    ...options.set,
  });
  const backend = await chooseBackend();
  console.log(`Backend: ${describeBackend(backend)}`);
  const extractor = await loadFeatureExtractor(location, {
    scaling,
    imageSize: { heightPx: config.imageHeightPx, widthPx: config.imageWidthPx },
    layer,
  });
  const { nFeatures, heightPx, widthPx } = extractor;
  console.log(
    `Network ${extractor.name} (${extractor.format}): ${nFeatures} features from ` +
      `"${extractor.layer}", posters squeezed to ${heightPx}x${widthPx}, pixels ${scaling}.`,
  );
  const onProgress = terminalProgress();
  await prepareDataset(source, { ...datasetSettingsOf(options), onProgress });
  const runDir = runDirOf(source, config, options.run || headRunName(source, extractor, seed));
  const evaluated = await headRun({
    source,
    runDir,
    config,
    extractor,
    hiddenUnits: hidden,
    backend,
    onProgress,
    onEpoch: (row) => console.log(describeHistoryRow(row)),
  });
  await writeRunCharts(runDir, await runCharts(runDir, evaluated));
  printRunTable(evaluated.metrics);
  console.log(`\nBest epoch: ${evaluated.metrics.bestEpoch}. The run is in ${runDir}`);
  if (extractor.model) {
    console.log(
      `Next: tune its last layers with deno task train --preset tune --start-from ${runDir} ` +
        "--set 'frozenBefore=<layer>'.",
    );
  }
});
