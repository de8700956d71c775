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

/** Milliseconds that a cell's end waits for its queued outputs. */
const flushMs = 40;

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
  const broadcastResult = internals.broadcastResult;
  internals.broadcastResult = async (executionCount, result) => {
    await broadcastResult(executionCount, result);
    await new Promise((resolve) => setTimeout(resolve, flushMs));
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
