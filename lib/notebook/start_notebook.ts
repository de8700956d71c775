/**
 * Makes Deno's Jupyter kernel fit for work; each notebook's first cell calls it.
 * @module
 */
import { kernelInternals } from "../jupyter_kernel.ts";

/** What a notebook gets from {@linkcode startNotebook}. */
export interface NotebookSession {
  /** A signal that Jupyter's Interrupt button aborts; a new one after each interrupt. */
  signal(): AbortSignal;
}

/** Milliseconds that a cell's end waits for its queued outputs, and more for each printed line. */
const flushMs = 60;
const flushMsPerLine = 3;

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
  const takeLineCount = countConsoleLines();
  const broadcastResult = internals.broadcastResult;
  internals.broadcastResult = async (executionCount, result) => {
    await broadcastResult(executionCount, result);
    const waitMs = flushMs + flushMsPerLine * takeLineCount();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
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

/** Counts calls of the console. @returns A function that gives the count since its last call. */
function countConsoleLines(): () => number {
  let nLines = 0;
  for (const method of ["debug", "error", "info", "log", "warn"] as const) {
    const print = console[method];
    console[method] = (...values: unknown[]) => {
      nLines++;
      print(...values);
    };
  }
  return () => {
    const count = nLines;
    nLines = 0;
    return count;
  };
}
