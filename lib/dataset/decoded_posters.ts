/**
 * Decoded posters kept on disk: decoding takes far longer than reading the pixels back.
 * @module
 */
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { DECODER_VERSION, type ImageSize, UnreadablePosterError } from "../posters/poster_image.ts";
import { decodePosters, readPosterContent } from "./decode_posters.ts";
import { sha256 } from "./poster_files.ts";

/** Folder of a data set that keeps its decoded posters; it may be removed at any time. */
export function decodedDirOf(datasetDir: string): string {
  return join(datasetDir, "decoded");
}

/** The folder of {@linkcode decodedDirOf} if it is there: what training has begun can be used. */
export async function existingDecodedDir(datasetDir: string): Promise<string | undefined> {
  const dir = decodedDirOf(datasetDir);
  try {
    await Deno.stat(dir);
    return dir;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Bytes of a picture in RGB. */
export function bytesPerPicture({ heightPx, widthPx }: ImageSize): number {
  return heightPx * widthPx * 3;
}

/**
 * Writes posters' pixels into `target`, by decoding them or, where the same poster was decoded to
 * the same size before, from what was kept then. A kept picture is found by the SHA-256 of the
 * poster's bytes, so that a poster that has changed never gives the pixels of its former self.
 * @param target Shape [posters, height, width, 3].
 * @param decodedDir Folder for what is kept; without it nothing is kept.
 * @returns Of each poster why it cannot be read or decoded, or null if it could be.
 * @throws {Error} If a decoded picture cannot be kept.
 */
export async function readPosters(
  posterFiles: readonly string[],
  size: ImageSize,
  target: Uint8Array<ArrayBuffer>,
  decodedDir?: string,
): Promise<(UnreadablePosterError | null)[]> {
  const nBytes = bytesPerPicture(size);
  const targetOf = (i: number) => target.subarray(i * nBytes, (i + 1) * nBytes);
  const contents = await Promise.all(posterFiles.map(readPosterContent));
  const keptFiles = contents.map((content) =>
    decodedDir && !(content instanceof Error)
      ? keptFileOf(decodedDir, size, sha256(content.bytes))
      : null
  );
  const isKept = await Promise.all(
    keptFiles.map(async (file, i) => file !== null && await readKept(file, targetOf(i))),
  );
  const missing = [...isKept.keys()].filter((i) => !isKept[i]);
  const decoded = await decodePosters(missing.map((i) => contents[i]), size);
  const errors: (UnreadablePosterError | null)[] = posterFiles.map(() => null);
  await Promise.all(missing.map(async (i, k) => {
    const [pixels, keptFile] = [decoded[k], keptFiles[i]];
    if (pixels instanceof UnreadablePosterError) {
      errors[i] = pixels;
      return;
    }
    targetOf(i).set(pixels);
    if (keptFile) await keep(keptFile, pixels);
  }));
  return errors;
}

/** One file a picture: it is written whole or not at all, and needs no index. */
function keptFileOf(decodedDir: string, { heightPx, widthPx }: ImageSize, hash: string): string {
  const version = `${heightPx}x${widthPx}-${DECODER_VERSION}`;
  return join(decodedDir, version, hash.slice(0, 2), `${hash}.rgb`);
}

/** Reads pixels; false if they are not there, or not as they were written. */
async function readKept(file: string, target: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    // In one call, which another thread works on while this one computes.
    const content = await Deno.readFile(file);
    const pixels = content.subarray(0, target.length);
    if (content.length < target.length + 4) return false;
    const checksum = new DataView(content.buffer, content.byteOffset).getUint32(target.length);
    if (checksum !== crc32(pixels)) return false;
    target.set(pixels);
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return false;
  }
}

let nWritten = 0;

/** Writes the pixels and their CRC-32 aside, then renames the file. */
async function keep(file: string, pixels: Uint8Array): Promise<void> {
  // Movies may share a poster, and two runs a data set: each writer has a name of its own.
  const aside = `${file}.${Deno.pid}-${nWritten++}.part`;
  const content = new Uint8Array(pixels.length + 4);
  content.set(pixels);
  new DataView(content.buffer).setUint32(pixels.length, crc32(pixels));
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(aside, content);
    await Deno.rename(aside, file);
  } catch (cause) {
    // The first failure is the one to tell; often there is no file to remove.
    await Deno.remove(aside).catch(() => {});
    throw new Error(
      `Cannot keep a decoded poster as ${dirname(file)} must take ${content.length} bytes more: ` +
        `${(cause as Error).message} (the setting keepDecoded: false trains without)`,
      { cause },
    );
  }
}
