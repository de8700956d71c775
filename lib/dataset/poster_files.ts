/**
 * Where a data folder keeps its posters, and which of them can be used.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { decodePoster, UnreadablePosterError } from "../posters/poster_image.ts";
import type { OnProgress } from "../progress.ts";
import { prefetch } from "./prefetch.ts";

/** Path of a movie's poster. */
export function posterFile(dataDir: string, imdbId: number): string {
  return join(dataDir, "posters", `${imdbId}.jpg`);
}

/** A movie's poster that decodes. */
export interface ReadablePoster {
  /** Number of the movie. */
  readonly imdbId: number;
  /** Says that it decodes. */
  readonly status: "readable";
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** A movie's poster that is not there. */
export interface MissingPoster {
  /** Number of the movie. */
  readonly imdbId: number;
  /** Says that there is no file. */
  readonly status: "missing";
}

/** A movie's poster that does not decode. */
export interface UnreadablePoster {
  /** Number of the movie. */
  readonly imdbId: number;
  /** Says that it does not decode. */
  readonly status: "unreadable";
  /** What is wrong with the file. */
  readonly reason: string;
}

/** What {@linkcode checkPosters} found out about a movie's poster. */
export type PosterCheck = ReadablePoster | MissingPoster | UnreadablePoster;

/** Options of {@linkcode checkPosters}. */
export interface CheckPostersOptions {
  /** Posters decoded at the same time; 8 by default. */
  readonly concurrency?: number;
  /** Called after each poster. */
  readonly onProgress?: OnProgress;
}

/**
 * Looks for the posters `<dataDir>/posters/<imdbId>.jpg`, decodes and hashes each.
 * @returns One entry per movie, in the given order.
 * @throws {Deno.errors.NotFound} If there is no folder of posters.
 */
export async function checkPosters(
  dataDir: string,
  imdbIds: readonly number[],
  { concurrency = 8, onProgress }: CheckPostersOptions = {},
): Promise<PosterCheck[]> {
  const names = new Set<string>();
  for await (const { name } of Deno.readDir(join(dataDir, "posters"))) names.add(name);
  const checks: PosterCheck[] = [];
  const jobs = imdbIds.map((imdbId) => () =>
    names.has(`${imdbId}.jpg`)
      ? checkPoster(dataDir, imdbId)
      : Promise.resolve<PosterCheck>({ imdbId, status: "missing" })
  );
  for await (const check of prefetch(jobs, concurrency)) {
    checks.push(check);
    onProgress?.({
      label: "check posters",
      done: checks.length,
      total: imdbIds.length,
      unit: "posters",
    });
  }
  return checks;
}

async function checkPoster(dataDir: string, imdbId: number): Promise<PosterCheck> {
  const file = posterFile(dataDir, imdbId);
  try {
    await decodePoster(file);
  } catch (error) {
    if (!(error instanceof UnreadablePosterError)) throw error;
    return { imdbId, status: "unreadable", reason: error.reason };
  }
  return { imdbId, status: "readable", sha256: sha256(await Deno.readFile(file)) };
}

/** SHA-256 of bytes or text, in hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
