/**
 * Genres to multi-hot rows and back. The order of the labels belongs to the data set.
 * @module
 */
import type { Movie } from "../metadata/movie.ts";

/** Genres of a data set and their places in a multi-hot row. */
export interface LabelEncoder {
  /** Label of each place of a row. */
  readonly labels: readonly string[];
  /**
   * Genres to a row of 0 and 1, shape [nLabels].
   * @throws {RangeError} If a genre is not among the labels.
   */
  encode(genres: readonly string[]): Uint8Array;
  /**
   * A row of 0 and 1, shape [nLabels], to genres in the order of the labels.
   * @throws {RangeError} If the row has another length or holds another value.
   */
  decode(row: ArrayLike<number>): string[];
}

/**
 * An encoder for the given labels, in the given order.
 * @throws {RangeError} If there is no label, or one is empty or stands twice.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const encoder = makeLabelEncoder(["Action", "Comedy", "Drama"]);
 * assertEquals([...encoder.encode(["Drama", "Action"])], [1, 0, 1]);
 * assertEquals(encoder.decode([1, 0, 1]), ["Action", "Drama"]);
 * ```
 */
export function makeLabelEncoder(labels: readonly string[]): LabelEncoder {
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  if (labels.length === 0 || indexOf.size < labels.length || indexOf.has("")) {
    throw new RangeError(
      `Cannot make a label encoder as labels must be different, non-empty names: ` +
        `current value is ${JSON.stringify(labels)}`,
    );
  }
  return {
    labels: [...labels],
    encode(genres) {
      const row = new Uint8Array(labels.length);
      for (const genre of genres) {
        const index = indexOf.get(genre);
        if (index === undefined) {
          throw new RangeError(
            `Cannot encode genres as each must be one of ${labels.join(", ")}: ` +
              `current value is ${JSON.stringify(genre)}`,
          );
        }
        row[index] = 1;
      }
      return row;
    },
    decode(row) {
      const values = Array.from(row);
      const faulty = values.find((value) => value !== 0 && value !== 1);
      if (values.length !== labels.length || faulty !== undefined) {
        throw new RangeError(
          `Cannot decode a row as it must hold ${labels.length} values of 0 or 1: current value ` +
            (faulty === undefined ? `has length ${values.length}` : `holds ${faulty}`),
        );
      }
      return labels.filter((_, index) => values[index] === 1);
    },
  };
}

/** All genres of the movies, each once, in alphabetical order. */
export function labelsOf(movies: readonly Pick<Movie, "genres">[]): string[] {
  return [...new Set(movies.flatMap(({ genres }) => genres))].sort();
}
