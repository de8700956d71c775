/**
 * Scenes out of doors.
 * @module
 */
import { fade, vanish } from "../paints.ts";
import { mix } from "../colour.ts";
import {
  blobPath,
  group,
  path,
  place,
  type Point,
  polygon,
  rect,
  ridge,
  stroke,
} from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { disc, sky } from "./sky.ts";

/** Ranges behind each other, paler with distance. */
export function mountains(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 120, 165);
  const sun = disc(
    stage,
    between(prng, 40, 142),
    horizon - between(prng, 10, 60),
    between(prng, 8, 18),
    palette.light,
  );
  return sky(stage) + (prng.chance(0.6) ? sun : "") +
    repeat(4, (i) =>
      ridge(
        prng,
        horizon + i * 26,
        46 - i * 8,
        mix(mix(palette.far, palette.low, 0.55), palette.near, i / 3),
        { roughness: 0.52 },
      )) +
    rect(0, horizon - 25, 182, 60, vanish(stage, palette.low, 270, 0.4));
}

/** Mesas, a low sun and cactuses. */
export function desert(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 165, 190);
  const mesa = (x: number, w: number, h: number, fill: string) =>
    polygon([
      [x - w * 0.75, horizon + 4],
      [x - w * 0.48, horizon - h * 0.55],
      [x - w * 0.42, horizon - h],
      [x + w * 0.4, horizon - h * between(prng, 0.92, 1)],
      [x + w * 0.46, horizon - h * 0.5],
      [x + w * 0.8, horizon + 4],
    ], fill);
  const cactus = (size: number) =>
    stroke([[0, 0], [0, -60]], palette.near, 9) +
    stroke([[0, -22], [-15, -22], [-15, -42]], palette.near, 7) +
    stroke([[0, -30], [15, -30], [15, -50 - size]], palette.near, 7);
  return sky(stage, 0.2) +
    disc(
      stage,
      between(prng, 45, 137),
      horizon - between(prng, 25, 70),
      between(prng, 18, 32),
      palette.light,
    ) +
    repeat(
      prng.integer(2, 3),
      (i) =>
        mesa(
          between(prng, 0, 182),
          between(prng, 25, 50),
          between(prng, 30, 70) - i * 10,
          mix(palette.far, palette.low, 0.45 - i * 0.2),
        ),
    ) +
    polygon(
      [[0, horizon], [182, horizon], [182, 270], [0, 270]],
      fade(stage, [mix(palette.far, palette.low, 0.3), palette.near]),
    ) +
    repeat(
      prng.integer(1, 3),
      (i) =>
        place(
          cactus(between(prng, -8, 8)),
          i % 2 ? between(prng, 10, 45) : between(prng, 135, 172),
          between(prng, 205, 250),
          between(prng, 0.6, 1.3),
        ),
    );
}

/** The sea up to a horizon, with a trail of light. */
export function sea(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 130, 175), sunX = between(prng, 50, 132);
  const glints = repeat(46, () => {
    const depth = prng.uniform();
    const y = horizon + 3 + depth * (262 - horizon);
    const x = sunX + prng.normal() * (5 + depth * 26);
    return stroke([[x - 3 - depth * 8, y], [x + 3 + depth * 8, y]], palette.light, 1.2);
  });
  return sky(stage, 0.3) +
    disc(stage, sunX, horizon - between(prng, 4, 40), between(prng, 11, 24), palette.light) +
    rect(
      0,
      horizon,
      182,
      140,
      fade(stage, [mix(palette.low, palette.far, 0.5), palette.far, palette.near]),
    ) +
    group(glints, `opacity="0.55"`) +
    (prng.chance(0.5)
      ? ridge(prng, horizon - 2, 10, mix(palette.far, palette.near, 0.4), { roughness: 0.4 }) +
        rect(0, horizon + 7, 182, 140, fade(stage, [palette.far, palette.near])) +
        group(glints, `opacity="0.4"`)
      : "");
}

/** Trunks of bare trees in fog, the nearest black. */
export function forest(stage: Stage): string {
  const { prng, palette } = stage;
  const layer = (share: number) =>
    repeat(7, () => {
      const x = between(prng, -10, 192), w = 2 + share * between(prng, 3, 9);
      const fill = mix(mix(palette.far, palette.low, 0.5), palette.near, share);
      const bend = between(prng, -8, 8);
      return stroke([[x, 268], [x + bend, 120], [x + bend * 2, -10]], fill, w) +
        repeat(4, () => {
          const y = between(prng, 10, 170), side = prng.chance(0.5) ? 1 : -1;
          const reach = between(prng, 12, 34) * side;
          return stroke(
            [[x + bend, y + 16], [x + bend + reach * 0.6, y], [x + bend + reach, y - 16]],
            fill,
            w * 0.3,
          );
        });
    });
  return sky(stage, 0.15) +
    disc(
      stage,
      between(prng, 50, 132),
      between(prng, 60, 120),
      between(prng, 16, 30),
      palette.light,
    ) +
    layer(0.12) + layer(0.5) +
    rect(0, 110, 182, 160, vanish(stage, palette.low, 270, 0.6)) + layer(1) +
    ridge(prng, 246, 12, palette.near);
}

/** Soft hills, a lone tree or a house. */
export function field(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 165, 200), x = between(prng, 35, 147);
  const hill = mix(palette.far, palette.near, 0.35);
  const tree = stroke([[0, 2], [0, -34]], palette.near, 4) +
    repeat(
      6,
      () =>
        path(
          blobPath(prng, prng.normal(0, 11), -44 + prng.normal(0, 8), between(prng, 9, 16), 0.25),
          mix(palette.near, palette.far, between(prng, 0, 0.4)),
        ),
    );
  const house = rect(-14, -18, 28, 20, palette.near) +
    polygon([[-18, -17], [0, -34], [18, -17]], mix(palette.near, palette.accent, 0.3)) +
    rect(-5, -12, 5, 6, palette.light);
  return sky(stage, 0.4) +
    (prng.chance(0.5) ? disc(stage, 182 - x, horizon - 50, 15, palette.light) : "") +
    ridge(prng, horizon + 2, 16, mix(palette.far, palette.low, 0.4), { roughness: 0.3 }) +
    path(`M-5 ${horizon + 30}Q${x} ${horizon - 22} 190 ${horizon + 34}V270H-5Z`, hill) +
    place(prng.chance(0.6) ? tree : house, x, horizon + 8, between(prng, 0.8, 1.5)) +
    path(
      `M-5 ${horizon + 62}Q70 ${horizon + 30} 190 ${horizon + 52}V270H-5Z`,
      mix(hill, palette.near, 0.5),
    );
}

/** A road to the vanishing point. */
export function road(stage: Stage): string {
  const { prng, palette } = stage;
  const horizon = between(prng, 135, 170), x = between(prng, 70, 112);
  const edge = (t: number, half: number): Point => [
    x + (91 - x) * t + half * t,
    horizon + (275 - horizon) * t,
  ];
  const marks = repeat(5, (i) => {
    const t = (i + 0.6) / 5, u = t + 0.09;
    return polygon(
      [edge(t * t, -3), edge(t * t, 3), edge(u * u, 3), edge(u * u, -3)],
      palette.light,
    );
  });
  return sky(stage) + disc(stage, x, horizon - 6, between(prng, 12, 22), palette.light) +
    ridge(prng, horizon, 22, mix(palette.far, palette.low, 0.25)) +
    rect(0, horizon, 182, 140, fade(stage, [palette.far, mix(palette.far, palette.near, 0.6)])) +
    polygon([[x - 1, horizon], [x + 1, horizon], edge(1, 95), edge(1, -95)], palette.near) +
    group(marks, `opacity="0.8"`);
}
