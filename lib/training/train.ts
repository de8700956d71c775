/**
 * The training loop.
 * @module
 */
import { join } from "node:path";
import { loadPretrainedBackbone } from "../model/load_pretrained_backbone.ts";
import { saveModel } from "../model/model_files.ts";
import { savedPrediction } from "../prediction_config.ts";
import type { BackboneName } from "../setup/backbone_wheels.ts";
import { readCheckpointRecord, restoreCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { type HistoryRow, writeHistory } from "./history.ts";
import { disposeTrainee, initialOutputBias, makeTrainee } from "./make_trainee.ts";
import { networkOf } from "./network_of.ts";
import { renewBatchNorm } from "./precise_batch_norm.ts";
import { trainEpoch } from "./train_epoch.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import type { Trainee } from "./train_step.ts";
import {
  afterValidation,
  INITIAL_STATE,
  isFinished,
  type TrainingState,
} from "./training_state.ts";
import { validate } from "./validate.ts";

/** Folder of the run's best model. */
export function bestModelDir(runDir: string): string {
  return join(runDir, "model");
}

/**
 * Trains the network, from the start or from the run's latest checkpoint, and keeps the weights
 * of the best epoch in `<runDir>/model`.
 * @throws {Error} If the loss is not finite.
 */
export async function train(options: TrainOptions): Promise<TrainOutcome> {
  const { runDir, config } = options;
  const record = await readCheckpointRecord(runDir);
  const trainee = await traineeFor(options, { isFresh: !record });
  try {
    let { state, history } = record ?? { state: INITIAL_STATE, history: [] };
    if (history.length) await restoreCheckpoint(runDir, trainee);

    const checkpoint = () => saveCheckpoint(runDir, trainee, { state, history });
    const validateAndKeep = async (epoch: number, label: string) => {
      const row = await trainee.average.whileAveraged(async () => {
        if (config.preciseBatchNormPosters) {
          await renewBatchNorm(trainee.model, options.train, config, options.decodedDir);
        }
        const row = await historyRow(trainee, options, state, epoch, label);
        state = afterValidation(state, row, config.monitor);
        if (state.bestEpoch === epoch) await keepModel(trainee, options);
        return row;
      });
      history = [...history, row];
      await writeHistory(runDir, history);
      await checkpoint();
      await options.onEpoch?.(row, history);
    };

    // An untrained network's loss is near ln 2, or the constant's: the wiring is right.
    if (!history.length) await validateAndKeep(0, "before training");
    while (!isFinished(state, config)) {
      const epoch = state.epoch + 1;
      state = await trainEpoch(trainee, options, state, async (current) => {
        state = current;
        await checkpoint();
      });
      if (options.signal?.aborted) {
        await checkpoint();
        return { status: "stopped", state, history };
      }
      await validateAndKeep(epoch, `epoch ${epoch}/${config.epochs} validation`);
    }
    return { status: "finished", state, history };
  } finally {
    disposeTrainee(trainee);
  }
}

/** The network as a fresh run starts from it; a resumed one gets its weights from its checkpoint. */
async function traineeFor(
  { config, labels, train }: TrainOptions,
  { isFresh }: { readonly isFresh: boolean },
): Promise<Trainee> {
  const yTrain = train.map((sample) => sample.labels);
  const model = await networkOf(config, labels, initialOutputBias(config, yTrain));
  if (config.pretrained && isFresh) {
    await loadPretrainedBackbone(model, config.architecture as BackboneName);
  }
  return makeTrainee(config, yTrain, model);
}

async function keepModel({ model }: Trainee, options: TrainOptions): Promise<void> {
  const { runDir, labels, config } = options;
  const { imageHeightPx: heightPx, imageWidthPx: widthPx } = config;
  const metadata = { labels, heightPx, widthPx, ...savedPrediction(config) };
  await saveModel(bestModelDir(runDir), model, metadata);
}

async function historyRow(
  { model }: Trainee,
  { config, val, decodedDir, onProgress }: TrainOptions,
  state: TrainingState,
  epoch: number,
  label: string,
): Promise<HistoryRow> {
  const measures = await validate(
    model,
    val,
    config,
    {
      decodedDir,
      onBatch: (done) => onProgress?.({ label, done, total: val.length, unit: "posters" }),
    },
  );
  const isTrained = state.nSeen > 0;
  return {
    epoch,
    step: state.step,
    trainLoss: isTrained ? state.lossSum / state.nSeen : null,
    ...measures,
    seconds: isTrained ? state.seconds : null,
    imagesPerSecond: isTrained ? state.nSeen / state.seconds : null,
    learningRate: isTrained ? state.learningRate : null,
  };
}
