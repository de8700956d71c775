/**
 * What a feature extractor must take.
 * @module
 */
import type { ImageSize } from "../posters/poster_image.ts";

/** A network's input as it declares it. */
export interface DeclaredInput {
  /** Axes; null or a negative number where any length is taken, undefined where nothing is said. */
  readonly shape?: readonly (number | null)[];
  /** Type of its values. */
  readonly dtype: string;
}

/**
 * The size in which a network gets its pictures: its own, or the wanted one where it takes any.
 * @param inputs All inputs that the network declares.
 * @throws {Error} If it has several, or one that is not float32 [batch, height, width, 3].
 */
export function extractorInput(
  location: string,
  inputs: readonly DeclaredInput[],
  wanted: ImageSize,
): ImageSize {
  const refuse = (rule: string, value: unknown): never => {
    throw new Error(
      `Cannot take features from ${location} as its input must be ${rule}: current value is ${value}`,
    );
  };
  if (inputs.length !== 1) refuse("the only one", `${inputs.length} inputs`);
  const [{ shape, dtype }] = inputs;
  if (dtype !== "float32") refuse("float32", dtype);
  if (!shape?.length) return wanted;
  const lengths = shape.map((length) => length === null || length < 0 ? null : length);
  const shown = `[${lengths.map((length) => length ?? "any").join(", ")}]`;
  if (lengths.length !== 4 || (lengths[3] ?? 3) !== 3) {
    refuse("[batch, height, width, 3]", shown);
  }
  const [batch, heightPx, widthPx] = lengths;
  if (batch !== null) refuse("of any batch size", shown);
  return { heightPx: heightPx ?? wanted.heightPx, widthPx: widthPx ?? wanted.widthPx };
}
