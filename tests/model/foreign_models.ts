/** Small networks of "others" in both formats of tfjs, as files. */
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { makePrng } from "../../lib/random.ts";

/** Filters of their convolution. */
export const nFilters = 5;
/** Their kernel, shape [3, 3, 3, nFilters], and bias. */
export const kernelValues = randomValues(27 * nFilters, 1);
export const biasValues = randomValues(nFilters, 2);
const classKernel = randomValues(nFilters * 4, 3);

function randomValues(n: number, seed: number): Float32Array<ArrayBuffer> {
  const prng = makePrng(seed);
  return Float32Array.from({ length: n }, () => prng.normal(0, 0.3));
}

/** What the networks see in a scaled picture: ReLU maps of one convolution, shape [n, h, w, 5]. */
export function expectedMaps(scaled: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() =>
    tf.conv2d(scaled, tf.tensor4d(kernelValues, [3, 3, 3, nFilters]), 2, "same")
      .add(tf.tensor1d(biasValues)).relu()
  );
}

/** Options of the networks. */
export interface ForeignOptions {
  /** Height and width; null where any is taken. */
  readonly size?: number | null;
  /** Whether a softmax over 4 classes stands on top. */
  readonly classifier?: boolean;
}

/** Writes a LayersModel of layers `conv`, `pool` and, if wanted, `classes`. */
export async function writeLayersModel(
  dir: string,
  { size = 12, classifier = true }: ForeignOptions = {},
): Promise<void> {
  const input = tf.input({ shape: [size, size, 3] });
  const shape = { filters: nFilters, kernelSize: 3, strides: 2, padding: "same" } as const;
  const conv = tf.layers.conv2d({ name: "conv", ...shape, activation: "relu" });
  const maps = conv.apply(input);
  const pool = tf.layers.globalAveragePooling2d({ name: "pool" }).apply(maps);
  const classes = tf.layers.dense({ name: "classes", units: 4, activation: "softmax" });
  const output = classifier ? classes.apply(pool) : pool;
  const model = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
  tf.tidy(() => {
    conv.setWeights([tf.tensor(kernelValues, [3, 3, 3, nFilters]), tf.tensor(biasValues)]);
  });
  await model.save(tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const bytes = tf.io.concatenateArrayBuffers([weightData!].flat());
    await writeFiles(dir, { format: "layers-model", modelTopology, weightSpecs, bytes });
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  }));
  model.dispose();
}

/** Writes a GraphModel of nodes `maps`, `means` and, if wanted, `classes`. */
export async function writeGraphModel(
  dir: string,
  { size = 12, classifier = true }: ForeignOptions = {},
): Promise<void> {
  const length = { size: String(size ?? -1) };
  const float = { T: { type: "DT_FLOAT" } };
  const constant = (name: string, lengths: readonly number[], dtype = "DT_FLOAT") => ({
    name,
    op: "Const",
    attr: {
      dtype: { type: dtype },
      value: { tensor: { dtype, tensorShape: { dim: lengths.map((n) => ({ size: String(n) })) } } },
    },
  });
  const node = [
    {
      name: "images",
      op: "Placeholder",
      attr: {
        dtype: { type: "DT_FLOAT" },
        shape: { shape: { dim: [{ size: "-1" }, length, length, { size: "3" }] } },
      },
    },
    constant("kernel", [3, 3, 3, nFilters]),
    constant("bias", [nFilters]),
    constant("axes", [2], "DT_INT32"),
    {
      name: "conv",
      op: "Conv2D",
      input: ["images", "kernel"],
      attr: {
        ...float,
        strides: { list: { i: ["1", "2", "2", "1"] } },
        padding: { s: btoa("SAME") },
        dataFormat: { s: btoa("NHWC") },
        data_format: { s: btoa("NHWC") },
        dilations: { list: { i: ["1", "1", "1", "1"] } },
      },
    },
    { name: "biased", op: "BiasAdd", input: ["conv", "bias"], attr: float },
    { name: "maps", op: "Relu", input: ["biased"], attr: float },
    {
      name: "means",
      op: "Mean",
      input: ["maps", "axes"],
      attr: { ...float, keep_dims: { b: false } },
    },
    ...(classifier
      ? [
        constant("class_kernel", [nFilters, 4]),
        { name: "logits", op: "MatMul", input: ["means", "class_kernel"], attr: float },
        { name: "softmax", op: "Softmax", input: ["logits"], attr: float },
        { name: "classes", op: "Identity", input: ["softmax"], attr: float },
      ]
      : []),
  ];
  const specs: tf.io.WeightsManifestEntry[] = [
    { name: "kernel", shape: [3, 3, 3, nFilters], dtype: "float32" },
    { name: "bias", shape: [nFilters], dtype: "float32" },
    { name: "axes", shape: [2], dtype: "int32" },
  ];
  const values: (Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>)[] = [
    kernelValues,
    biasValues,
    Int32Array.of(1, 2),
  ];
  if (classifier) {
    specs.push({ name: "class_kernel", shape: [nFilters, 4], dtype: "float32" });
    values.push(classKernel);
  }
  await writeFiles(dir, {
    format: "graph-model",
    modelTopology: { node, versions: { producer: 1395 } },
    weightSpecs: specs,
    bytes: tf.io.concatenateArrayBuffers(values.map((array) => array.slice().buffer)),
  });
}

interface SavedFiles {
  readonly format: string;
  readonly modelTopology: unknown;
  readonly weightSpecs?: tf.io.WeightsManifestEntry[];
  readonly bytes: ArrayBuffer;
}

/** In two shards, as large models are. */
async function writeFiles(
  dir: string,
  { format, modelTopology, weightSpecs, bytes }: SavedFiles,
): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
  const paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
  const cut = 101;
  await Deno.writeFile(join(dir, paths[0]), new Uint8Array(bytes.slice(0, cut)));
  await Deno.writeFile(join(dir, paths[1]), new Uint8Array(bytes.slice(cut)));
  const weightsManifest = [{ paths, weights: weightSpecs }];
  const content = { format, modelTopology, weightsManifest };
  await Deno.writeTextFile(join(dir, "model.json"), JSON.stringify(content));
}
