/**
 * Any model in the tfjs format, as it is on disk or on a server.
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { join } from "node:path";

/** The two kinds of model that tfjs saves. */
export type TfjsFormat = "layers-model" | "graph-model";

/** A model's topology and weights. */
export interface ForeignModel {
  /** Which kind it is. */
  readonly format: TfjsFormat;
  /** What `tf.io.fromMemory` takes. */
  readonly artifacts: tf.io.ModelArtifacts;
  /** SHA-256 over `model.json` and the shards, in hexadecimal. */
  readonly sha256: string;
}

/** Bytes of one value as saved. */
const bytesOf: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex64: 8,
};

/**
 * Reads `model.json` and its shards.
 * @param location Folder with a `model.json`, or the http(s) address of one; the file itself will do.
 * @throws {Error} If a file is missing or too short, or of an unknown format.
 * @throws {SyntaxError} If `model.json` is no JSON.
 */
export async function readModelArtifacts(location: string): Promise<ForeignModel> {
  const read = readerOf(location);
  const bytes = await read("model.json");
  const place = `${location}: model.json`;
  const { modelTopology, weightsManifest, ...rest } = parse(bytes, place);
  if (!modelTopology || !Array.isArray(weightsManifest)) {
    const missing = modelTopology ? "weightsManifest" : "modelTopology";
    throw new Error(
      `Cannot load ${place} as it must have "modelTopology" and "weightsManifest": ` +
        `it has no "${missing}"`,
    );
  }
  const format = rest.format ?? formatOf(modelTopology);
  if (format !== "layers-model" && format !== "graph-model") {
    throw new Error(
      `Cannot load ${place} as its "format" must be "layers-model" or "graph-model": ` +
        `current value is ${JSON.stringify(format)}`,
    );
  }
  const hash = createHash("sha256").update(bytes);
  const shards: Uint8Array[] = [];
  for (const path of weightsManifest.flatMap((group) => group.paths)) {
    const shard = await read(path);
    hash.update(shard);
    shards.push(shard);
  }
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const weightData = concatenate(shards);
  const nBytes = weightSpecs.reduce((sum, spec) => sum + nBytesOf(spec), 0);
  if (weightData.byteLength !== nBytes && !Number.isNaN(nBytes)) {
    throw new Error(
      `Cannot load ${location} as its shards must hold the ${nBytes} bytes that model.json lists: ` +
        `current value is ${weightData.byteLength}`,
    );
  }
  return {
    format,
    artifacts: { ...rest, format, modelTopology, weightSpecs, weightData },
    sha256: hash.digest("hex"),
  };
}

/** Whether it is an http(s) address and no folder. */
export function isAddress(location: string): boolean {
  return /^https?:\/\//.test(location);
}

/** The file `model.json` as far as it matters here. */
interface ModelJson extends Partial<tf.io.ModelJSON> {
  readonly [key: string]: unknown;
}

function parse(bytes: Uint8Array, place: string): ModelJson {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new SyntaxError(`Cannot parse ${place}: ${(cause as Error).message}`, { cause });
  }
}

/** Earlier converters did not name the format: a graph has nodes, layers have a configuration. */
function formatOf(modelTopology: object): TfjsFormat | undefined {
  if ("node" in modelTopology) return "graph-model";
  if ("model_config" in modelTopology || "class_name" in modelTopology) return "layers-model";
}

/** Bytes of a weight; NaN for text, whose length no list tells. */
function nBytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const bytes = bytesOf[quantization?.dtype ?? dtype] ?? NaN;
  return bytes * shape.reduce((size, length) => size * length, 1);
}

function concatenate(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}

/** Reads a file that stands beside `model.json`, or that itself. */
function readerOf(location: string): (name: string) => Promise<Uint8Array> {
  if (!isAddress(location)) {
    const dir = location.replace(/[/\\]?model\.json$/, "") || ".";
    return async (name) => {
      const file = join(dir, name);
      try {
        return await Deno.readFile(file);
      } catch (cause) {
        throw new Error(`Cannot load a model as ${file} must be there: ${cause}`, { cause });
      }
    };
  }
  const base = new URL(location);
  if (!base.pathname.endsWith(".json")) base.pathname += base.pathname.endsWith("/") ? "" : "/";
  return async (name) => {
    // The query of the address, such as a token, is that of all its files.
    const url = name === "model.json" && base.pathname.endsWith(".json")
      ? base
      : new URL(name + base.search, base);
    const response = await fetch(url);
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(
        `Cannot load a model as the server must send ${url}: ` +
          `current status is ${response.status} ${response.statusText}`,
      );
    }
    return new Uint8Array(await response.arrayBuffer());
  };
}
