/**
 * Cars, ships, planes, spaceships, a robot.
 * @module
 */
import { mix } from "../colour.ts";
import { fade, glow } from "../paints.ts";
import { path, place, polygon, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { shown } from "./shown.ts";

/** A car from the side with lights. */
export function car(stage: Stage): string {
  const { prng, palette } = stage;
  const paint = prng.pick([palette.accent, palette.near, mix(palette.accent, palette.near, 0.4)]);
  const wheel = (x: number) =>
    round(x, 18, 14, "#0c0c0e") + round(x, 18, 6.5, mix(palette.light, palette.far, 0.3));
  const body = path(
    "M-76 16C-80-6-62-10-44-12C-30-34 22-36 38-14C62-12 76-8 76 16Z",
    fade(stage, [mix(paint, "#ffffff", 0.35), paint, mix(paint, "#000000", 0.5)]),
  ) +
    path("M-36-12C-26-27-8-29-4-29V-12Z", palette.near) +
    path("M2-29C18-29 26-20 31-12H2Z", palette.near) + wheel(-46) + wheel(46) +
    round(74, 2, 16, glow(stage, "#fff6c9", 1)) + round(73, 2, 4, "#fff6c9");
  return place(
    body,
    between(prng, 82, 100),
    between(prng, 178, 206),
    between(prng, 0.85, 1.1),
    between(prng, -7, 5),
  );
}

/** A spaceship with burning engines. */
export function spaceship(stage: Stage): string {
  const { prng, palette } = stage;
  const hull = fade(stage, [mix(palette.light, "#ffffff", 0.3), palette.far, palette.near]);
  const body = polygon([[-52, 6], [-74, 0], [-52, -6]], palette.accent) +
    round(-62, 0, 26, glow(stage, palette.accent, 1), "", 12) +
    path("M64 0C40-12-10-16-46-12L-56 0L-46 12C-10 16 40 12 64 0Z", hull) +
    polygon([[-8, -10], [-50, -42], [-38, -10]], palette.far) +
    polygon([[-8, 10], [-50, 42], [-38, 10]], palette.near) +
    path("M24-5C34-5 42-3 48 0H18Z", palette.accent);
  return place(
    body,
    between(prng, 78, 106),
    between(prng, 110, 160),
    between(prng, 0.85, 1.2),
    prng.pick([-38, -22, -65, 195]),
  );
}

/** A saucer that lifts someone up. */
export function saucer(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 70, 112), y = between(prng, 84, 108);
  return polygon(
    [[x - 16, y + 8], [x + 16, y + 8], [x + 52, 226], [x - 52, 226]],
    fade(stage, [palette.light, palette.accent]),
    `fill-opacity="0.5"`,
  ) +
    place(
      round(0, -8, 22, mix(palette.light, palette.accent, 0.4), "", 18) +
        round(0, 2, 54, fade(stage, [palette.light, palette.far, palette.near]), "", 13) +
        repeat(7, (i) => round(-39 + i * 13, 5, 2.6, palette.accent)),
      x,
      y,
      1,
      between(prng, -10, 10),
    );
}

/** A robot's head and chest. */
export function robot(stage: Stage): string {
  const { palette } = stage;
  const metal = fade(
    stage,
    [palette.light, mix(palette.far, palette.light, 0.4), palette.near],
    20,
  );
  return shown(
    stage,
    rect(-46, 34, 92, 66, metal, `rx="16"`) + rect(-9, 20, 18, 16, palette.near) +
      rect(-34, -40, 68, 62, metal, `rx="15"`) + rect(-27, -22, 54, 18, palette.near, `rx="8"`) +
      round(-13, -13, 16, glow(stage, palette.accent, 1)) +
      round(13, -13, 16, glow(stage, palette.accent, 1)) + round(-13, -13, 5, palette.accent) +
      round(13, -13, 5, palette.accent) +
      repeat(5, (i) => rect(-15 + i * 6.5, 6, 3.5, 8, palette.near)) +
      stroke([[0, -40], [0, -56]], palette.near, 3) + round(0, -58, 5, palette.accent) +
      round(0, 64, 11, palette.accent),
    5,
  );
}

/** A sailing ship. */
export function ship(stage: Stage): string {
  const { prng, palette } = stage;
  const sail = mix(palette.light, palette.low, 0.3), hull = palette.near;
  const body = stroke([[-22, 34], [-22, -62]], hull, 3) + stroke([[22, 34], [22, -50]], hull, 3) +
    path("M-46-54Q-10-44-4-10Q-26-4-50-14Q-40-34-46-54Z", sail) +
    path("M-46-10Q-12-6-4 22Q-30 26-52 18Q-44 4-46-10Z", sail) +
    path("M2-44Q32-34 40 16Q20 22 2 14Q8-16 2-44Z", sail) + path("M-70 30H66L50 58H-48Z", hull) +
    polygon([[-22, -62], [-2, -56], [-22, -50]], palette.accent);
  return place(
    body,
    between(prng, 80, 102),
    between(prng, 138, 158),
    between(prng, 0.8, 1.1),
    between(prng, -5, 5),
  );
}

/** A fighter plane. */
export function plane(stage: Stage): string {
  const { prng, palette } = stage;
  const body = polygon([[-64, 0], [-50, -6], [40, -7], [66, 0], [40, 7], [-50, 6]], palette.near) +
    polygon([[18, 0], [-16, -54], [-30, -54], [-14, 0], [-30, 54], [-16, 54]], palette.near) +
    polygon([[-48, 0], [-62, -20], [-54, 0], [-62, 20]], palette.near);
  return repeat(
    3,
    (i) => place(body, 60 + i * 40 + between(prng, -10, 10), 82 + i * 34, [0.9, 0.5, 0.35][i], -32),
  );
}

/** A tank on a rise. */
export function tank(stage: Stage): string {
  const { prng, palette } = stage;
  const fill = palette.near;
  const body = rect(-56, 6, 112, 24, fill, `rx="12"`) +
    polygon([[-46, 8], [-38, -8], [44, -8], [54, 8]], fill) +
    path("M-24-8Q-22-28 6-28Q26-28 28-8Z", fill) + stroke([[22, -19], [86, -27]], fill, 5) +
    repeat(5, (i) => round(-42 + i * 21, 18, 7.5, mix(palette.far, fill, 0.4)));
  return place(
    body,
    between(prng, 70, 96),
    between(prng, 178, 196),
    between(prng, 0.8, 1.1),
    between(prng, -8, 3),
  );
}
