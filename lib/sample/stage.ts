/**
 * What a motif is given to draw on: chance, colours and a place for SVG definitions.
 * @module
 */
import type { Prng } from "../random.ts";
import type { Palette } from "./palettes.ts";

/** Width of a poster in pixels, as in the real table's addresses. */
export const POSTER_WIDTH_PX = 182;
/** Height of a poster in pixels. */
export const POSTER_HEIGHT_PX = 268;

/** The drawing in progress. */
export interface Stage {
  /** Chance. */
  readonly prng: Prng;
  /** Colours. */
  readonly palette: Palette;
  /** Stores an SVG definition under a fresh id; returns `url(#id)`. */
  define(makeElement: (id: string) => string): string;
  /** All definitions so far. */
  definitions(): string;
}

/** Draws one part of a poster. @returns SVG elements, in poster pixels. */
export type Motif = (stage: Stage) => string;

/** An empty stage. */
export function makeStage(prng: Prng, palette: Palette): Stage {
  const definitions: string[] = [];
  return {
    prng,
    palette,
    define(makeElement) {
      const id = `d${definitions.length}`;
      definitions.push(makeElement(id));
      return `url(#${id})`;
    },
    definitions: () => definitions.join(""),
  };
}

/** A number in [min, max). */
export function between(prng: Prng, min: number, max: number): number {
  return min + (max - min) * prng.uniform();
}

/** What `make` gives for 0 to count - 1, joined. */
export function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("");
}
