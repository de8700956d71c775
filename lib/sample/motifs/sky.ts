/**
 * The sky, and the sun or the moon in it.
 * @module
 */
import { fade, glow } from "../paints.ts";
import { mix } from "../colour.ts";
import { cover, round } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

/** The sky from top to horizon, with a few soft clouds. */
export function sky(stage: Stage, cloudOpacity = 0.25): string {
  const { prng, palette } = stage;
  const paints = [palette.light, palette.light, palette.far].map((colour) =>
    glow(stage, colour, cloudOpacity * 2)
  );
  const clouds = repeat(
    prng.integer(2, 5),
    () =>
      round(
        between(prng, 0, 182),
        between(prng, 20, 150),
        between(prng, 35, 85),
        prng.pick(paints),
        "",
        between(prng, 7, 22),
      ),
  );
  return cover(fade(stage, [palette.top, mix(palette.top, palette.low, 0.55), palette.low])) +
    clouds;
}

/** Sun or moon with a halo. */
export function disc(stage: Stage, x: number, y: number, r: number, colour: string): string {
  return round(x, y, r * 3.2, glow(stage, colour, 0.75)) + round(x, y, r, colour);
}
