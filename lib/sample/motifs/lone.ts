/**
 * Subjects with one person alone.
 * @module
 */

import { blur, glow, vanish } from "../paints.ts";
import { rect, round } from "../shapes.ts";
import { between, type Stage } from "../stage.ts";

import { figure, type FigureOptions, type Outfit } from "./figure.ts";

function lone(stage: Stage, choices: readonly FigureOptions[], heightPx = 118): string {
  const { prng, palette } = stage;
  const y = between(prng, 212, 228), x = between(prng, 66, 116);
  const looks = { ...prng.pick(choices), mirrored: prng.chance(0.5) };
  const tall = heightPx * between(prng, 0.8, 1.15);
  return round(x, y - tall * 0.6, tall * 0.75, glow(stage, palette.light, 0.6)) +
    figure(x + 1.5, y, tall, palette.light, looks) + figure(x, y, tall, palette.near, looks) +
    round(x, y + 1, tall * 0.28, palette.near, `fill-opacity="0.6"`, 4);
}

/** Someone alone, seen from afar. */
export function loneWalker(stage: Stage): string {
  return lone(stage, [
    { pose: "walk", outfit: "coat" },
    { pose: "stand" },
    { pose: "walk", outfit: "hat" },
    {
      pose: "stand",
      outfit: "dress",
    },
    { pose: "walk", held: "briefcase" },
  ], 88);
}

/** Someone with a weapon. */
export function gunman(stage: Stage): string {
  return lone(stage, [{ pose: "aim", held: "pistol" }, {
    pose: "aim",
    held: "pistol",
    outfit: "coat",
  }, {
    pose: "walk",
    held: "rifle",
  }, { pose: "aim", held: "rifle" }]);
}

/** Someone running or leaping. */
export function runner(stage: Stage): string {
  return lone(stage, [{ pose: "run" }, { pose: "run", held: "pistol" }, { pose: "kick" }], 128);
}

/** A fighter with blade or cape. */
export function hero(stage: Stage): string {
  return lone(stage, [{ pose: "stand", outfit: "cape", held: "sword" }, {
    pose: "walk",
    outfit: "cape",
  }, {
    pose: "armsUp",
    outfit: "cape",
    held: "sword",
  }, { pose: "walk", outfit: "coat", held: "staff" }], 124);
}

/** A man with a wide hat. */
export function cowboy(stage: Stage): string {
  return lone(stage, [{ pose: "stand", outfit: "hat" }, {
    pose: "aim",
    outfit: "hat",
    held: "pistol",
  }, {
    pose: "walk",
    outfit: "hat",
    held: "rifle",
  }], 122);
}

/** A figure in a doorway of light with a long shadow. */
export function doorway(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 70, 112);
  return rect(x - 27, 92, 54, 118, palette.light, `fill-opacity="0.9" ${blur(stage, 1)}`) +
    round(x, 150, 90, glow(stage, palette.light, 0.6)) +
    figure(x, 211, 100, palette.near, {
      pose: "stand",
      outfit: prng.pick<Outfit>(["coat", "hat", "plain", "dress"]),
    }) +
    `<g transform="translate(${x.toFixed(1)} 210) scale(1.5 -0.6)">${
      figure(0, 0, 100, vanish(stage, palette.near, 270, 0.9), { pose: "stand", outfit: "coat" })
    }</g>`;
}
