/**
 * A movie's poster as an SVG document.
 * @module
 */
import { deriveSeed, makePrng } from "../random.ts";
import { composePoster } from "./composition.ts";
import { drawFramed, drawFull, drawPanels } from "./layouts.ts";
import { makeStage, POSTER_HEIGHT_PX, POSTER_WIDTH_PX } from "./stage.ts";

/** What {@linkcode drawPoster} needs to know of a movie. */
export interface PosterSubject {
  /** Title to set; what stands in parentheses is left out of the lettering. */
  readonly title: string;
  /** Genres; unknown ones are passed over. */
  readonly genres: readonly string[];
  /** Year of release, or null where unknown; old posters look faded. */
  readonly year: number | null;
  /** Seed of this one poster. */
  readonly seed: number;
}

/**
 * Draws a poster of 182 x 268 pixels. The genres choose colours, scene, subject and lettering, with
 * enough chance that some posters mislead.
 * @returns An SVG document; the same for the same arguments.
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * const svg = drawPoster({ title: "Dust (2004)", genres: ["Western"], year: 2004, seed: 1 });
 * assertStringIncludes(svg, 'width="182" height="268"');
 * ```
 */
export function drawPoster({ title, genres, year, seed }: PosterSubject): string {
  const composition = composePoster(makePrng(deriveSeed(seed, "composition")), genres, year);
  const stage = makeStage(makePrng(deriveSeed(seed, "drawing")), composition.palette);
  const draw = { full: drawFull, framed: drawFramed, panels: drawPanels }[composition.layout];
  const body = draw(stage, composition, letteredTitle(title));
  const [w, h] = [POSTER_WIDTH_PX, POSTER_HEIGHT_PX];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" ` +
    `viewBox="0 0 ${w} ${h}"><defs>${stage.definitions()}</defs>${body}</svg>`;
}

function letteredTitle(title: string): string {
  return title.replace(/\s*\([^)]*\)/g, "").trim() || title;
}
