/**
 * Backgrounds without a place: flat colour, rays, stripes, paper, curtains.
 * @module
 */
import { mix } from "../colour.ts";
import { fade, glow, vanish } from "../paints.ts";
import {
  blobPath,
  cover,
  group,
  path,
  type Point,
  polygon,
  rect,
  round,
  stroke,
} from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

/** One colour, lit from the middle. */
export function plain(stage: Stage): string {
  const { palette } = stage;
  return cover(fade(stage, [palette.top, palette.low])) +
    round(91, 120, 130, glow(stage, palette.light, 0.55));
}

/** Broad rays from one point. */
export function sunburst(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 75, 107), y = between(prng, 110, 180), count = prng.integer(9, 15);
  const ray = (i: number) => {
    const at = (angle: number): Point => [x + 240 * Math.cos(angle), y + 240 * Math.sin(angle)];
    return polygon(
      [[x, y], at(i / count * 2 * Math.PI), at((i + 0.5) / count * 2 * Math.PI)],
      mix(palette.top, palette.low, 0.8),
    );
  };
  return cover(palette.top) + repeat(count, ray) +
    round(x, y, 110, glow(stage, palette.light, 0.8));
}

/** Slanted bands. */
export function diagonals(stage: Stage): string {
  const { prng, palette } = stage;
  const lean = between(prng, 50, 80) * (prng.chance(0.5) ? 1 : -1);
  const bands = repeat(9, () => {
    const x = between(prng, -40, 222), w = between(prng, 4, 42);
    return polygon(
      [[x, -5], [x + w, -5], [x + w - lean, 275], [x - lean, 275]],
      prng.pick([palette.far, palette.low, palette.accent, palette.near]),
      `fill-opacity="${between(prng, 0.35, 0.9).toFixed(2)}"`,
    );
  });
  return cover(fade(stage, [palette.top, palette.low], 60)) + bands +
    round(91, 130, 110, glow(stage, palette.light, 0.5));
}

/** Wide horizontal stripes. */
export function stripes(stage: Stage): string {
  const { prng, palette } = stage;
  const h = between(prng, 14, 34);
  return cover(palette.top) +
    repeat(Math.ceil(140 / h), (i) => rect(0, i * 2 * h, 182, h, palette.low)) +
    round(91, 140, 70, mix(palette.accent, palette.low, 0.2));
}

/** Dots that grow downwards, as in print. */
export function halftone(stage: Stage): string {
  const { palette } = stage;
  const rows = repeat(
    24,
    (row) =>
      repeat(
        17,
        (column) =>
          round(column * 11.4 + (row % 2) * 5.7 - 3, row * 11.6, 0.6 + row * 0.2, palette.accent),
      ),
  );
  return cover(fade(stage, [palette.top, palette.low])) + group(rows, `opacity="0.35"`) +
    round(91, 120, 105, glow(stage, palette.light, 0.7));
}

/** Spots of colour like wet paint. */
export function spots(stage: Stage): string {
  const { prng, palette } = stage;
  return cover(palette.low) +
    repeat(
      9,
      () =>
        path(
          blobPath(prng, between(prng, 0, 182), between(prng, 0, 268), between(prng, 18, 58), 0.3),
          prng.pick([palette.top, palette.accent, palette.far, palette.light]),
          `fill-opacity="0.75"`,
        ),
    );
}

/** Old paper with stains. */
export function paper(stage: Stage): string {
  const { prng, palette } = stage;
  const stain = glow(stage, palette.far, 0.6);
  return cover(fade(stage, [mix(palette.light, palette.low, 0.4), palette.low])) +
    repeat(9, () =>
      path(
        blobPath(prng, between(prng, 0, 182), between(prng, 0, 268), between(prng, 20, 65), 0.4),
        stain,
      ));
}

/** Smoke over darkness. */
export function smoke(stage: Stage): string {
  const { prng, palette } = stage;
  const paints = [palette.far, palette.low, palette.near].map((colour) => glow(stage, colour, 0.9));
  const puffs = repeat(
    22,
    () =>
      path(
        blobPath(prng, between(prng, -5, 187), between(prng, 60, 260), between(prng, 18, 62), 0.4),
        prng.pick(paints),
      ),
  );
  return cover(fade(stage, [palette.top, palette.far, palette.near])) +
    round(between(prng, 50, 132), between(prng, 90, 160), 110, glow(stage, palette.low, 0.95)) +
    puffs;
}

/** A curtain with folds, lit by a spot. */
export function curtain(stage: Stage): string {
  const { prng, palette } = stage;
  const fold = between(prng, 14, 24);
  const paint = fade(stage, [palette.far, palette.low, palette.far, palette.near], 0);
  return cover(palette.near) +
    repeat(Math.ceil(182 / fold), (i) => rect(i * fold, 0, fold + 0.5, 232, paint)) +
    rect(0, 0, 182, 60, vanish(stage, palette.near, 90, 0.9)) +
    polygon([[91, -20], [10, 240], [172, 240]], vanish(stage, palette.light, 90, 0.5)) +
    rect(0, 228, 182, 42, fade(stage, [mix(palette.far, palette.accent, 0.25), palette.near])) +
    round(91, 236, 66, palette.light, `fill-opacity="0.4"`, 9);
}

/** Beams of coloured light over a dark stage. */
export function spotlights(stage: Stage): string {
  const { prng, palette } = stage;
  const beams = repeat(6, (i) => {
    const x = 15 + i * 30, reach = between(prng, -60, 60);
    return polygon(
      [[x - 2, -4], [x + 2, -4], [x + reach + 24, 240], [x + reach - 24, 240]],
      vanish(stage, prng.pick([palette.light, palette.accent, palette.low]), 90, 0.75),
    );
  });
  return cover(fade(stage, [palette.near, palette.top, palette.low])) + beams +
    repeat(
      22,
      () =>
        round(
          between(prng, 0, 182),
          between(prng, 90, 230),
          between(prng, 2, 8),
          prng.pick([palette.accent, palette.light, palette.low]),
          `fill-opacity="0.3"`,
        ),
    );
}

/** A dark wall with scratches. */
export function scratchedWall(stage: Stage): string {
  const { prng, palette } = stage;
  return cover(fade(stage, [palette.top, palette.far, palette.near])) +
    round(91, between(prng, 80, 130), 95, glow(stage, palette.low, 0.95)) +
    repeat(26, () => {
      const x = between(prng, 0, 182), y = between(prng, 0, 250);
      return stroke(
        [[x, y], [x + prng.normal(0, 5), y + between(prng, 8, 50)]],
        prng.chance(0.6) ? palette.near : palette.low,
        between(prng, 0.3, 1.4),
        `stroke-opacity="0.6"`,
      );
    });
}
