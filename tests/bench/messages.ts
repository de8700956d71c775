/**
 * What the benchmark and its workers say to each other, one JSON line each: first the settings go
 * to the worker, which answers when it is warm; then each line that names a job is answered with
 * what the job took. Only one worker computes at a time.
 */
import type { RunConfig } from "../../lib/config.ts";
import type { EnvironmentRecord } from "../../lib/training/run_record.ts";

/** Names of the benchmarks. */
export type BenchmarkName = "training" | "inference" | "predict" | "pipeline";

/** First line to a worker. */
export interface WorkerSettings {
  /** What to measure. */
  readonly benchmark: BenchmarkName;
  /** Shape of the network, learning rate and so on. */
  readonly config: RunConfig;
  /** Number of outputs of the network. */
  readonly nLabels: number;
  /** Batches that one call of a job takes. */
  readonly nSteps: number;
  /** Batches kept in memory, taken in turn. */
  readonly nBatchesInMemory: number;
  /** Paths of posters, for the benchmarks that read some. */
  readonly posterFiles: readonly string[];
  /** Folder for decoded posters, for the pipeline; the benchmark removes it. */
  readonly cacheDir?: string;
}

/** First line from a worker. */
export interface WorkerReady {
  /** Versions by name of the software. */
  readonly versions: Readonly<Record<string, string>>;
  /** Threads of the process, as the system counts them; null where it does not tell. */
  readonly nThreads: number | null;
  /** Parameters of the network; null where there is none. */
  readonly nParameters: number | null;
  /** The machine; only from our own worker. */
  readonly environment?: EnvironmentRecord;
}

/** Answer to a job. */
export interface JobReply {
  /** Pictures that went through. */
  readonly nImages: number;
  /** Seconds that the job took, measured by the worker. */
  readonly seconds: number;
}

/** Reads the first line from a worker. @throws {SyntaxError} If it is something else. */
export function parseReady(line: string): WorkerReady {
  const { versions, nThreads, nParameters, environment } = parseObject(line);
  const isReady = typeof versions === "object" && versions !== null &&
    [nThreads, nParameters].every((value) => value === null || Number.isInteger(value));
  if (!isReady) throw unexpected("versions, nThreads and nParameters", line);
  return { versions, nThreads, nParameters, environment } as WorkerReady;
}

/** Reads the answer to a job. @throws {SyntaxError} If it is something else. */
export function parseReply(line: string): JobReply {
  const { nImages, seconds } = parseObject(line);
  const isAboveZero = (value: unknown): value is number => typeof value === "number" && value > 0;
  if (isAboveZero(nImages) && isAboveZero(seconds)) return { nImages, seconds };
  throw unexpected("nImages and seconds above 0", line);
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw unexpected("a JSON object", line);
}

function unexpected(rule: string, line: string): SyntaxError {
  return new SyntaxError(
    `Cannot read a worker's line as it must hold ${rule}: current value is ${JSON.stringify(line)}`,
  );
}
