/**
 * Poster files to pixels and back; the only file that imports sharp (libvips).
 * @module
 */
import sharp from "sharp";

/** Size of a picture in pixels. */
export interface ImageSize {
  /** Number of rows. */
  readonly heightPx: number;
  /** Number of columns. */
  readonly widthPx: number;
}

/** A picture in RGB. */
export interface RgbImage extends ImageSize {
  /** Values 0 to 255, row by row, shape [height, width, 3]. */
  readonly pixels: Uint8Array;
}

/** A poster file that cannot be turned into pixels; `cause` holds libvips' own words. */
export class UnreadablePosterError extends Error {
  /** Name of the class. */
  override readonly name = "UnreadablePosterError";
  /** What is wrong, without the file's name. */
  readonly reason: string;

  /** For a file, what is wrong with it, and what was thrown while reading it. */
  constructor(file: string, reason: string, cause: unknown) {
    super(`Cannot read poster ${file}: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * What decides the pixels besides the poster: this file's treatment of it, and the libraries that
 * decode and resize. The first number goes up when {@linkcode decodePosterBytes} gives other pixels.
 */
export const DECODER_VERSION = `1-sharp${sharp.versions.sharp}-vips${sharp.versions.vips}`;

/**
 * Reads a poster file.
 * @throws {UnreadablePosterError} If the file is missing or cannot be read.
 */
export async function readPosterFile(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(file);
  } catch (cause) {
    throw new UnreadablePosterError(file, faultOf(new Uint8Array(), cause), cause);
  }
}

/**
 * Decodes a poster to RGB: EXIF orientation applied, greyscale and CMYK converted to sRGB,
 * transparency laid on white, 16-bit reduced to 8. Where a side grows, libvips places the picture
 * half a pixel of the result too far down or right.
 * @param file Path of a JPEG, PNG, WebP, AVIF, GIF or TIFF file.
 * @param size Size to squeeze the picture to, without keeping its proportions; its own if omitted.
 * @throws {UnreadablePosterError} If the file is missing, empty, truncated or not a picture.
 */
export async function decodePoster(file: string, size?: ImageSize): Promise<RgbImage> {
  return await decodePosterBytes(await readPosterFile(file), file, size);
}

/**
 * Decodes the content of a poster file, as {@linkcode decodePoster} does.
 * @param bytes Content of the file.
 * @param file The file's name, for errors.
 * @param size Size to squeeze the picture to; its own if omitted.
 * @throws {UnreadablePosterError} If the content is empty, truncated or not a picture.
 */
export async function decodePosterBytes(
  bytes: Uint8Array,
  file: string,
  size?: ImageSize,
): Promise<RgbImage> {
  try {
    // "error" refuses truncated files, which libvips would otherwise pad with grey.
    const picture = sharp(bytes, { failOn: "error" }).autoOrient();
    if (size) picture.resize({ width: size.widthPx, height: size.heightPx, fit: "fill" });
    const { data, info } = await picture
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) {
      throw new Error(`expected 3 channels: current value is ${info.channels}`);
    }
    return { pixels: plainBytes(data), heightPx: info.height, widthPx: info.width };
  } catch (cause) {
    throw new UnreadablePosterError(file, faultOf(bytes, cause), cause);
  }
}

/**
 * What is wrong with a file. Not libvips' words: it keeps them in one buffer for all threads, so
 * they repeat, and mix where several files are read at once.
 */
function faultOf(bytes: Uint8Array, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [system] = message.match(/^.*\(os error \d+\)/) ?? [];
  if (system) return system;
  if (bytes.length === 0) return "the file is empty";
  if (message.includes("unsupported image format")) return "not a picture of a known format";
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const hasEnd = bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  return isJpeg && !hasEnd ? "the JPEG file is cut off" : "the picture is damaged";
}

/** Options of {@linkcode encodeJpeg}. */
export interface EncodeJpegOptions {
  /** 1 to 100; 85 by default. */
  readonly quality?: number;
  /** Whether to write one channel of grey instead of colours. */
  readonly isGrey?: boolean;
}

/** Encodes pixels as a JPEG file. */
export async function encodeJpeg(
  image: RgbImage,
  { quality = 85, isGrey = false }: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  const picture = fromPixels(image);
  return plainBytes(
    await (isGrey ? picture.toColourspace("b-w") : picture).jpeg({ quality })
      .toBuffer(),
  );
}

/** Encodes pixels as a PNG file. */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  return plainBytes(await fromPixels(image).png().toBuffer());
}

function fromPixels({ pixels, widthPx, heightPx }: RgbImage) {
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

/** Node's Buffer is a Uint8Array whose `slice` shares memory; callers get the standard one. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
