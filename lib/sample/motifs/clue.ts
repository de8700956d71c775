/**
 * Weapons, masks and other things of crime and fear.
 * @module
 */
import { mix } from "../colour.ts";
import { fade, glow } from "../paints.ts";
import { path, polygon, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { shown } from "./shown.ts";

/** Cross-hairs over the scene. */
export function crosshair(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 70, 112), y = between(prng, 100, 140), r = between(prng, 32, 50);
  const ring = (radius: number, w: number) =>
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${palette.accent}" stroke-width="${w}"/>`;
  return ring(r, 3) + ring(r * 0.45, 1.2) +
    stroke([[x - r * 1.3, y], [x - 5, y]], palette.accent, 1.8) +
    stroke([[x + 5, y], [x + r * 1.3, y]], palette.accent, 1.8) +
    stroke([[x, y - r * 1.3], [x, y - 5]], palette.accent, 1.8) +
    stroke([[x, y + 5], [x, y + r * 1.3]], palette.accent, 1.8);
}

/** A pistol. */
export function pistol(stage: Stage): string {
  const { palette } = stage;
  const steel = fade(stage, [mix(palette.light, palette.near, 0.3), palette.near]);
  return shown(
    stage,
    path("M-50-28H60V-10H24L18 4H-12L-24 46H-50L-38 0Q-54-8-54-20Z", steel) +
      rect(-50, -22, 100, 4, palette.light, `fill-opacity="0.35"`) +
      `<path d="M-14 5Q-6 22 16 4" fill="none" stroke="${palette.near}" stroke-width="4"/>`,
    28,
  );
}

/** A knife with a drop of blood. */
export function knife(stage: Stage): string {
  const { palette } = stage;
  return shown(
    stage,
    path("M-8 14V-62Q8-84 12-70V14Z", fade(stage, ["#f2f4f6", "#8a9299"], 0)) +
      rect(-12, 13, 26, 6, palette.near) + path("M-8 18H10L8 70Q1 76-6 70Z", palette.near) +
      path("M12-66V14H2Q8-20 4-40Z", palette.accent, `fill-opacity="0.85"`) +
      path("M7 22Q13 34 7 38Q1 34 7 22Z", palette.accent),
    35,
  );
}

/** A mask with empty eyes. */
export function mask(stage: Stage): string {
  const { prng, palette } = stage;
  const pale = mix(palette.light, "#ffffff", 0.3);
  return shown(
    stage,
    path(
      "M-38-44Q0-66 38-44Q44 20 0 66Q-44 20-38-44Z",
      fade(stage, [pale, palette.light, mix(palette.far, palette.near, 0.3)], 25),
    ) +
      path("M-30-16Q-18-30-6-12Q-18-4-30-16Z", palette.near) +
      path("M30-16Q18-30 6-12Q18-4 30-16Z", palette.near) +
      (prng.chance(0.5)
        ? path("M-16 26Q0 20 16 26Q0 48-16 26Z", palette.near)
        : repeat(5, (i) => stroke([[-14 + i * 7, 26], [-14 + i * 7, 38]], palette.near, 2))) +
      stroke([[-20, -8], [-22, 24]], palette.accent, 2.4),
  );
}

/** A skull. */
export function skull(stage: Stage): string {
  const { palette } = stage;
  const bone = mix(palette.light, "#efe8d8", 0.5);
  return shown(
    stage,
    path(
      "M-44-14C-44-76 44-76 44-14C44 8 34 14 28 20V42H-28V20C-34 14-44 8-44-14Z",
      fade(stage, [bone, mix(bone, palette.near, 0.65)], 50),
    ) +
      round(-18, -10, 13, palette.near, "", 14) + round(18, -10, 13, palette.near, "", 14) +
      polygon([[0, 4], [-6, 18], [6, 18]], palette.near) +
      repeat(5, (i) => stroke([[-18 + i * 9, 28], [-18 + i * 9, 42]], palette.near, 1.6)),
    10,
  );
}

/** A magnifying glass over a print. */
export function magnifier(stage: Stage): string {
  const { palette } = stage;
  const print = repeat(
    6,
    (i) =>
      `<ellipse rx="${5 + i * 5}" ry="${
        7 + i * 5.5
      }" fill="none" stroke="${palette.near}" stroke-width="2" stroke-dasharray="${18 + i * 9} ${
        3 + i
      }"/>`,
  );
  return shown(
    stage,
    stroke([[30, 32], [66, 72]], palette.near, 12) +
      round(0, 0, 44, palette.light, `fill-opacity="0.85"`) + print +
      `<circle r="44" fill="none" stroke="${palette.accent}" stroke-width="6"/>`,
    20,
  );
}

/** A key or a keyhole with light behind. */
export function keyhole(stage: Stage): string {
  const { palette } = stage;
  return shown(
    stage,
    rect(-46, -62, 92, 124, mix(palette.near, palette.far, 0.3), `rx="8"`) +
      round(0, -14, 32, glow(stage, palette.light, 1)) + round(0, -14, 18, palette.light) +
      polygon([[-9, -8], [9, -8], [16, 46], [-16, 46]], palette.light),
    3,
  );
}
