/**
 * ReLU with an upper limit, in one pass where there is an op for it.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { relu6 } from "./relu6.ts";

type ReluConfig = Parameters<typeof tf.layers.reLU>[0];

/** tfjs exports the layer's maker, but not its class. */
const StockRelu = tf.layers.reLU().constructor as typeof tf.layers.Layer;

/**
 * Rectified linear unit, as Keras' `ReLU`: min(max(x, 0), maxValue). tfjs's own layer computes the
 * limit 6 in two passes, four for the gradient; this one, registered under the same name, has one
 * op for it in each direction.
 */
export class ClippedRelu extends StockRelu {
  /** The standard layer's name, under which models are saved. */
  static className = "ReLU";
  /** Upper limit; none is plain ReLU. */
  readonly maxValue: number | undefined;

  /** Makes the layer; without a `maxValue` it is plain ReLU. */
  constructor(config: NonNullable<ReluConfig> = {}) {
    super(config);
    this.maxValue = config.maxValue;
  }

  /** Clips the activations; any shape. */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    if (this.maxValue !== 6) return super.call(inputs, kwargs);
    return relu6(Array.isArray(inputs) ? inputs[0] : inputs);
  }
}
tf.serialization.registerClass(ClippedRelu);
