/**
 * Instruments and machines of the stage and the studio.
 * @module
 */
import { mix } from "../colour.ts";
import { fade } from "../paints.ts";
import { group, path, polygon, rect, round, stroke } from "../shapes.ts";
import { repeat, type Stage } from "../stage.ts";
import { shown } from "./shown.ts";

/** A guitar. */
export function guitar(stage: Stage): string {
  const { palette } = stage;
  const wood = mix(palette.accent, "#a8581f", 0.4);
  const strings = repeat(
    4,
    (i) => stroke([[-3 + i * 2, -80], [-3 + i * 2, 44]], palette.light, 0.5),
  );
  return shown(
    stage,
    group(
      path(
        "M0 58C-44 60-44 14-24 4C-32-10-26-28 0-28C26-28 32-10 24 4C44 14 44 60 0 58Z",
        fade(stage, [mix(wood, palette.light, 0.3), wood, mix(wood, palette.near, 0.6)], 30),
      ) +
        round(0, 8, 11, palette.near) + rect(-5, -84, 10, 88, palette.near) +
        rect(-7, -98, 14, 17, palette.near) + rect(-14, 34, 28, 4, palette.near) + strings,
      "",
    ),
    40,
  );
}

/** A record on its way round. */
export function vinyl(stage: Stage): string {
  const { palette } = stage;
  const rings = repeat(
    6,
    (i) =>
      `<circle r="${
        22 + i * 6
      }" fill="none" stroke="${palette.light}" stroke-width="0.5" stroke-opacity="0.35"/>`,
  );
  return shown(
    stage,
    round(0, 0, 58, palette.near) + rings +
      polygon([[0, 0], [40, -42], [52, -26]], palette.light, `fill-opacity="0.16"`) +
      polygon([[0, 0], [-40, 42], [-52, 26]], palette.light, `fill-opacity="0.16"`) +
      round(0, 0, 18, palette.accent) + round(0, 0, 3, palette.light),
  );
}

/** A microphone on a stand. */
export function microphone(stage: Stage): string {
  const { palette } = stage;
  const grid = repeat(5, (i) => stroke([[-17, -56 + i * 8], [17, -56 + i * 8]], palette.near, 1)) +
    repeat(4, (i) => stroke([[-12 + i * 8, -66], [-12 + i * 8, -18]], palette.near, 1));
  return shown(
    stage,
    rect(-18, -68, 36, 52, fade(stage, [palette.far, palette.light, palette.far], 0), `rx="17"`) +
      grid + rect(-21, -22, 42, 6, palette.accent) + path("M-13-16H13L8 12H-8Z", palette.near) +
      stroke([[0, 12], [0, 96]], palette.near, 5),
    8,
  );
}

/** A film camera on three legs. */
export function camera(stage: Stage): string {
  const { palette } = stage;
  const body = palette.near;
  return shown(
    stage,
    stroke([[0, 20], [-32, 92]], body, 5) + stroke([[0, 20], [32, 92]], body, 5) +
      stroke([[0, 20], [0, 94]], body, 4) + rect(-32, -18, 60, 40, body, `rx="4"`) +
      round(-18, -34, 19, body) + round(17, -32, 15, body) + round(-18, -34, 6, palette.light) +
      round(17, -32, 5, palette.light) + polygon([[28, -6], [52, -18], [52, 22], [28, 10]], body) +
      rect(-24, -8, 18, 10, palette.accent),
    4,
  );
}

/** A television set with a picture. */
export function television(stage: Stage): string {
  const { palette } = stage;
  return shown(
    stage,
    stroke([[-4, -44], [-26, -76]], palette.near, 2.5) +
      stroke([[4, -44], [26, -76]], palette.near, 2.5) +
      rect(-58, -46, 116, 88, palette.near, `rx="10"`) +
      rect(-50, -38, 82, 72, fade(stage, [palette.light, palette.accent], 60), `rx="12"`) +
      round(45, -22, 6, palette.light) + round(45, -2, 6, palette.light) +
      repeat(9, (i) => rect(-50, -36 + i * 8, 82, 1.4, palette.near, `fill-opacity="0.3"`)),
    4,
  );
}
