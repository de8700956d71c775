/**
 * Subjects made of faces.
 * @module
 */

import { fadeOut } from "../paints.ts";
import { group } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { eyes, face } from "./face.ts";

/** One big portrait that fades into the scene. */
export function portrait(stage: Stage): string {
  const { prng } = stage;
  return group(
    face(stage, between(prng, 78, 104), between(prng, 96, 116), between(prng, 38, 52), {
      tint: between(prng, 0.1, 0.4),
      shadow: between(prng, 0.3, 0.8),
    }),
    fadeOut(stage, 150, 232),
  );
}

/** A cheerful portrait without shadow. */
export function smilingPortrait(stage: Stage): string {
  return face(
    stage,
    between(stage.prng, 74, 108),
    between(stage.prng, 112, 128),
    between(stage.prng, 36, 46),
    {
      tint: 0.06,
      shadow: 0.15,
      smiling: true,
    },
  );
}

/** A frightened face lit from one side. */
export function scaredPortrait(stage: Stage): string {
  return group(
    face(stage, 91, between(stage.prng, 105, 122), between(stage.prng, 40, 52), {
      tint: 0.25,
      shadow: 0.95,
      frightened: true,
    }),
    fadeOut(stage, 130, 205),
  );
}

/** Two heads above each other's shoulders. */
export function twoFaces(stage: Stage): string {
  const { prng } = stage;
  const smiling = prng.chance(0.3);
  const look = { tint: between(prng, 0.1, 0.4), shadow: between(prng, 0.25, 0.6), smiling };
  return group(
    face(stage, 62, between(prng, 98, 112), between(prng, 30, 36), look) +
      face(stage, 123, between(prng, 112, 130), between(prng, 30, 36), look),
    fadeOut(stage, 165, 235),
  );
}

/** Three or four heads, side by side. */
export function ensemble(stage: Stage): string {
  const { prng } = stage;
  const count = prng.integer(3, 4),
    look = { tint: between(prng, 0.05, 0.4), shadow: 0.35, smiling: prng.chance(0.5) };
  return group(
    repeat(count, (i) => face(stage, 30 + i * 122 / (count - 1), 118 + (i % 2) * 22, 25, look)),
    fadeOut(stage, 170, 235),
  );
}

/** Eyes in a slit of light. */
export function watchingEyes(stage: Stage): string {
  return eyes(stage, between(stage.prng, 85, 120));
}
