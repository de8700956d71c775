/**
 * Convolution whose gradient computes what is asked for.
 * @module
 */
import * as tf from "@tensorflow/tfjs";

type ConvolutionConfig = Parameters<typeof tf.layers.conv2d>[0];

/** tfjs exports the layer's maker, but not its class. */
const StockConvolution = tf.layers.conv2d({ filters: 1, kernelSize: 1 })
  .constructor as typeof tf.layers.Layer;

/**
 * Convolution, as Keras' `Conv2D`. tfjs's own layer, without activation, always computes the
 * gradient of its input too, which nobody needs of the first layer: in a small network that is one
 * of the dearest ops of a step. This one, registered under the same name, leaves it out where it is
 * not needed; with bias or activation it computes as tfjs does.
 */
export class BiasFreeConvolution extends StockConvolution {
  /** The standard layer's name, under which models are saved. */
  static className = "Conv2D";
  readonly #config: ConvolutionConfig;

  /** Makes the layer from what Keras' layer takes. */
  constructor(config: ConvolutionConfig) {
    super(config as ConstructorParameters<typeof tf.layers.Layer>[0]);
    this.#config = config;
  }

  /** Convolves maps of shape [batch, height, width, channels]. */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Record<string, unknown>,
  ): tf.Tensor | tf.Tensor[] {
    const { useBias = true, activation = "linear", dataFormat = "channelsLast" } = this.#config;
    if (useBias || activation !== "linear" || dataFormat !== "channelsLast") {
      return super.call(inputs, kwargs);
    }
    const { strides = 1, padding = "valid", dilationRate = 1 } = this.#config;
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    // The variable itself, so that the gradient reaches it.
    const [kernel] = this.getWeights() as [tf.Tensor4D];
    return tf.conv2d(
      x,
      kernel,
      strides as number | [number, number],
      padding as "valid" | "same",
      "NHWC",
      dilationRate as number | [number, number],
    );
  }
}
tf.serialization.registerClass(BiasFreeConvolution);
