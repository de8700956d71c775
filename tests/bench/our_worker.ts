/** Our side of the benchmarks, by the functions that commands and notebooks call too. */
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import {
  type PosterBatch,
  posterBatches,
  type PosterBatchOptions,
} from "../../lib/dataset/batches.ts";
import type { RunConfig } from "../../lib/config.ts";
import type { PartSample } from "../../lib/dataset/part_samples.ts";
import { buildModel } from "../../lib/model/build_model.ts";
import { meanOfModels } from "../../lib/model/join_models.ts";
import { predictScores } from "../../lib/model/predict.ts";
import { predictFiles } from "../../lib/model/predict_files.ts";
import { savedPrediction } from "../../lib/prediction_config.ts";
import { makePrng } from "../../lib/random.ts";
import { makeTrainee } from "../../lib/training/make_trainee.ts";
import { memberConfig } from "../../lib/training/member_config.ts";
import { environmentRecord } from "../../lib/training/run_record.ts";
import { trainEpoch } from "../../lib/training/train_epoch.ts";
import { type Trainee, trainStep } from "../../lib/training/train_step.ts";
import { INITIAL_STATE } from "../../lib/training/training_state.ts";
import type { WorkerSettings } from "./messages.ts";
import { serveJobs, type WorkerJobs } from "./serve_jobs.ts";

const nWarmUpSteps = 3;

const makeJobs = { training, inference, predict, pipeline };

await serveJobs(async (settings) => {
  const backend = await chooseBackend("tensorflow");
  const environment = await environmentRecord(backend);
  const jobs = await makeJobs[settings.benchmark](settings);
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  const versions = {
    Deno: Deno.version.deno,
    tfjs: tf.version_core,
    TensorFlow: binding.TF_Version,
  };
  return { ...jobs, versions, environment };
});

async function training(settings: WorkerSettings): Promise<WorkerJobs> {
  const { config, nLabels, nSteps } = settings;
  const trainee = makeTrainee(config, randomLabels(nLabels, config.batchSize, config.seed));
  const batches = batchesInMemory(settings);
  const train = (nSteps: number) => trainOn(inTurn(batches, nSteps), trainee, settings);
  await train(nWarmUpSteps);
  return { nParameters: trainee.model.countParams(), jobs: { train: () => train(nSteps) } };
}

async function inference(settings: WorkerSettings): Promise<WorkerJobs> {
  const { config, nLabels } = settings;
  const model = predictor(config, nLabels);
  const batches = batchesInMemory(settings);
  const predict = async (nSteps: number) => {
    const images = clones(inTurn(batches, nSteps));
    const { scores } = await predictScores(model, images, undefined, savedPrediction(config));
    return scores.length;
  };
  await predict(nWarmUpSteps);
  return { nParameters: model.countParams(), jobs: { predict: () => predict(settings.nSteps) } };
}

async function predict({ config, nLabels, posterFiles }: WorkerSettings): Promise<WorkerJobs> {
  const model = predictor(config, nLabels);
  const labels = Array.from({ length: nLabels }, (_, i) => `genre ${i + 1}`);
  const { imageHeightPx: heightPx, imageWidthPx: widthPx } = config;
  const metadata = { labels, heightPx, widthPx, ...savedPrediction(config) };
  const predictAll = async () => {
    let nImages = 0;
    for await (
      const prediction of predictFiles(model, metadata, posterFiles)
    ) {
      if ("error" in prediction) throw new Error(prediction.error);
      nImages++;
    }
    return nImages;
  };
  await predictAll();
  return { nParameters: model.countParams(), jobs: { predict: predictAll } };
}

/** The network, or the mean of several that were tuned from the same weights. */
function predictor(config: RunConfig, nLabels: number): tf.LayersModel {
  const { ensembleSize } = config;
  const networks = Array.from(
    { length: ensembleSize },
    (_, i) => buildModel(ensembleSize > 1 ? memberConfig(config, i + 1) : config, nLabels),
  );
  const [first, ...others] = networks;
  if (!others.length) return first;
  // What does not learn is the same in all, and nothing else.
  for (const { layers } of others) {
    layers.forEach((layer, i) => {
      if (!layer.trainable) layer.setWeights(first.layers[i].getWeights());
    });
  }
  return meanOfModels(networks);
}

async function pipeline(settings: WorkerSettings): Promise<WorkerJobs> {
  const { config, nLabels, posterFiles, cacheDir } = settings;
  const yTrain = randomLabels(nLabels, posterFiles.length, config.seed);
  const samples: PartSample[] = posterFiles.map((posterFile, imdbId) => ({
    imdbId,
    posterFile,
    labels: yTrain[imdbId],
  }));
  const decodedDir = join(cacheDir!, "decoded");
  const { imageHeightPx: heightPx, imageWidthPx: widthPx, batchSize } = config;
  const readAll = async (options: Pick<PosterBatchOptions, "decodedDir">) => {
    let nImages = 0;
    for await (
      const batch of posterBatches(samples, { heightPx, widthPx, batchSize, ...options })
    ) {
      nImages += batch.imdbIds.length;
      tf.dispose([batch.images, batch.labels]);
    }
    return nImages;
  };
  const trainee = makeTrainee(config, yTrain);
  const trainFromDisk = async (options: Pick<PosterBatchOptions, "decodedDir">) => {
    const { nSeen } = await trainEpoch(
      trainee,
      { runDir: "", config, labels: [], train: samples, val: [], ...options },
      INITIAL_STATE,
      () => Promise.resolve(),
    );
    return nSeen;
  };
  const batches = batchesInMemory(settings);
  const trainFromMemory = (nSteps = samples.length / config.batchSize) =>
    trainOn(inTurn(batches, nSteps), trainee, settings);
  // Decodes and keeps: from here on, what was kept is only read.
  await readAll({ decodedDir });
  await trainFromMemory(nWarmUpSteps);
  return {
    nParameters: trainee.model.countParams(),
    jobs: {
      decode: () => readAll({}),
      readDecoded: () => readAll({ decodedDir }),
      trainDecoding: () => trainFromDisk({}),
      trainFromDecoded: () => trainFromDisk({ decodedDir }),
      trainFromMemory: () => trainFromMemory(),
    },
  };
}

/** A training step on every batch; returns the number of pictures. */
async function trainOn(
  batches: Iterable<PosterBatch>,
  trainee: Trainee,
  { config: { seed, learningRate } }: WorkerSettings,
): Promise<number> {
  let nImages = 0;
  for (const batch of batches) {
    await trainStep(trainee, [batch], { seed, learningRate });
    nImages += batch.imdbIds.length;
    await tf.nextFrame();
  }
  return nImages;
}

function randomLabels(nLabels: number, nSamples: number, seed: number): Uint8Array[] {
  const prng = makePrng(seed);
  return Array.from(
    { length: nSamples },
    () => Uint8Array.from({ length: nLabels }, () => Number(prng.chance(0.08))),
  );
}

function batchesInMemory({ config, nLabels, nBatchesInMemory }: WorkerSettings): PosterBatch[] {
  const { batchSize, imageHeightPx, imageWidthPx, seed } = config;
  return Array.from({ length: nBatchesInMemory }, (_, i) => ({
    imdbIds: Array.from({ length: batchSize }, (_, j) => j),
    images: tf.randomUniform(
      [batchSize, imageHeightPx, imageWidthPx, 3],
      0,
      1,
      "float32",
      seed + i,
    ),
    labels: tf.tensor2d(randomLabels(nLabels, batchSize, seed + i).map((row) => [...row])),
    end: batchSize,
  }));
}

/** The batches one after another, from the start again when they are through. */
function* inTurn(batches: readonly PosterBatch[], nSteps: number): Generator<PosterBatch> {
  for (let step = 0; step < nSteps; step++) yield batches[step % batches.length];
}

/** Copies that share the data, for a function that disposes of what it is given. */
async function* clones(batches: Iterable<PosterBatch>): AsyncGenerator<PosterBatch> {
  for (const batch of batches) {
    yield { ...batch, images: batch.images.clone(), labels: batch.labels.clone() };
  }
}
