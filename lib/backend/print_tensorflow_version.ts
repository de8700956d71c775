/**
 * Prints the version of the native TensorFlow library; fails if it cannot be loaded.
 * @module
 */
import { loadTfjsNode } from "./tensorflow_node.ts";

const tfjsNode = await loadTfjsNode();
const { binding } = tfjsNode.backend() as unknown as { binding: { TF_Version: string } };
console.log(binding.TF_Version);
