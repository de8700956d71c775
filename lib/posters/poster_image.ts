/**
 * Poster files to pixels and back; the only file that imports sharp (libvips).
 * @module
 */
import sharp from "sharp";

/** Size of a picture in pixels. */
export interface ImageSize {
  readonly heightPx: number;
  readonly widthPx: number;
}

/** Pixel values 0 to 255, row by row, shape [height, width, 3] (RGB). */
export interface RgbImage extends ImageSize {
  readonly pixels: Uint8Array;
}

/** A poster file that cannot be turned into pixels; `message` names the file and libvips' reason. */
export class UnreadablePosterError extends Error {
  override readonly name = "UnreadablePosterError";
  /** What libvips said, without the file name. */
  readonly reason: string;

  constructor(file: string, cause: unknown) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).trim();
    super(`Cannot read poster ${file}: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * Decodes a poster to RGB: EXIF orientation applied, greyscale and CMYK converted to sRGB,
 * transparency laid on white, 16-bit reduced to 8.
 * @param file Path of a JPEG, PNG, WebP, AVIF, GIF or TIFF file.
 * @param size Size to squeeze the picture to, without keeping its proportions; its own if omitted.
 * @throws {UnreadablePosterError} If the file is missing, empty, truncated or not a picture.
 */
export async function decodePoster(file: string, size?: ImageSize): Promise<RgbImage> {
  try {
    // "error" refuses truncated files, which libvips would otherwise pad with grey.
    const picture = sharp(await Deno.readFile(file), { failOn: "error" }).autoOrient();
    if (size) picture.resize({ width: size.widthPx, height: size.heightPx, fit: "fill" });
    const { data, info } = await picture
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) {
      throw new Error(`expected 3 channels: current value is ${info.channels}`);
    }
    return { pixels: data, heightPx: info.height, widthPx: info.width };
  } catch (cause) {
    throw new UnreadablePosterError(file, cause);
  }
}

/** Encodes pixels as a JPEG file. @param quality 1 to 100. */
export async function encodeJpeg(image: RgbImage, quality = 85): Promise<Uint8Array> {
  return await fromPixels(image).jpeg({ quality }).toBuffer();
}

/** Encodes pixels as a PNG file. */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  return await fromPixels(image).png().toBuffer();
}

function fromPixels({ pixels, widthPx, heightPx }: RgbImage) {
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}
