import { assertEquals, assertThrows } from "@std/assert";
import { labelsOf, makeLabelEncoder } from "../../lib/dataset/label_encoder.ts";

const encoder = makeLabelEncoder(["Action", "Comedy", "Drama", "War"]);

Deno.test("labelsOf() gives every genre once, in alphabetical order", () => {
  const movies = [["War", "Drama"], [], ["Action", "Drama"]].map((genres) => ({ genres }));
  assertEquals(labelsOf(movies), ["Action", "Drama", "War"]);
});

Deno.test("encode() puts a 1 at the place of each genre, in whatever order they come", () => {
  assertEquals(encoder.encode(["War", "Action"]), new Uint8Array([1, 0, 0, 1]));
  assertEquals(encoder.encode([]), new Uint8Array(4));
});

Deno.test("decode(encode(genres)) is the identity on every set of genres", () => {
  for (let set = 0; set < 2 ** encoder.labels.length; set++) {
    const genres = encoder.labels.filter((_, i) => set & (1 << i));
    assertEquals(encoder.decode(encoder.encode(genres)), genres);
  }
});

Deno.test("encode() names an unknown genre", () => {
  assertThrows(
    () => encoder.encode(["Drama", "Opera"]),
    RangeError,
    "Cannot encode genres as each must be one of Action, Comedy, Drama, War: " +
      'current value is "Opera"',
  );
});

Deno.test("decode() rejects a row of another length or with other values", () => {
  assertThrows(() => encoder.decode([1, 0, 0]), RangeError, "current value has length 3");
  assertThrows(() => encoder.decode([1, 0, 0.5, 0]), RangeError, "current value holds 0.5");
});

Deno.test("makeLabelEncoder() rejects no labels, an empty one and one that stands twice", () => {
  for (const labels of [[], ["Action", ""], ["Action", "Action"]]) {
    assertThrows(
      () => makeLabelEncoder(labels),
      RangeError,
      `different, non-empty names: current value is ${JSON.stringify(labels)}`,
    );
  }
});
