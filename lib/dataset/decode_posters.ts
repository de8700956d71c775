/**
 * Several posters to pixels of one size, by the faster of two decoders that give the same bytes.
 * @module
 */
import { decodeJpegs, hasNativeDecoding } from "../backend/native_decoding.ts";
import { plainJpegSize } from "../posters/plain_jpeg.ts";
import {
  decodePosterBytes,
  type ImageSize,
  readPosterFile,
  UnreadablePosterError,
} from "../posters/poster_image.ts";

/** A poster file that has been read. */
export interface PosterContent {
  /** The file's name, for errors. */
  readonly file: string;
  /** What is in it. */
  readonly bytes: Uint8Array;
}

/** Reads a poster file; where it cannot be read, says why. */
export async function readPosterContent(
  file: string,
): Promise<PosterContent | UnreadablePosterError> {
  return await orWhyNot(async () => ({ file, bytes: await readPosterFile(file) }));
}

/**
 * Decodes posters and squeezes them to a size, as `decodePoster()` does: plain JPEG files natively
 * where that is there, all others, and those that TensorFlow cannot decode, by libvips.
 * @param contents Files that could not be read are passed on.
 * @returns Pixels of each, shape [height, width, 3], or why there are none.
 */
export async function decodePosters(
  contents: readonly (PosterContent | UnreadablePosterError)[],
  size: ImageSize,
): Promise<(Uint8Array | UnreadablePosterError)[]> {
  const isNative = contents.map((content) =>
    !(content instanceof Error) && hasNativeDecoding() && isDecodedAlike(content.bytes, size)
  );
  const files = contents.filter((_, i) => isNative[i]) as PosterContent[];
  const decoded = files.length ? await decodeJpegs(files.map(({ bytes }) => bytes), size) : [];
  const pixels = isNative.map((isDone) => isDone ? decoded.shift()! : null);
  return await Promise.all(contents.map(async (content, i) => {
    if (pixels[i]) return pixels[i];
    if (content instanceof Error) return content;
    const { bytes, file } = content;
    return await orWhyNot(async () => (await decodePosterBytes(bytes, file, size)).pixels);
  }));
}

/** What a poster gives, or why it gives nothing. */
async function orWhyNot<T>(give: () => Promise<T>): Promise<T | UnreadablePosterError> {
  try {
    return await give();
  } catch (error) {
    if (!(error instanceof UnreadablePosterError)) throw error;
    return error;
  }
}

/** Where a side shrinks to half or less, sharp has the JPEG decoder shrink first. */
function isDecodedAlike(bytes: Uint8Array, wanted: ImageSize): boolean {
  const own = plainJpegSize(bytes);
  return own !== null && own.heightPx < 2 * wanted.heightPx && own.widthPx < 2 * wanted.widthPx;
}
