/** Who takes part. */
import { join } from "node:path";
import { projectRoot } from "../../lib/setup/paths.ts";
import { benchPython } from "./bench_venv.ts";
import type { WorkerCommand } from "./worker.ts";

const file = (name: string) => join(projectRoot, "tests", "bench", name);

/** This project, with the environment of its tasks. */
export const ours: WorkerCommand = {
  name: "ours",
  command: [Deno.execPath(), "run", "-A", "--no-check", file("our_worker.ts")],
  env: { TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
};

/** Keras with TensorFlow as it comes: the processor decides on oneDNN. */
export const keras: WorkerCommand = {
  name: "Keras",
  command: [benchPython, file("keras_worker.py")],
  env: {
    TF_ENABLE_ONEDNN_OPTS: undefined,
    TF_CPP_MIN_LOG_LEVEL: "2",
    KERAS_BACKEND: "tensorflow",
    // No bytecode beside the sources.
    PYTHONDONTWRITEBYTECODE: "1",
  },
};

/** Keras with TensorFlow's oneDNN kernels switched on. */
export const kerasOneDnn: WorkerCommand = {
  ...keras,
  name: "Keras, oneDNN on",
  env: { ...keras.env, TF_ENABLE_ONEDNN_OPTS: "1" },
};

/**
 * The contestant as on a processor that has AVX2 and nothing newer: oneDNN is told to use no newer
 * instructions, and TensorFlow as it comes leaves oneDNN off there. TensorFlow's other kernels are
 * compiled for less than AVX2 anyway.
 */
export function withAvx2Alone(contestant: WorkerCommand): WorkerCommand {
  const { TF_ENABLE_ONEDNN_OPTS = "0", ...others } = contestant.env ?? {};
  return { ...contestant, env: { ...others, TF_ENABLE_ONEDNN_OPTS, ONEDNN_MAX_CPU_ISA: "AVX2" } };
}

/** PyTorch, where somebody has installed it into the environment. */
export const torch: WorkerCommand = {
  name: "PyTorch, channels last",
  command: [benchPython, file("torch_worker.py")],
  env: { PYTHONDONTWRITEBYTECODE: "1" },
};
