/**
 * Progress in a terminal, on standard error: one line that is written over, or, where the output
 * is a file, a new line every ten seconds.
 * @module
 */
import { type OnProgress, ProgressLine } from "../progress.ts";

const terminalIntervalMs = 100;
const fileIntervalMs = 10_000;

/** Shows progress; the last moment of each label is always shown. */
export function terminalProgress(): OnProgress {
  const isTerminal = Deno.stderr.isTerminal();
  const intervalMs = isTerminal ? terminalIntervalMs : fileIntervalMs;
  const line = new ProgressLine();
  let lastShownMs = -Infinity;
  return (progress) => {
    const text = line.format(progress);
    const isDone = progress.done >= progress.total;
    const now = performance.now();
    if (!isDone && now - lastShownMs < intervalMs) return;
    lastShownMs = now;
    writeProgressText(text, isDone);
  };
}

/** Writes a line of progress; in a terminal, the next one replaces it unless it is final. */
export function writeProgressText(text: string, isFinal: boolean): void {
  const isTerminal = Deno.stderr.isTerminal();
  const start = isTerminal ? "\r\x1b[2K" : "";
  const end = isFinal || !isTerminal ? "\n" : "";
  Deno.stderr.writeSync(new TextEncoder().encode(start + text + end));
}
