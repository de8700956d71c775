/**
 * JPEG files whose pixels are just what the compressed data says.
 * @module
 */
import type { ImageSize } from "./poster_image.ts";

/** Segments without influence on the pixels' meaning: JFIF, comments, tables, restart interval. */
const plainMarkers = new Set([0xe0, 0xfe, 0xdb, 0xc4, 0xdd]);
/** Beginning of the picture's own data: baseline, extended or progressive, Huffman-coded. */
const frameMarkers = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Size of the picture in a plain JPEG file: 8 bits, grey or three colours, no orientation, colour
 * profile or other data of an application in front of the picture.
 * @returns null for every other file.
 */
export function plainJpegSize(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole = bytes.length > 4 && view.getUint16(0) === 0xffd8 &&
    view.getUint16(bytes.length - 2) === 0xffd9;
  if (!isWhole) return null;
  // Each segment: 0xff, marker, length of what follows, its own two bytes included.
  for (let at = 2; at + 10 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff) return null;
    if (frameMarkers.has(marker)) {
      const [bitDepth, nComponents] = [bytes[at + 4], bytes[at + 9]];
      const size = { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
      const isPlain = bitDepth === 8 && (nComponents === 1 || nComponents === 3) &&
        size.heightPx > 0 && size.widthPx > 0;
      return isPlain ? size : null;
    }
    if (!plainMarkers.has(marker)) return null;
  }
  return null;
}
