/**
 * Puts a single thing into the middle of the picture.
 * @module
 */

import { glow } from "../paints.ts";
import { place, round } from "../shapes.ts";
import { between, type Stage } from "../stage.ts";

/** Puts a thing, drawn about the origin within 60 pixels, on its place in a glow. */
export function shown(stage: Stage, body: string, tiltDegrees = 12): string {
  const { prng, palette } = stage;
  const x = between(prng, 80, 102), y = between(prng, 118, 146);
  return round(x, y, 88, glow(stage, palette.light, 0.55)) +
    place(body, x, y, between(prng, 0.9, 1.25), between(prng, -tiltDegrees, tiltDegrees));
}
