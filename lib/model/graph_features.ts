/**
 * Features of a GraphModel.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { extractorInput } from "./extractor_input.ts";
import { scalePixels } from "./input_scaling.ts";
import type { FeatureExtractorOptions, ModelFeatures } from "./model_features.ts";

/** A node of a TensorFlow graph. */
interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
}

/** Nodes that only pass values on or change their shape. */
const passing = ["Identity", "Reshape", "Squeeze", "StopGradient"];
const maxNodesBack = 64;

/**
 * Builds a GraphModel from its artifacts and finds its features, whose shape a picture shows that is
 * sent through.
 * @param location Where it came from, for messages.
 * @throws {Error} If it does not take pictures, or has no such node.
 */
export async function graphFeatures(
  location: string,
  artifacts: tf.io.ModelArtifacts,
  { scaling, imageSize, layer: wantedLayer }: FeatureExtractorOptions,
): Promise<ModelFeatures> {
  const network = await tf.loadGraphModel(tf.io.fromMemory(artifacts));
  try {
    const size = extractorInput(location, network.inputs, imageSize);
    const shapeOf = (node: string) =>
      tf.tidy(() => run(network, tf.zeros([1, size.heightPx, size.widthPx, 3]), node).shape);
    const nodes = new Map(nodesOf(artifacts).map((node) => [node.name, node]));
    const { layer, shape } = featureNode(location, network, { nodes, wantedLayer, shapeOf });
    return {
      ...size,
      layer,
      nFeatures: shape.at(-1)!,
      apply: (images) =>
        tf.tidy(() => {
          const values = run(network, scalePixels(images, scaling), layer);
          return values.rank === 4 ? values.mean([1, 2]) : values as tf.Tensor2D;
        }),
      dispose: () => network.dispose(),
    };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function nodesOf({ modelTopology }: tf.io.ModelArtifacts): readonly GraphNode[] {
  return (modelTopology as { readonly node?: readonly GraphNode[] }).node ?? [];
}

function run(network: tf.GraphModel, images: tf.Tensor, node: string): tf.Tensor {
  return network.execute(images, node) as tf.Tensor;
}

interface FeatureNodeSearch {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly wantedLayer: string | undefined;
  readonly shapeOf: (node: string) => number[];
}

/** The node by its name, or the one that is best for features. */
function featureNode(
  location: string,
  network: tf.GraphModel,
  { nodes, wantedLayer, shapeOf }: FeatureNodeSearch,
): { readonly layer: string; readonly shape: readonly number[] } {
  const refuse = (rule: string, value: string): never => {
    throw new Error(
      `Cannot take features from ${location} as ${rule}: current value is ${value}`,
    );
  };
  const outputs = network.outputs.map(({ name }) => name.replace(/:\d+$/, ""));
  const back = outputs.length === 1 ? nodesBack(outputs[0], nodes) : [];
  const named = wantedLayer ?? (back.length ? outputs[0] : refuse(
    "a network with several outputs needs the node to take (--layer)",
    outputs.join(", "),
  ));
  if (!nodes.has(named)) {
    const last = [...nodes.keys()].slice(-8).join(", ");
    refuse("its node must be one of the graph", `"${named}"; the last are ${last}`);
  }
  const isMaps = ([, height, width]: readonly number[]) => height * width > 1;
  if (wantedLayer === undefined && isClassifier(back)) {
    for (const { name } of back) {
      const shape = shapeOf(name);
      if (shape.length === 4 && isMaps(shape)) return { layer: name, shape };
    }
    refuse("there must be maps below its classifier, or a node named (--layer)", "none");
  }
  const shape = shapeOf(named);
  if (shape.length !== 2 && shape.length !== 4) {
    refuse(`the output of node "${named}" must have 2 or 4 axes`, `[${shape.join(", ")}]`);
  }
  return { layer: named, shape };
}

/** A node and what it is computed from, along the first input of each, weights left out. */
function nodesBack(output: string, nodes: ReadonlyMap<string, GraphNode>): GraphNode[] {
  const back: GraphNode[] = [];
  let node = nodes.get(output);
  while (node && !["Placeholder", "Const"].includes(node.op) && back.length < maxNodesBack) {
    back.push(node);
    const [first] = (node.input ?? []).filter((name) => !name.startsWith("^"));
    node = first === undefined ? undefined : nodes.get(first.replace(/:\d+$/, ""));
  }
  return back;
}

/** Whether the output is softmax or sigmoid, but for its shape. */
function isClassifier(back: readonly GraphNode[]): boolean {
  const last = back.find(({ op }) => !passing.includes(op));
  return last?.op === "Softmax" || last?.op === "Sigmoid";
}
