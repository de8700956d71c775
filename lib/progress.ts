/**
 * How far a long piece of work has come, as data and as a line of text.
 * @module
 */

/** A moment in a long piece of work. */
export interface Progress {
  /** What is being done, such as `epoch 2/10`. */
  readonly label: string;
  /** How many are done. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
  /** What is counted, such as `posters`. */
  readonly unit: string;
  /** Further news, such as the loss so far. */
  readonly note?: string;
}

/** Called at every moment; whoever shows it decides how often. */
export type OnProgress = (progress: Progress) => void;

const barWidth = 24;

/** Turns moments into lines with a bar, the rate and the time left. */
export class ProgressLine {
  readonly #now: () => number;
  #label = "";
  #startedMs = 0;
  #startedAt = 0;

  /** Starts the clock. @param now Milliseconds of a clock; a test passes its own. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The line for this moment. The rate counts from the first moment with the same label. */
  format({ label, done, total, unit, note }: Progress): string {
    const now = this.#now();
    if (label !== this.#label) {
      this.#label = label;
      this.#startedMs = now;
      this.#startedAt = done;
    }
    const share = total > 0 ? Math.min(done / total, 1) : 1;
    const nFull = Math.round(share * barWidth);
    const bar = "█".repeat(nFull) + "░".repeat(barWidth - nFull);
    const seconds = (now - this.#startedMs) / 1000;
    const rate = (done - this.#startedAt) / seconds;
    const parts = [`${label} ${bar} ${done}/${total} ${unit}`];
    if (rate > 0 && Number.isFinite(rate)) {
      parts.push(`${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s`);
      parts.push(
        done < total
          ? `${formatDuration((total - done) / rate)} left`
          : `took ${formatDuration(seconds)}`,
      );
    }
    if (note) parts.push(note);
    return parts.join(" · ");
  }
}

/** Seconds as `m:ss` or `h:mm:ss`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}
