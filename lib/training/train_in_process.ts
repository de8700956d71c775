/**
 * Training of a network in a process of its own.
 * @module
 */
import { fileURLToPath } from "node:url";
import { UnreadablePosterError } from "../posters/poster_image.ts";
import { readLines } from "../read_lines.ts";
import { projectRoot } from "../setup/paths.ts";
import { type NetworkMessage, type NetworkOrder, STOP } from "./network_messages.ts";
import type { TrainOptions } from "./train_options.ts";

/** What {@linkcode trainInProcess} needs besides the order. */
export interface TrainInProcessOptions
  extends
    Pick<TrainOptions, "train" | "signal" | "onProgress" | "onSkipped" | "onStep" | "onEpoch"> {
  /** Threads that TensorFlow computes an operation with. */
  readonly nThreads: number;
}

const script = fileURLToPath(new URL("./network_process.ts", import.meta.url));

/**
 * Trains a network, or goes on with it, as `trainRun` does, but in another process: so that several
 * are trained at the same time, each with some of the processor's cores. One core each is faster
 * than all cores for one after another, as not all of a step is divided among threads.
 * @returns How it ended.
 * @throws {Error} With the message that the other process failed with, or ended without.
 */
export async function trainInProcess(
  order: NetworkOrder,
  { nThreads, train, signal, onProgress, onSkipped, onEpoch, onStep }: TrainInProcessOptions,
): Promise<"finished" | "stopped"> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script],
    cwd: projectRoot,
    // Ops of one step run at the same time, too.
    env: { TF_NUM_INTRAOP_THREADS: String(nThreads), TF_NUM_INTEROP_THREADS: String(nThreads) },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = process.stdin.getWriter();
  // A process that has died is met at the end of its output, with its reason.
  const write = (line: string) =>
    input.write(new TextEncoder().encode(line + "\n")).catch(() => {});
  const stop = () => write(STOP);
  signal?.addEventListener("abort", stop);
  try {
    await write(JSON.stringify(order));
    if (signal?.aborted) await stop();
    for await (const line of readLines(process.stdout)) {
      const message = JSON.parse(line) as NetworkMessage;
      if (message.kind === "progress") onProgress?.(message.progress);
      else if (message.kind === "step") await onStep?.(message.step, message.loss);
      else if (message.kind === "epoch") await onEpoch?.(message.row, message.history);
      else if (message.kind === "skipped") {
        const { imdbId, posterFile, reason } = message;
        const sample = train.find((sample) => sample.imdbId === imdbId);
        if (sample) onSkipped?.(sample, new UnreadablePosterError(posterFile, reason, null));
      } else if (message.kind === "ended") return message.status;
      else throw new Error(message.message);
    }
    const { code, signal: killedBy } = await process.status;
    throw new Error(
      `The process that trained ${order.runDir} ended without a result ` +
        `(${killedBy ?? `code ${code}`}): the run can be resumed`,
    );
  } finally {
    signal?.removeEventListener("abort", stop);
    await input.close().catch(() => {});
    await process.status;
  }
}
