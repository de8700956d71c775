/**
 * SVG shapes as text; numbers are rounded to keep the documents small.
 * @module
 */
import type { Prng } from "../random.ts";
import { POSTER_HEIGHT_PX, POSTER_WIDTH_PX } from "./stage.ts";

/** A point in poster pixels. */
export type Point = readonly [x: number, y: number];

/** A number with at most two decimals. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A rectangle; `more` holds further attributes. */
export function rect(x: number, y: number, w: number, h: number, fill: string, more = ""): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(w)}" height="${
    num(h)
  }" fill="${fill}" ${more}/>`;
}

/** A rectangle over the whole poster. */
export function cover(fill: string, more = ""): string {
  return rect(0, 0, POSTER_WIDTH_PX, POSTER_HEIGHT_PX, fill, more);
}

/** A circle, or with `ry` an ellipse. */
export function round(x: number, y: number, r: number, fill: string, more = "", ry = r): string {
  return `<ellipse cx="${num(x)}" cy="${num(y)}" rx="${num(r)}" ry="${
    num(ry)
  }" fill="${fill}" ${more}/>`;
}

/** A filled path. */
export function path(d: string, fill: string, more = ""): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

/** A filled polygon. */
export function polygon(points: readonly Point[], fill: string, more = ""): string {
  return `<polygon points="${
    points.map(([x, y]) => `${num(x)},${num(y)}`).join(" ")
  }" fill="${fill}" ${more}/>`;
}

/** A line through the points with round ends. */
export function stroke(
  points: readonly Point[],
  colour: string,
  widthPx: number,
  more = "",
): string {
  return `<polyline points="${
    points.map(([x, y]) => `${num(x)},${num(y)}`).join(" ")
  }" fill="none" stroke="${colour}" stroke-width="${
    num(widthPx)
  }" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

/** Elements moved, then scaled and turned about their own origin. */
export function place(body: string, x: number, y: number, scale = 1, degrees = 0): string {
  return `<g transform="translate(${num(x)} ${num(y)}) rotate(${num(degrees)}) scale(${
    num(scale)
  })">${body}</g>`;
}

/** Elements under common attributes, such as `opacity="0.5"`. */
export function group(body: string, attributes: string): string {
  return `<g ${attributes}>${body}</g>`;
}

/** Heights of a broken line by midpoint displacement: 2^depth + 1 numbers about 0. */
export function ridgeHeights(prng: Prng, depth: number, roughness: number): number[] {
  let heights = [prng.normal(), prng.normal()];
  for (let level = 0, spread = 1; level < depth; level++, spread *= roughness) {
    heights = heights.flatMap((h, i) =>
      i + 1 < heights.length ? [h, (h + heights[i + 1]) / 2 + spread * prng.normal()] : [h]
    );
  }
  return heights;
}

/** Ground from a broken horizon down to the lower edge. */
export function ridge(
  prng: Prng,
  y: number,
  heightPx: number,
  fill: string,
  { roughness = 0.5, depth = 6 } = {},
): string {
  const heights = ridgeHeights(prng, depth, roughness);
  const step = (POSTER_WIDTH_PX + 8) / (heights.length - 1);
  const top = heights.map((h, i): Point => [i * step - 4, y - h * heightPx * 0.5]);
  return polygon([...top, [190, 270], [-8, 270]], fill);
}

/** A closed smooth outline around a centre. @param wobble 0 gives a circle. */
export function blobPath(prng: Prng, x: number, y: number, r: number, wobble: number): string {
  const count = 9;
  const points = Array.from({ length: count }, (_, i): Point => {
    const radius = r * (1 + wobble * (prng.uniform() * 2 - 1));
    const angle = i / count * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return smoothPath(points);
}

/** A closed curve through the midpoints of the given outline. */
export function smoothPath(points: readonly Point[]): string {
  const at = (i: number) => points[i % points.length];
  const middle = (i: number) =>
    `${num((at(i)[0] + at(i + 1)[0]) / 2)} ${num((at(i)[1] + at(i + 1)[1]) / 2)}`;
  return `M${middle(0)}` +
    points.map((_, i) => `Q${num(at(i + 1)[0])} ${num(at(i + 1)[1])} ${middle(i + 1)}`).join("") +
    "Z";
}
