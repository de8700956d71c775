/**
 * Progress in a notebook: one line of output that is replaced.
 * @module
 */
import { kernelBroadcast } from "../jupyter_kernel.ts";
import { type OnProgress, ProgressLine } from "../progress.ts";

const intervalMs = 500;

/** Progress shown in a cell's output; outside a notebook it shows nothing. */
export function notebookProgress(): OnProgress {
  const broadcast = kernelBroadcast();
  if (!broadcast) return () => {};
  const line = new ProgressLine();
  const displayId = crypto.randomUUID();
  let isShown = false;
  let lastShownMs = -Infinity;
  let queue = Promise.resolve();
  return (progress) => {
    const text = line.format(progress);
    const now = performance.now();
    const isDone = progress.done >= progress.total;
    if (!isDone && now - lastShownMs < intervalMs) return;
    lastShownMs = now;
    const messageType = isShown ? "update_display_data" : "display_data";
    isShown = true;
    // One after the other, so that the last state stays.
    queue = queue.then(() =>
      broadcast(messageType, {
        data: { "text/plain": text },
        // The headless runner passes such outputs on to its terminal.
        metadata: { isProgress: true },
        transient: { display_id: displayId },
      })
    );
  };
}
