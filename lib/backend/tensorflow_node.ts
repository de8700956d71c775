/**
 * Loads tfjs-node; the only file that imports it.
 * @module
 */
import util from "node:util";
import { setDefaultEnvironment, tensorflowEnvironment } from "../setup/environment.ts";

/** The module `@tensorflow/tfjs-node`. */
export type TfjsNode = typeof import("@tensorflow/tfjs-node");

/**
 * Loads tfjs-node, which registers and selects the backend `tensorflow`.
 * @throws {Error} If the native binding is missing or cannot be loaded.
 */
export async function loadTfjsNode(): Promise<TfjsNode> {
  setDefaultEnvironment(tensorflowEnvironment);
  // tfjs-node 4.22 calls functions that newer runtimes dropped from node:util (tensorflow/tfjs#8609).
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  const tfjsNode = await import("@tensorflow/tfjs-node");
  await tfjsNode.ready();
  return tfjsNode;
}
