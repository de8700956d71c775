/**
 * Batch normalization that trains by TensorFlow's fused kernels.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { nativeBatchNorm, nativeFrozenBatchNorm } from "./batch_norm_ops.ts";
import { hasNativeOps } from "./native_backend.ts";
import { isRecording } from "./record_graph.ts";
import { type FloatType } from "./run_native_op.ts";

type BatchNormalizationConfig = Parameters<typeof tf.layers.batchNormalization>[0];

/** tfjs exports the layer's maker, but not its class. */
const StockBatchNormalization = tf.layers.batchNormalization()
  .constructor as typeof tf.layers.Layer;

/** A factor and an offset for each channel. */
export interface FixedTransform {
  /** Shape [channels]. */
  readonly scale: tf.Tensor1D;
  /** Shape [channels]. */
  readonly offset: tf.Tensor1D;
}

/**
 * Batch normalization, as Keras' `BatchNormalization`: while training, by the batch's own mean and
 * variance, which moving averages follow; else by those averages. A layer that is not trainable is
 * frozen: it always uses the averages and never changes them.
 *
 * tfjs's own layer composes the training step from a dozen passes over the maps, and trains on even
 * when frozen. This one is registered under the same name, so that models are saved in the standard
 * format and load anywhere. Other backends, and inputs that are no maps with channels last, compute
 * as tfjs does.
 */
export class FusedBatchNormalization extends StockBatchNormalization {
  /** The standard layer's name, under which models are saved. */
  static className = "BatchNormalization";
  /** Whether it has scale and offset and normalizes maps with channels last. */
  readonly isPlain: boolean;
  /** Share that the moving averages keep at each training step, as the standard layer has it. */
  declare momentum: number;
  readonly #epsilon: number;
  #fixed: (FixedTransform & { readonly madeFrom: readonly object[] }) | undefined;

  /** Makes the layer from what Keras' layer takes. */
  constructor(config: NonNullable<BatchNormalizationConfig> = {}) {
    super(config);
    const { axis = -1, epsilon = 1e-3, center = true, scale = true } = config;
    this.#epsilon = epsilon;
    this.isPlain = (axis === -1 || axis === 3) && center && scale;
  }

  /** Normalizes; the shape stays. */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { readonly training?: boolean },
  ): tf.Tensor | tf.Tensor[] {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const isTraining = Boolean(kwargs.training) && this.trainable;
    if (!hasNativeOps() || !this.isPlain || x.rank !== 4 || x.dtype !== "float32") {
      return super.call(inputs, { ...kwargs, training: isTraining });
    }
    if (isTraining) return this.normalizeByBatch(x as tf.Tensor4D);
    if (this.trainable) return super.call(inputs, kwargs);
    const [gamma, beta, mean, variance] = this.getWeights();
    return nativeFrozenBatchNorm(
      x as tf.Tensor4D,
      [gamma, beta, mean, variance],
      this.#epsilon,
    );
  }

  /**
   * Normalizes maps by their own statistics, as in training, and lets the averages follow. On the
   * backend `tensorflow` alone.
   * @param x Shape [batch, height, width, channels], of numbers as `precision` says.
   * @returns Shape and type of `x`.
   */
  normalizeByBatch(x: tf.Tensor4D, precision: FloatType = "FLOAT"): tf.Tensor4D {
    // The variables themselves, so that gradients reach them.
    const [gamma, beta, mean, variance] = this.getWeights() as tf.Variable<tf.Rank.R1>[];
    return nativeBatchNorm(x, gamma, beta, this.#epsilon, (batch) => {
      this.#follow(mean, batch.mean);
      this.#follow(variance, batch.variance);
    }, precision);
  }

  /**
   * What the moving averages make of a channel: x * scale + offset. Only for a plain layer. A
   * frozen layer computes the tensors once and keeps them until a weight changes; they are its own
   * (not in a recorded graph, which must follow from the weights).
   * @returns Scale and offset, each of shape [channels].
   */
  fixedTransform(): FixedTransform {
    if (this.trainable || isRecording()) return this.#computeFixed();
    const madeFrom = this.getWeights().map(({ dataId }) => dataId);
    if (!this.#fixed || madeFrom.some((id, i) => id !== this.#fixed!.madeFrom[i])) {
      this.#disposeFixed();
      const [scale, offset] = tf.tidy(() => {
        const { scale, offset } = this.#computeFixed();
        return [tf.keep(scale), tf.keep(offset)];
      });
      this.#fixed = { scale, offset, madeFrom };
    }
    return this.#fixed;
  }

  #computeFixed(): FixedTransform {
    // The variables themselves, so that gradients reach them.
    const [gamma, beta, mean, variance] = this.getWeights() as tf.Tensor1D[];
    const scale = gamma.div<tf.Tensor1D>(variance.add(this.#epsilon).sqrt());
    return { scale, offset: beta.sub(mean.mul(scale)) };
  }

  /** Frees the weights and what was computed from them. */
  override dispose(): ReturnType<tf.layers.Layer["dispose"]> {
    this.#disposeFixed();
    return super.dispose();
  }

  #disposeFixed(): void {
    if (this.#fixed) tf.dispose([this.#fixed.scale, this.#fixed.offset]);
    this.#fixed = undefined;
  }

  #follow(average: tf.Variable<tf.Rank.R1>, value: tf.Tensor1D): void {
    tf.tidy(() =>
      average.assign(average.mul<tf.Tensor1D>(this.momentum).add(value.mul(1 - this.momentum)))
    );
  }
}
tf.serialization.registerClass(FusedBatchNormalization);

/** The model's batch normalization layers, in its order. */
export function batchNormalizationLayers(model: tf.LayersModel): FusedBatchNormalization[] {
  return model.layers.filter((layer) => layer instanceof FusedBatchNormalization);
}
