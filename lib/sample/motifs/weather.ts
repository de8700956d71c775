/**
 * Weather and light over the scene.
 * @module
 */
import { glow, vanish } from "../paints.ts";
import { group, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

/** Slanting rain. */
export function rain({ prng, palette }: Stage): string {
  return group(
    repeat(80, () => {
      const x = between(prng, -10, 192), y = between(prng, -10, 260), l = between(prng, 6, 18);
      return stroke([[x, y], [x - l * 0.22, y + l]], palette.light, 0.6);
    }),
    `opacity="0.5"`,
  );
}

/** Snow. */
export function snow({ prng }: Stage): string {
  return repeat(
    70,
    () =>
      round(
        between(prng, 0, 182),
        between(prng, 0, 268),
        between(prng, 0.5, 1.8),
        "#ffffff",
        `fill-opacity="0.75"`,
      ),
  );
}

/** Mist along the ground. */
export function fog(stage: Stage): string {
  const { prng, palette } = stage;
  const mist = glow(stage, palette.low, 0.6);
  return rect(0, 130, 182, 140, vanish(stage, palette.low, 270, 0.75)) +
    repeat(6, () =>
      round(
        between(prng, 0, 182),
        between(prng, 150, 250),
        between(prng, 50, 95),
        mist,
        "",
        16,
      ));
}

/** A streak of light from a lamp into the lens. */
export function flare(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 30, 152), y = between(prng, 50, 150);
  return round(x, y, 60, glow(stage, palette.light, 0.85)) +
    round(x, y, 120, glow(stage, palette.accent, 0.8), "", 3) +
    repeat(
      4,
      (i) =>
        round(
          x + (91 - x) * (i + 1) * 0.6,
          y + (150 - y) * (i + 1) * 0.6,
          4 + i * 3,
          palette.accent,
          `fill-opacity="0.16"`,
        ),
    );
}
