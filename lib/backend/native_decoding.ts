/**
 * JPEG files to pixels by a function of the project's own (cpp/decode_pictures.cc): TensorFlow's
 * decoder, and a resizing that gives the very bytes that libvips gives, in a tenth of the time. Other
 * threads do it, which yield to those that train. On the backend `tensorflow` alone.
 * @module
 */
import { tfjsBindingFile } from "../setup/paths.ts";
import { hasNativeOps } from "./native_backend.ts";

/** Height and width of the wanted pictures, in pixels. */
export interface DecodedSize {
  /** Number of rows. */
  readonly heightPx: number;
  /** Number of columns. */
  readonly widthPx: number;
}

const functions = {
  can_decode_pictures: { parameters: [], result: "bool" },
  decode_pictures: {
    parameters: ["buffer", "buffer", "i32", "i32", "i32", "buffer", "buffer"],
    result: "void",
    nonblocking: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

type NativeDecoder = Deno.DynamicLibrary<typeof functions>["symbols"];

let known: NativeDecoder | null | undefined;

/** The functions, or null where they were not compiled or the processor lacks AVX2. */
function nativeDecoder(): NativeDecoder | null {
  if (!hasNativeOps()) return null;
  return known === undefined ? known = openDecoder() : known;
}

function openDecoder(): NativeDecoder | null {
  try {
    // The library that tfjs-node has loaded: it stays open to the end.
    const { symbols } = Deno.dlopen(tfjsBindingFile, functions);
    return symbols.can_decode_pictures() ? symbols : null;
  } catch {
    // They are not in it, or Deno may not call foreign functions; chooseBackend() tells that they
    // are missing, and libvips decodes.
    return null;
  }
}

/** Whether the selected backend comes with the decoder: see the module. */
export function hasNativeDecoding(): boolean {
  return nativeDecoder() !== null;
}

/**
 * Decodes JPEG files and squeezes the pictures to a size; ask {@linkcode hasNativeDecoding} first.
 * Orientation and colour profiles that a file may name are not looked at.
 * @param files Contents; no side of a picture may be twice as large as wanted, or larger.
 * @returns Pixels of each, shape [height, width, 3], or null where TensorFlow cannot decode it.
 */
export async function decodeJpegs(
  files: readonly Uint8Array[],
  { heightPx, widthPx }: DecodedSize,
): Promise<(Uint8Array | null)[]> {
  const { contents, ends } = oneAfterAnother(files);
  const nBytes = heightPx * widthPx * 3;
  const pixels = new Uint8Array(files.length * nBytes);
  const isDecoded = new Uint8Array(files.length);
  await nativeDecoder()!.decode_pictures(
    contents,
    ends,
    files.length,
    heightPx,
    widthPx,
    pixels,
    isDecoded,
  );
  return files.map((_, i) => isDecoded[i] ? pixels.subarray(i * nBytes, (i + 1) * nBytes) : null);
}

/** All bytes in one array, and where each file's end. */
function oneAfterAnother(files: readonly Uint8Array[]) {
  const ends = new BigInt64Array(files.length);
  const contents = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const [i, file] of files.entries()) {
    contents.set(file, end);
    ends[i] = BigInt(end += file.length);
  }
  return { contents, ends };
}
