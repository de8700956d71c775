/** The worker's side of the conversation in `messages.ts`, for workers in TypeScript. */
import { readLines } from "../../lib/read_lines.ts";
import type { JobReply, WorkerReady, WorkerSettings } from "./messages.ts";

/** What a worker can do. */
export interface WorkerJobs {
  /** Parameters of the network; null where there is none. */
  readonly nParameters: number | null;
  /** Jobs by name; each returns the number of pictures that went through. */
  readonly jobs: Readonly<Record<string, () => Promise<number>>>;
}

/**
 * Reads the settings, makes and warms up the jobs, then runs them as they are asked for.
 * @param start Returns the jobs, warm, and what else the first answer holds.
 */
export async function serveJobs(
  start: (
    settings: WorkerSettings,
  ) => Promise<WorkerJobs & Pick<WorkerReady, "versions" | "environment">>,
): Promise<void> {
  const lines = readLines(Deno.stdin.readable);
  const first = await lines.next();
  if (first.done) return;
  const { jobs, ...rest } = await start(JSON.parse(first.value) as WorkerSettings);
  answer({ ...rest, nThreads: countThreads() } satisfies WorkerReady);
  for await (const name of lines) {
    const started = performance.now();
    const nImages = await jobs[name]();
    answer({ nImages, seconds: (performance.now() - started) / 1000 } satisfies JobReply);
  }
}

function answer(message: unknown): void {
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(message) + "\n"));
}

/** Linux alone tells. */
function countThreads(): number | null {
  if (Deno.build.os !== "linux") return null;
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^Threads:\s*(\d+)$/m.exec(status)?.[1]);
}
