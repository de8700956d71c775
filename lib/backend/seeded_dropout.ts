/**
 * Dropout with a mask that is drawn natively and follows from a seed.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { nativeKeepMask } from "./native_random.ts";
import { hasNativeOps } from "./native_backend.ts";

/**
 * Inverted dropout, as Keras' `Dropout`: while training, each activation is set to 0 with
 * probability `rate`, the others are multiplied by 1 / (1 - rate). With `noiseShape`, activations
 * are dropped together.
 *
 * tfjs's own layer draws its mask in JavaScript, and given a seed it draws the same mask at every
 * call. This one takes a new seed for each step through {@linkcode SeededDropout.maskSeed}. It is
 * registered as `Dropout`, so that models are saved in the standard format and load anywhere.
 */
export class SeededDropout extends tf.layers.Layer {
  /** The standard layer's name, under which models are saved. */
  static className = "Dropout";
  /** Probability of an activation to be dropped, in [0, 1). */
  readonly rate: number;
  /** Shape of the mask, null for a side of the input; values share a draw along sides of 1. */
  readonly noiseShape?: readonly (number | null)[];
  /** Two 32-bit integers that decide the next mask; set before each training step. */
  maskSeed: readonly [number, number] | null = null;
  /** The same as a tensor, int32, which then decides; for what is run as a graph. */
  maskSeedTensor: tf.Tensor1D | null = null;

  /** Makes the layer. @throws {RangeError} If the rate is outside [0, 1). */
  constructor(
    config: {
      readonly name?: string;
      readonly rate: number;
      readonly noiseShape?: readonly (number | null)[] | null;
    },
  ) {
    super({ name: config.name });
    if (!(config.rate >= 0 && config.rate < 1)) {
      throw new RangeError(`rate must be in [0, 1): current value is ${config.rate}`);
    }
    this.rate = config.rate;
    this.noiseShape = config.noiseShape ?? undefined;
  }

  /** Drops activations while training, else passes them on; any shape. */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { readonly training?: boolean },
  ): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs.training || this.rate === 0) return input.clone();
    const shape = this.noiseShape?.map((side, i) => side ?? input.shape[i]) ?? input.shape;
    return tf.tidy(() => input.mul(this.keepMask(shape).mul(1 / (1 - this.rate))));
  }

  /**
   * Draws this step's mask: 1 for what is kept, else 0, float32.
   * @throws {Error} If the step has no seed yet.
   */
  keepMask(shape: number[]): tf.Tensor {
    const { maskSeed, maskSeedTensor, rate } = this;
    if (!maskSeed) {
      throw new Error(`Layer ${this.name} needs a mask seed: set maskSeed before a training step`);
    }
    if (hasNativeOps()) return nativeKeepMask(shape, rate, maskSeedTensor ?? maskSeed);
    return tf.tidy(() =>
      tf.randomUniform(shape, 0, 1, "float32", maskSeed.join()).greaterEqual(rate).cast("float32")
    );
  }

  /** The input's shape. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  /** What is saved of the layer. */
  override getConfig(): tf.serialization.ConfigDict {
    const { rate, noiseShape } = this;
    return { ...super.getConfig(), rate, ...(noiseShape && { noiseShape: [...noiseShape] }) };
  }
}
tf.serialization.registerClass(SeededDropout);

/** The model's dropout layers, in its order. */
export function dropoutLayers(model: tf.LayersModel): SeededDropout[] {
  return model.layers.filter((layer) => layer instanceof SeededDropout);
}
