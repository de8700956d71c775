/**
 * Scenes beyond the earth and behind the screen.
 * @module
 */
import { mix } from "../colour.ts";
import { fade, glow, vanish } from "../paints.ts";
import {
  cover,
  group,
  path,
  place,
  type Point,
  polygon,
  rect,
  ridge,
  round,
  stroke,
} from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { disc } from "./sky.ts";

/** Stars over the whole poster. */
function stars({ prng }: Stage, count: number): string {
  return repeat(count, () =>
    round(
      between(prng, 0, 182),
      between(prng, 0, 268),
      between(prng, 0.2, 0.9),
      "#ffffff",
      `fill-opacity="${prng.chance(0.3) ? 0.95 : 0.5}"`,
    ));
}

function nebula(stage: Stage): string {
  const { prng, palette } = stage;
  return repeat(5, () =>
    round(
      between(prng, 10, 172),
      between(prng, 20, 220),
      between(prng, 40, 90),
      glow(stage, prng.pick([palette.low, palette.accent, palette.far]), 0.5),
      "",
      between(prng, 25, 70),
    ));
}

/** A planet half in shadow, sometimes with a ring. */
export function planet(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 40, 142), y = between(prng, 80, 170), r = between(prng, 34, 70);
  const body = round(0, 0, r * 1.25, glow(stage, palette.accent, 0.6)) +
    round(
      0,
      0,
      r,
      fade(stage, [palette.light, mix(palette.low, palette.accent, 0.4), palette.near], 0),
    ) +
    repeat(
      4,
      (i) =>
        round(
          0,
          (i - 1.5) * r * 0.42,
          r * Math.sqrt(1 - ((i - 1.5) * 0.42) ** 2) * 0.97,
          i % 2 ? palette.far : palette.light,
          `fill-opacity="0.16"`,
          r * 0.09,
        ),
    );
  const ring = `<ellipse rx="${r * 1.7}" ry="${r * 0.32}" fill="none" stroke="${palette.light}" ` +
    `stroke-width="3" stroke-opacity="0.7" stroke-dasharray="${r * 3.1} ${r * 2}"/>`;
  return cover(fade(stage, [palette.top, mix(palette.top, palette.low, 0.5), palette.near])) +
    nebula(stage) + stars(stage, 90) +
    place(body + (prng.chance(0.5) ? ring : ""), x, y, 1, between(prng, -35, 35)) +
    (prng.chance(0.5)
      ? round(
        182 - x,
        between(prng, 30, 80),
        between(prng, 5, 12),
        fade(stage, [palette.light, palette.far], 20),
      )
      : "");
}

/** The curve of a world with dawn behind it. */
export function orbit(stage: Stage): string {
  const { prng, palette } = stage;
  const y = between(prng, 165, 205), x = between(prng, 40, 142);
  const world = (top: number, fill: string, more = "") =>
    path(`M-20 ${top + 26}Q91 ${top - 26} 202 ${top + 26}V275H-20Z`, fill, more);
  return cover(fade(stage, [palette.near, palette.top])) + nebula(stage) + stars(stage, 110) +
    round(x, y, 70, glow(stage, palette.light, 1)) +
    repeat(4, (i) => world(y - 4 + i, palette.accent, `fill-opacity="${0.12 + i * 0.1}"`)) +
    world(y, fade(stage, [mix(palette.low, palette.near, 0.3), palette.near])) +
    rect(x - 70, y - 0.8, 140, 1.6, palette.light, `fill-opacity="0.6"`);
}

/** A grid that runs to a low sun. */
export function gridHorizon(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 150, 175), r = between(prng, 30, 46);
  const colour = palette.accent;
  const rays = repeat(
    15,
    (i) => stroke([[91 + (i - 7) * 13, horizon], [91 + (i - 7) * 30, 272]], colour, 0.9),
  );
  const rows = repeat(9, (i) => {
    const y = horizon + 112 * ((i + 0.4) / 9) ** 2;
    return stroke([[0, y], [182, y]], colour, 0.9);
  });
  const slits = repeat(
    4,
    (i) => rect(91 - r, horizon - 6 - i * 9, 2 * r, 3.6 - i * 0.7, palette.low),
  );
  return cover(fade(stage, [palette.top, palette.top, palette.low])) + stars(stage, 50) +
    round(91, horizon - 12, r * 2, glow(stage, palette.low, 0.9)) +
    round(91, horizon - 12, r, fade(stage, [palette.light, palette.accent])) + slits +
    ridge(prng, horizon, 14, mix(palette.far, palette.near, 0.3), { roughness: 0.65 }) +
    rect(0, horizon, 182, 120, palette.near) + group(rays + rows, `opacity="0.85"`) +
    rect(0, horizon, 182, 24, vanish(stage, palette.low, 90, 0.8));
}

/** Light that rushes outwards from one point. */
export function tunnel(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 70, 112), y = between(prng, 100, 150);
  return cover(fade(stage, [palette.near, palette.top, palette.near], 60)) +
    repeat(70, () => {
      const angle = prng.uniform() * 2 * Math.PI, start = between(prng, 12, 90);
      const end = Math.min(160, start * between(prng, 1.3, 2.4));
      const at = (d: number): Point => [x + d * Math.cos(angle), y + d * Math.sin(angle) * 1.25];
      return stroke(
        [at(start), at(end)],
        prng.pick([palette.light, palette.accent, palette.low]),
        between(prng, 0.4, 2),
        `stroke-opacity="0.75"`,
      );
    }) + round(x, y, 60, glow(stage, palette.light, 0.95));
}

/** Foreign ground under two moons. */
export function alienGround(stage: Stage): string {
  const { prng, palette } = stage;
  const spires = repeat(7, (i) => {
    const x = i * 28 + between(prng, -10, 10), h = between(prng, 25, 95);
    return polygon(
      [[x - 9, 225], [x - 2, 225 - h], [x + 1, 222 - h], [x + 11, 225]],
      mix(palette.far, palette.near, between(prng, 0, 0.6)),
    );
  });
  return cover(fade(stage, [palette.top, palette.low])) + stars(stage, 40) +
    disc(
      stage,
      between(prng, 30, 90),
      between(prng, 50, 90),
      between(prng, 14, 34),
      palette.light,
    ) +
    disc(
      stage,
      between(prng, 110, 160),
      between(prng, 40, 120),
      between(prng, 5, 11),
      palette.accent,
    ) +
    spires + ridge(prng, 222, 18, palette.near);
}
