/**
 * Subjects that are buildings or wrecks: a haunted house, a castle, ruins, a stadium.
 * @module
 */
import { mix } from "../colour.ts";
import { glow, vanish } from "../paints.ts";
import { path, place, polygon, rect, ridge, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { audience } from "./figure.ts";

/** A crooked house on a hill with lit windows. */
export function hauntedHouse(stage: Stage): string {
  const { prng, palette } = stage;
  const wall = palette.near, lit = prng.chance(0.5) ? palette.light : palette.accent;
  const window = (x: number, y: number) =>
    rect(x, y, 5, 8, lit, `fill-opacity="${prng.chance(0.6) ? 0.95 : 0.15}"`);
  const house = rect(-30, -62, 60, 66, wall) + polygon([[-36, -60], [-8, -92], [20, -60]], wall) +
    rect(12, -96, 22, 100, wall) + polygon([[8, -95], [23, -130], [38, -95]], wall) +
    rect(-26, -98, 7, 30, wall) + stroke([[23, -130], [23, -142]], wall, 1.5) +
    window(-22, -48) + window(-8, -48) + window(-22, -28) + window(19, -84) + window(20, -50) +
    window(-11, -72);
  return path("M-5 270V232Q60 214 92 190Q130 212 190 236V270Z", wall) +
    place(house, 91, 200, between(prng, 0.8, 1.05), between(prng, -4, 4));
}

/** Towers with pointed roofs on a rock. */
export function castle(stage: Stage): string {
  const { prng, palette } = stage;
  const wall = mix(palette.near, palette.far, 0.35);
  const tower = (x: number, w: number, h: number) =>
    rect(x - w / 2, -h, w, h, wall) +
    polygon(
      [[x - w * 0.75, -h], [x, -h - w * 2], [x + w * 0.75, -h]],
      mix(palette.accent, palette.near, 0.5),
    ) +
    rect(x - 1.2, -h + 6, 2.4, 5, palette.light);
  const body = rect(-38, -30, 76, 32, wall) + tower(-34, 12, between(prng, 42, 60)) +
    tower(34, 12, between(prng, 42, 64)) +
    tower(-12, 11, between(prng, 55, 80)) + tower(10, 15, between(prng, 72, 96)) +
    path("M-7 2V-12Q0-20 7-12V2Z", palette.near);
  return round(91, 140, 85, glow(stage, palette.light, 0.6)) +
    place(body, 91, 208, between(prng, 0.85, 1.15)) +
    path("M-5 270V240Q40 205 91 204Q146 205 190 244V270Z", mix(palette.near, palette.far, 0.12));
}

/** Broken walls and smoke. */
export function ruins(stage: Stage): string {
  const { prng, palette } = stage;
  const wall = (x: number) => {
    const w = between(prng, 22, 40), h = between(prng, 30, 84);
    return polygon([
      [x, 230],
      [x, 230 - h * 0.8],
      [x + w * 0.3, 230 - h],
      [x + w * 0.45, 230 - h * 0.6],
      [x + w * 0.7, 230 - h * 0.75],
      [x + w, 230 - h * 0.3],
      [x + w, 230],
    ], mix(palette.near, palette.far, between(prng, 0, 0.4))) +
      rect(x + w * 0.2, 230 - h * 0.5, 5, 9, palette.low);
  };
  const dust = glow(stage, mix(palette.far, palette.near, 0.5), 0.8);
  const puffs = repeat(
    7,
    () =>
      round(
        between(prng, 10, 172),
        between(prng, 70, 170),
        between(prng, 20, 44),
        dust,
      ),
  );
  return puffs + repeat(5, (i) => wall(-8 + i * 40)) +
    ridge(prng, 232, 12, palette.near, { roughness: 0.7 });
}

/** Floodlights, a pitch and heads in the stands. */
export function stadium(stage: Stage): string {
  const { prng, palette } = stage;
  const lamp = (x: number) =>
    stroke([[x, 60], [x, 160]], palette.near, 2.5) + rect(x - 13, 46, 26, 15, palette.near) +
    repeat(6, (i) => round(x - 9 + (i % 3) * 9, 50 + Math.floor(i / 3) * 7, 3, palette.light)) +
    round(x, 53, 38, glow(stage, palette.light, 0.95));
  const dots = repeat(
    160,
    () =>
      round(
        between(prng, 0, 182),
        between(prng, 138, 172),
        1.4,
        prng.pick([palette.accent, palette.light, palette.far, palette.near]),
      ),
  );
  return rect(0, 134, 182, 44, mix(palette.near, palette.far, 0.2)) + dots + lamp(24) + lamp(158) +
    polygon([[-2, 176], [184, 176], [184, 270], [-2, 270]], palette.far) +
    repeat(
      5,
      (i) =>
        polygon(
          [[i * 40 - 10, 270], [i * 40 + 10, 270], [55 + i * 19, 176], [46 + i * 19, 176]],
          palette.light,
          `fill-opacity="0.14"`,
        ),
    ) +
    stroke([[0, 196], [182, 196]], palette.light, 1.4) +
    rect(0, 176, 182, 92, vanish(stage, palette.near, 270, 0.7));
}

/** Heads in a dark hall in front of a bright screen. */
export function cinema(stage: Stage): string {
  const { palette } = stage;
  return polygon(
    [[22, 72], [160, 72], [152, 158], [30, 158]],
    palette.light,
    `fill-opacity="0.95"`,
  ) +
    round(91, 116, 110, glow(stage, palette.light, 0.55)) +
    audience(palette.near, 192, Array.from({ length: 8 }, (_, i) => 8 + i * 24)) +
    audience(palette.near, 216, Array.from({ length: 8 }, (_, i) => -4 + i * 26));
}
