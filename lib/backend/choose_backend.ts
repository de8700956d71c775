/**
 * Chooses what tfjs computes with.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasNativeAdam } from "./native_adam.ts";
import { hasNativeDecoding } from "./native_decoding.ts";
import { installNativeGradients } from "./native_gradients.ts";
import { hasPooledWindows } from "./pooled_windows.ts";
import { loadTfjsNode } from "./tensorflow_node.ts";

/** The backends, the fastest first. */
export const backendNames = ["tensorflow", "webgpu", "cpu"] as const;

/** Name of a backend: native TensorFlow, WebGPU, or pure JavaScript. */
export type BackendName = typeof backendNames[number];

/** What a run computed with; part of its record. */
export interface BackendInfo {
  /** The backend itself. */
  readonly name: BackendName;
  /** The library or adapter behind it, with its version. */
  readonly description: string;
  /** Why each faster backend was passed over. */
  readonly passedOver: readonly string[];
}

/** Message parts of what to do about a forced backend that does not work. */
const remedies: Readonly<Record<BackendName, string>> = {
  tensorflow: "run `deno task setup --force`, which says what it lacks (a C++ compiler, the wheel)",
  webgpu: "install a driver with Vulkan, Metal or Direct3D 12 for this machine's GPU",
  cpu: "run `deno task setup --force`",
};

/**
 * Selects the fastest backend that works, or the wanted one.
 * @param wanted A backend's name; by default the variable `POSTER_BACKEND`, and without it any.
 * @throws {RangeError} If `wanted` is no backend's name.
 * @throws {Error} If the wanted backend does not work here; the message says what to install.
 */
export async function chooseBackend(
  wanted: string | undefined = Deno.env.get("POSTER_BACKEND"),
): Promise<BackendInfo> {
  if (wanted && !backendNames.includes(wanted as BackendName)) {
    throw new RangeError(
      `POSTER_BACKEND must be one of ${backendNames.join(", ")}: current value is "${wanted}"`,
    );
  }
  const passedOver: string[] = [];
  for (const name of wanted ? [wanted as BackendName] : backendNames) {
    try {
      const description = await starters[name](Boolean(wanted));
      return { name, description, passedOver };
    } catch (cause) {
      const reason = `${name}: ${(cause as Error).message.split("\n")[0]}`;
      if (wanted) {
        throw new Error(`Cannot use the backend ${reason}. To mend it: ${remedies[name]}.`, {
          cause,
        });
      }
      passedOver.push(reason);
    }
  }
  throw new Error(`No tfjs backend works here:\n${passedOver.join("\n")}`);
}

/** One line on the chosen backend, for people. */
export function describeBackend({ name, description, passedOver }: BackendInfo): string {
  const notes = passedOver.map((reason) => `; not ${reason}`).join("");
  return `${name} (${description})${notes}`;
}

let isToldOfMissing = false;

const starters: Readonly<Record<BackendName, (isForced: boolean) => Promise<string>>> = {
  tensorflow: async () => {
    const tfjsNode = await loadTfjsNode();
    await select("tensorflow");
    const missing = installNativeGradients();
    if (!hasNativeAdam()) missing.push("ResourceApplyAdam");
    if (!hasPooledWindows()) missing.push("PooledConv2D");
    if (!hasNativeDecoding()) missing.push("decode_pictures");
    if (missing.length && !isToldOfMissing) {
      isToldOfMissing = true;
      console.warn(
        `This TensorFlow lacks ${missing.join(", ")}: tfjs's slower kernels run instead.`,
      );
    }
    const { binding } = tfjsNode.backend() as unknown as { binding: { TF_Version: string } };
    return `TensorFlow ${binding.TF_Version}, tfjs ${tf.version_core}`;
  },
  webgpu: async (isForced) => {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) throw new Error("no WebGPU adapter");
    // A software adapter is slower than the JavaScript backend would suggest; only on demand.
    if (adapter.info.isFallbackAdapter && !isForced) {
      throw new Error(`the only adapter is software (${adapter.info.description})`);
    }
    await import("@tensorflow/tfjs-backend-webgpu");
    await select("webgpu");
    return `${adapter.info.description}, tfjs ${tf.version_core}`;
  },
  cpu: async () => {
    // Else the backend advises to install tfjs-node, which was tried above.
    tf.env().set("IS_NODE", false);
    await select("cpu");
    return `JavaScript, tfjs ${tf.version_core}`;
  },
};

async function select(name: BackendName): Promise<void> {
  if (!await tf.setBackend(name)) throw new Error("tfjs could not start it");
  await tf.ready();
}
