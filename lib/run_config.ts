/**
 * What a run's configuration consists of.
 * @module
 */
import type { AugmentationConfig } from "./augmentation_config.ts";
import type { AuxiliaryConfig } from "./auxiliary_config.ts";
import type { ComputationConfig } from "./computation_config.ts";
import type { FineTuningConfig } from "./fine_tuning_config.ts";
import type { LossConfig } from "./loss_config.ts";
import type { PredictionConfig } from "./prediction_config.ts";

/** Everything that decides what a run does; written to `results/<run>/config.json`. */
export interface RunConfig
  extends
    AugmentationConfig,
    AuxiliaryConfig,
    ComputationConfig,
    FineTuningConfig,
    LossConfig,
    PredictionConfig {
  /** Name of the preset that the values started from. */
  readonly preset: string;
  /**
   * Governs initial weights, shuffles, dropout masks and augmentation. The split has a seed of its
   * own.
   */
  readonly seed: number;
  /**
   * Networks that the run trains, each with a seed of its own; the run's probabilities are the
   * means of theirs (deep ensemble, Lakshminarayanan et al. 2017).
   */
  readonly ensembleSize: number;
  /**
   * Share of the training part that is trained on, in (0, 1]: smaller shares are inside larger
   * ones and keep the genres' frequencies. Validation and test part stay whole.
   */
  readonly trainShare: number;
  /** Passes over the training part, at most. */
  readonly epochs: number;
  /** Stop after this many epochs without a better {@linkcode RunConfig.monitor}. */
  readonly patienceEpochs: number;
  /**
   * What the best epoch is best in. Losses that reward a good ranking with bad probabilities, such
   * as `asymmetric`, need `valMacroAp`.
   */
  readonly monitor: "valLoss" | "valMacroAp";
  /** Posters that go through the network at once. */
  readonly batchSize: number;
  /** Batches in one update: more posters in an update than memory has room for. */
  readonly accumulationSteps: number;
  /**
   * `adam` updates everything by Adam, or AdamW; `muon` the kernels before the output layer by Muon
   * (Jordan et al. 2024), which learns more in an epoch of a network that starts from random weights.
   */
  readonly optimizer: "adam" | "muon";
  /** The optimizer's step size; its highest value where a schedule changes it. */
  readonly learningRate: number;
  /**
   * How the learning rate runs: always the same; up from 0, then down to 0 along a cosine; or up
   * from a 25th and down to next to nothing, both along a cosine (Smith and Topin 2019).
   */
  readonly learningRateSchedule: "constant" | "warmupCosine" | "oneCycle";
  /**
   * Epochs over which a schedule is spread, for a run that ends while its learning rate is still
   * high; 0 for `epochs`.
   */
  readonly scheduleEpochs: number;
  /** Share of all updates during which a schedule's learning rate rises. */
  readonly warmupShare: number;
  /** Share of a kernel that an update takes off, times the learning rate (AdamW); 0 is Adam. */
  readonly weightDecay: number;
  /** Largest Euclidean norm of each variable's gradient, as Keras' `clipnorm`; 0 is no limit. */
  readonly clipNorm: number;
  /** Largest Euclidean norm of all gradients as one, as `global_clipnorm`; 0 is no limit. */
  readonly clipGlobalNorm: number;
  /**
   * Share that the moving average of the weights keeps at each update; the averaged weights are
   * then validated and kept. 0 is no average.
   */
  readonly emaDecay: number;
  /** Height to which posters are squeezed. */
  readonly imageHeightPx: number;
  /** Width to which posters are squeezed. */
  readonly imageWidthPx: number;
  /**
   * The network: the original's (`posterCnn`), a residual one, one of the EfficientNet-Lite
   * family, or the `saved` one of {@linkcode FineTuningConfig.startFrom}.
   */
  readonly architecture:
    | "posterCnn"
    | "residualCnn"
    | "efficientnetLite0"
    | "efficientnetLite1"
    | "efficientnetLite2"
    | "saved";
  /**
   * Whether batch normalization keeps its statistics, scales and offsets as they are. Pretrained
   * weights may be tuned so; a network that starts untrained needs the batches' own statistics.
   */
  readonly frozenBatchNorm: boolean;
  /**
   * Number of training posters, as they are and in the sizes of prediction, from which batch
   * normalization takes its averages anew before each validation (precise batch normalization, Wu
   * and Johnson 2021); 0 keeps the moving averages. Those are of varied and mixed posters, of the
   * sizes of training, and of other weights than the averaged ones.
   */
  readonly preciseBatchNormPosters: number;
  /**
   * Original: filters of each 3x3 convolution; every one is followed by 2x2 max-pooling and dropout.
   */
  readonly convFilters: readonly number[];
  /** Original: share of activations dropped after each pooling. */
  readonly convDropoutRate: number;
  /** Original: units of the hidden dense layer. */
  readonly denseUnits: number;
  /** Share of activations dropped before the output layer. */
  readonly denseDropoutRate: number;
  /**
   * Networks with blocks: share of a batch's pictures for which a block is left out in training
   * (stochastic depth), growing with depth from 0 to this; 0 is off.
   */
  readonly stochasticDepthRate: number;
  /** Residual network: filters of each block; from the second on each halves height and width. */
  readonly residualFilters: readonly number[];
  /**
   * Residual network: filters of a further convolution at the very start, which takes the stem's
   * step of 2 (a deeper stem, He et al. 2019); 0 is none.
   */
  readonly residualStemFilters: number;
  /**
   * Residual network: whether skips that halve height and width take means of 2x2 pixels instead of
   * every second one (ResNet-D, He et al. 2019).
   */
  readonly residualPooledSkips: boolean;
  /**
   * Bias of the outputs at the start: `zeros` as in the original, or `logOdds`, with which the
   * untrained network is about the constant predictor and no epoch is spent on getting there.
   */
  readonly outputBias: "zeros" | "logOdds";
  /** A genre counts as predicted where its probability is above this. */
  readonly threshold: number;
}
