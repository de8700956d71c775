/**
 * A function of tensors as one TensorFlow graph, as `tf.function` makes it in Python.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { nativeBackend } from "./native_backend.ts";
import { type RecordedGraph, recordGraph, UnknownTensorError } from "./record_graph.ts";
import { encodeSavedGraph, GRAPH_TAG } from "./saved_graph.ts";

/** Tensors to tensors, by ops that depend on nothing but the inputs' shapes and types. */
export type TensorFunction = (inputs: readonly tf.Tensor[]) => tf.Tensor[];

/** A graph that TensorFlow has loaded. */
interface LoadedGraph {
  readonly session: number;
  readonly feeds: readonly { readonly leaf: number; readonly name: string }[];
  readonly outputs: readonly string[];
  /** Variables that get new values; these are the last outputs. */
  readonly assigned: readonly tf.Variable[];
}

/** Graphs that are kept; whole and last batches of two sizes of pictures. */
const maxGraphs = 4;

/**
 * Runs a function of tensors as a graph: TensorFlow knows all of its ops beforehand, computes
 * independent ones at the same time and frees each result after its last use, where tfjs runs one
 * op after another. The function is called once for each combination of shapes, to write its ops
 * down; all results come from the graph, those of the first call too. Results equal those of the
 * function to within rounding, and two runs agree in every bit. On the backend `tensorflow` alone.
 *
 * What the function makes of plain numbers is written down as a constant, so everything that
 * changes from call to call must be a tensor among the inputs or one of the variables.
 */
export class CompiledFunction {
  readonly #compute: TensorFunction;
  readonly #variables: readonly tf.Variable[];
  readonly #onFallback: (reason: string) => void;
  /** By shapes and types of the inputs, the one that was used last at the end. */
  readonly #graphs = new Map<string, LoadedGraph>();
  #isFallback = false;

  /**
   * Makes no graph yet.
   * @param compute The function; what it does to the variables is done at each run.
   * @param options.variables All variables that it may read or assign.
   * @param options.onFallback Told once, if TensorFlow cannot run the function as a graph, why; from
   * then on the function itself runs.
   */
  constructor(
    compute: TensorFunction,
    { variables, onFallback }: {
      readonly variables: readonly tf.Variable[];
      readonly onFallback: (reason: string) => void;
    },
  ) {
    this.#compute = compute;
    this.#variables = variables;
    this.#onFallback = onFallback;
  }

  /** The function's results; the caller disposes of them. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const graph = this.#isFallback ? null : this.#graphFor(inputs);
    if (!graph) return tf.tidy(() => this.#compute(inputs));
    const { session, feeds, outputs, assigned } = graph;
    const leaves = [...inputs, ...this.#variables];
    const results = nativeBackend().runSavedModel(
      session,
      feeds.map(({ leaf }) => leaves[leaf]),
      feeds,
      outputs,
    );
    const nResults = results.length - assigned.length;
    assigned.forEach((variable, i) => variable.assign(results[nResults + i]));
    tf.dispose(results.slice(nResults));
    return results.slice(0, nResults);
  }

  /** Frees the graphs. */
  dispose(): void {
    for (const key of [...this.#graphs.keys()]) this.#free(key);
  }

  #graphFor(inputs: readonly tf.Tensor[]): LoadedGraph | null {
    const key = JSON.stringify(inputs.map(({ shape, dtype }) => [shape, dtype]));
    const graph = this.#graphs.get(key) ?? this.#makeGraph(inputs);
    if (!graph) return null;
    this.#graphs.delete(key);
    this.#graphs.set(key, graph);
    if (this.#graphs.size > maxGraphs) this.#free(this.#graphs.keys().next().value!);
    return graph;
  }

  #makeGraph(inputs: readonly tf.Tensor[]): LoadedGraph | null {
    const variables = this.#variables;
    const values = variables.map((variable) => variable.clone());
    const changed = () => variables.filter(({ dataId }, i) => dataId !== values[i].dataId);
    try {
      let assigned: tf.Variable[] = [];
      let recorded: RecordedGraph;
      tf.tidy(() => {
        recorded = recordGraph([...inputs, ...variables], () => {
          const results = this.#compute(inputs);
          assigned = changed();
          return [...results, ...assigned];
        });
      });
      const { nodes, feeds, outputs } = recorded!;
      const session = loadGraph(encodeSavedGraph(nodes, nativeBackend().binding));
      return { session, feeds, outputs, assigned };
    } catch (error) {
      if (!(error instanceof UnknownTensorError || error instanceof GraphRefusedError)) throw error;
      this.#isFallback = true;
      this.#onFallback(error.message);
      return null;
    } finally {
      // What the function did to the variables is undone: it ran only to be written down.
      for (const variable of changed()) variable.assign(values[variables.indexOf(variable)]);
      tf.dispose(values);
    }
  }

  #free(key: string): void {
    nativeBackend().deleteSavedModel(this.#graphs.get(key)!.session);
    this.#graphs.delete(key);
  }
}

class GraphRefusedError extends Error {}

function loadGraph(content: Uint8Array): number {
  // TensorFlow loads graphs from files only.
  const dir = Deno.makeTempDirSync({ prefix: "graph-" });
  try {
    Deno.writeFileSync(join(dir, "saved_model.pb"), content);
    return nativeBackend().loadSavedModelMetaGraph(dir, GRAPH_TAG);
  } catch (cause) {
    throw new GraphRefusedError((cause as Error).message, { cause });
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}
