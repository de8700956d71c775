/**
 * Makes Deno's Jupyter kernel fit for work; each notebook's first cell calls it.
 * @module
 */
import { cpuUsage } from "node:process";
import { kernelInternals, kernelSenders } from "../jupyter_kernel.ts";

/** What a notebook gets from {@linkcode startNotebook}. */
export interface NotebookSession {
  /** A signal that Jupyter's Interrupt button aborts; a new one after each interrupt. */
  signal(): AbortSignal;
}

/** Milliseconds that a cell's end waits for its queued outputs, and more for each output. */
const flushMs = 60;
const flushMsPerOutput = 3;
/** Outputs are taken to be out after so many ticks in which the kernel's threads did no work. */
const nQuietTicks = 3;
const tickMs = 15;
/** Milliseconds of processor time in a tick that still count as no work. */
const quietCpuMs = 1.5;
/** Milliseconds after which a cell ends even if the processor is busy, as in background work. */
const longestFlushMs = 3000;

let session: NotebookSession | undefined;

/**
 * Mends three things of the kernel (Deno 2.9): outputs are not lost at a cell's end, errors outside
 * the cell's own flow are shown, and Interrupt stops long work instead of ending the kernel.
 * Outside a kernel it only gives the session. A second call changes nothing.
 */
export function startNotebook(): NotebookSession {
  if (session) return session;
  let controller = new AbortController();
  session = { signal: () => controller.signal };
  const internals = kernelInternals();
  if (!internals) return session;

  // The kernel says "idle" right after this call, without waiting for outputs under way.
  const takeOutputCount = countOutputs();
  const broadcastResult = internals.broadcastResult;
  internals.broadcastResult = async (executionCount, result) => {
    await broadcastResult(executionCount, result);
    await outputsSent(takeOutputCount());
  };
  // Unhandled rejections vanish and an error in a timer stalls the cell.
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("Unhandled rejection:", event.reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    console.error("Uncaught error:", event.error);
  });
  // Without a listener SIGINT ends the kernel with all its state (denoland/deno#24491).
  Deno.addSignalListener("SIGINT", () => {
    controller.abort(new Error("Interrupted"));
    controller = new AbortController();
  });
  return session;
}

/** Waits until the kernel's sending threads have most likely sent everything. */
async function outputsSent(nOutputs: number): Promise<void> {
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const start = performance.now();
  await sleep(flushMs + flushMsPerOutput * nOutputs);
  let nQuiet = 0;
  while (nQuiet < nQuietTicks && performance.now() - start < longestFlushMs) {
    const before = cpuUsage();
    await sleep(tickMs);
    const { user, system } = cpuUsage(before);
    nQuiet = (user + system) / 1000 < quietCpuMs ? nQuiet + 1 : 0;
  }
}

/** Counts outputs of cells. @returns A function that gives the count since its last call. */
function countOutputs(): () => number {
  let nOutputs = 0;
  const count = <A extends unknown[], R>(send: (...values: A) => R) => (...values: A): R => {
    nOutputs++;
    return send(...values);
  };
  for (const method of ["debug", "error", "info", "log", "warn"] as const) {
    console[method] = count(console[method]);
  }
  const senders = kernelSenders()!;
  senders.broadcast = count(senders.broadcast);
  senders.display = count(senders.display);
  return () => {
    const n = nOutputs;
    nOutputs = 0;
    return n;
  };
}
