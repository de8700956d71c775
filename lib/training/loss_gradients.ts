/**
 * The loss of a batch and how each variable moves it.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CompiledFunction } from "../backend/compiled_function.ts";
import { hasNativeOps } from "../backend/native_backend.ts";
import { dropoutLayers } from "../backend/seeded_dropout.ts";
import type { BatchLoss } from "./batch_loss.ts";
import type { TensorBatch } from "./mix_batch.ts";
import { modelVariables } from "./model_variables.ts";

/** What a batch says about the weights. */
export interface LossWithGradients {
  /** Mean over the posters. */
  readonly loss: tf.Scalar;
  /** Of each variable, in their order and of their shapes. */
  readonly gradients: tf.Tensor[];
}

/**
 * Computes losses and gradients: on the backend `tensorflow` as a graph
 * ({@linkcode CompiledFunction}), on others op by op.
 */
export class LossGradients {
  readonly #model: tf.LayersModel;
  readonly #loss: BatchLoss;
  readonly #furtherVariables: readonly tf.Variable[];
  #compiled: { readonly function: CompiledFunction; readonly key: string } | null = null;

  /**
   * Computes nothing yet.
   * @param model The network; dropout draws its masks by the layers' `maskSeed`.
   * @param loss Its loss, which reads no tensors but its arguments and the variables.
   * @param furtherVariables Variables besides the network's, such as an auxiliary head's.
   */
  constructor(
    model: tf.LayersModel,
    loss: BatchLoss,
    furtherVariables: readonly tf.Variable[] = [],
  ) {
    this.#model = model;
    this.#loss = loss;
    this.#furtherVariables = furtherVariables;
  }

  /**
   * The loss of a batch, dropout included, and its gradients; the caller disposes of them.
   * @param variables What the gradients are of.
   */
  compute(batch: TensorBatch, variables: readonly tf.Variable[]): LossWithGradients {
    if (!hasNativeOps()) return tf.tidy(() => this.#differentiate(batch, variables));
    const seeds = dropoutLayers(this.#model).map(({ maskSeed, name }) => {
      if (!maskSeed) {
        throw new Error(`Layer ${name} needs a mask seed: set maskSeed before a training step`);
      }
      return tf.tensor1d([...maskSeed], "int32");
    });
    const { images, labels, auxiliary } = batch;
    const inputs = [...seeds, images, labels, ...(auxiliary ? [auxiliary] : [])];
    const [loss, ...gradients] = this.#compiledFor(variables).run(inputs);
    tf.dispose(seeds);
    return { loss: loss as tf.Scalar, gradients };
  }

  /** Frees the graphs. */
  dispose(): void {
    this.#compiled?.function.dispose();
    this.#compiled = null;
  }

  #compiledFor(variables: readonly tf.Variable[]): CompiledFunction {
    const key = variables.map(({ name }) => name).join();
    if (this.#compiled?.key === key) return this.#compiled.function;
    this.dispose();
    const compute = (inputs: readonly tf.Tensor[]) => {
      const layers = dropoutLayers(this.#model);
      const [images, labels, auxiliary] = inputs.slice(layers.length);
      layers.forEach((layer, i) => layer.maskSeedTensor = inputs[i] as tf.Tensor1D);
      try {
        const batch = { images, labels, auxiliary } as TensorBatch;
        const { loss, gradients } = this.#differentiate(batch, variables);
        return [loss, ...gradients];
      } finally {
        for (const layer of layers) layer.maskSeedTensor = null;
      }
    };
    const compiled = new CompiledFunction(compute, {
      variables: [...modelVariables(this.#model), ...this.#furtherVariables],
      onFallback: (reason) =>
        console.warn(`Training steps run op by op, which is slower: ${reason}.`),
    });
    this.#compiled = { function: compiled, key };
    return compiled;
  }

  #differentiate(
    { images, labels, auxiliary }: TensorBatch,
    variables: readonly tf.Variable[],
  ): { loss: tf.Scalar; gradients: tf.Tensor[] } {
    const { value, grads } = tf.variableGrads(
      () => this.#loss(images, labels, auxiliary),
      [...variables],
    );
    return { loss: value, gradients: variables.map(({ name }) => grads[name]) };
  }
}
