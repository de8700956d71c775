/**
 * Scenes in town.
 * @module
 */
import { mix } from "../colour.ts";
import { fade, glow, vanish } from "../paints.ts";
import { cover, group, polygon, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { disc, sky } from "./sky.ts";

function towers(
  stage: Stage,
  baseY: number,
  heightPx: number,
  fill: string,
  litShare: number,
): string {
  const { prng, palette } = stage;
  let body = "";
  for (let x = -6; x < 184;) {
    const w = between(prng, 12, 30), h = heightPx * between(prng, 0.35, 1);
    body += rect(x, baseY - h, w, 300, fill);
    if (prng.chance(0.25)) {
      body += stroke([[x + w / 2, baseY - h], [x + w / 2, baseY - h - 14]], fill, 1.5);
    }
    for (let wy = baseY - h + 5; wy < baseY + 40; wy += 6) {
      for (let wx = x + 3; wx < x + w - 3; wx += 5) {
        if (prng.chance(litShare)) {
          body += rect(
            wx,
            wy,
            2.2,
            3,
            palette.light,
            `fill-opacity="${prng.chance(0.5) ? 0.9 : 0.45}"`,
          );
        }
      }
    }
    x += w + (prng.chance(0.3) ? 2 : 0);
  }
  return body;
}

/** Towers with lit windows. */
export function skyline(stage: Stage): string {
  const { prng, palette } = stage;
  const y = between(prng, 175, 215);
  return sky(stage) +
    (prng.chance(0.6)
      ? disc(
        stage,
        between(prng, 40, 142),
        between(prng, 60, 110),
        between(prng, 10, 24),
        palette.light,
      )
      : "") +
    towers(stage, y - 15, 115, mix(palette.far, palette.low, 0.35), 0.05) +
    rect(0, y - 70, 182, 100, vanish(stage, palette.low, 270, 0.55)) +
    towers(stage, y + 10, 90, mix(palette.far, palette.near, 0.5), 0.13) +
    towers(stage, y + 45, 55, palette.near, 0.12);
}

/** Dark walls, wet ground and one lamp. */
export function alley(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 70, 112);
  const wall = mix(palette.far, palette.near, 0.55);
  const lampX = prng.chance(0.5) ? 46 : 136;
  return cover(fade(stage, [palette.top, palette.low, palette.far])) +
    round(x, 165, 80, glow(stage, palette.light, 0.75), "", 110) +
    polygon(
      [[-2, -2], [x - 26, 70], [x - 22, 185], [-2, 262]],
      fade(stage, [palette.near, wall], 0),
    ) +
    polygon(
      [[184, -2], [x + 26, 60], [x + 22, 185], [184, 262]],
      fade(stage, [wall, palette.near], 0),
    ) +
    polygon(
      [[x - 22, 184], [x + 22, 184], [184, 270], [-2, 270]],
      fade(stage, [wall, palette.near]),
    ) +
    polygon(
      [[x - 8, 186], [x + 8, 186], [x + 40, 270], [x - 40, 270]],
      vanish(stage, palette.light, 90, 0.5),
    ) +
    polygon(
      [[lampX - 3, 62], [lampX + 3, 62], [lampX + 34, 240], [lampX - 34, 240]],
      vanish(stage, palette.light, 90, 0.5),
    ) +
    round(lampX, 61, 4, palette.light) + round(lampX, 61, 18, glow(stage, palette.light, 0.9)) +
    repeat(8, () => {
      const left = prng.chance(0.5);
      return rect(
        left ? between(prng, 4, 34) : between(prng, 146, 172),
        between(prng, 40, 170),
        6,
        10,
        prng.chance(0.3) ? palette.light : palette.near,
        `fill-opacity="0.6"`,
      );
    });
}

/** Light through venetian blinds. */
export function blinds(stage: Stage): string {
  const { prng, palette } = stage;
  const tilt = between(prng, -16, 16);
  const slats = (y: number, height: number) =>
    repeat(15, (i) => {
      const top = i * 19 - 10 + y;
      return polygon(
        [[-5, top], [190, top + tilt], [190, top + height + tilt], [-5, top + height]],
        palette.light,
      );
    });
  return cover(fade(stage, [palette.near, palette.far, palette.top], 35)) +
    group(slats(0, 10), `opacity="0.16"`) + group(slats(1.5, 7), `opacity="0.14"`) +
    group(slats(3, 4), `opacity="0.1"`) +
    round(between(prng, 30, 150), 110, 100, glow(stage, palette.low, 0.5));
}

/** A room: wall, floor, a window or a picture, a lamp. */
export function room(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 18, 90), y = between(prng, 50, 80), floorY = between(prng, 195, 215);
  const wall = mix(palette.low, palette.far, 0.35);
  return cover(fade(stage, [mix(wall, palette.near, 0.3), wall])) +
    repeat(12, (i) => rect(i * 16, 0, 6, floorY, palette.far, `fill-opacity="0.18"`)) +
    rect(x, y, 70, 84, mix(palette.near, wall, 0.4)) +
    rect(x + 4, y + 4, 62, 76, fade(stage, [palette.top, palette.light])) +
    rect(x + 33, y + 4, 4, 76, mix(palette.near, wall, 0.4)) +
    rect(x + 4, y + 38, 62, 4, mix(palette.near, wall, 0.4)) +
    polygon(
      [[x, y + 84], [x + 70, y + 84], [x + 110, 270], [x - 10, 270]],
      vanish(stage, palette.light, 90, 0.4),
    ) +
    rect(
      0,
      floorY,
      182,
      80,
      fade(stage, [mix(palette.far, palette.near, 0.3), palette.near]),
      `fill-opacity="0.85"`,
    );
}
