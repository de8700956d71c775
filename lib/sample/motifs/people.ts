/**
 * Subjects with several people.
 * @module
 */
import { mix } from "../colour.ts";
import { glow } from "../paints.ts";
import { round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

import { audience, figure, type Outfit } from "./figure.ts";
import type { PoseName } from "./poses.ts";

/** Soldiers in a row. */
export function soldiers(stage: Stage): string {
  const { prng, palette } = stage;
  const count = prng.integer(3, 6);
  return repeat(count, (i) =>
    figure(
      22 + i * 140 / (count - 1),
      214 + prng.normal(0, 4),
      between(prng, 62, 92),
      mix(palette.near, palette.far, between(prng, 0, 0.2)),
      {
        pose: prng.pick<PoseName>(["walk", "stand", "aim"]),
        outfit: "helmet",
        held: "rifle",
        mirrored: prng.chance(0.3),
      },
    ));
}

/** Two people close together. */
export function couple(stage: Stage): string {
  const { prng, palette } = stage;
  const y = between(prng, 212, 226),
    tall = between(prng, 84, 112),
    x = between(prng, 80, 102),
    gap = tall * between(prng, 0.09, 0.15);
  const him = mix(palette.near, palette.far, 0.12), her = mix(palette.near, palette.accent, 0.3);
  return round(x, y - tall * 0.65, tall * 0.8, glow(stage, palette.light, 0.7)) +
    figure(x - gap, y, tall, him, { pose: "stand", outfit: prng.pick<Outfit>(["plain", "coat"]) }) +
    figure(x + gap, y, tall * 0.93, her, {
      pose: prng.pick<PoseName>(["stand", "walk"]),
      outfit: "dress",
      mirrored: true,
    }) +
    stroke([[x - gap * 0.3, y - tall * 0.5], [x + gap * 0.3, y - tall * 0.5]], him, tall * 0.045);
}

/** A few people of different height in bright clothes. */
export function gang(stage: Stage): string {
  const { prng, palette } = stage;
  const colours = [
    palette.accent,
    palette.near,
    palette.far,
    mix(palette.accent, palette.near, 0.5),
  ];
  const count = prng.integer(3, 5);
  return repeat(
    count,
    (i) =>
      figure(
        24 + i * 134 / (count - 1),
        222 + prng.normal(0, 3),
        between(prng, 66, 112),
        colours[i % 4],
        {
          pose: prng.pick<PoseName>(["stand", "walk", "armsUp", "dance", "stand"]),
          outfit: prng.pick<Outfit>(["plain", "plain", "dress", "hat"]),
          mirrored: prng.chance(0.5),
        },
      ),
  );
}

/** A parent and a child. */
export function parentAndChild(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 74, 96), y = 222, tall = between(prng, 84, 104), small = tall * 0.58;
  return figure(x, y, tall, palette.near, {
    pose: "walk",
    outfit: prng.pick<Outfit>(["coat", "dress", "plain"]),
  }) +
    figure(x + tall * 0.3, y + 2, small, mix(palette.near, palette.accent, 0.45), {
      pose: "walk",
    }) +
    stroke(
      [[x + tall * 0.14, y - tall * 0.48], [x + tall * 0.24, y - small * 0.62]],
      palette.near,
      tall * 0.04,
    );
}

/** A singer before a crowd. */
export function singer(stage: Stage): string {
  const { prng, palette } = stage;
  return round(91, 130, 76, glow(stage, palette.light, 0.75)) +
    figure(91, 214, between(prng, 98, 122), palette.near, {
      pose: prng.pick<PoseName>(["armsUp", "dance"]),
      outfit: prng.pick<Outfit>(["plain", "dress", "hat"]),
      held: "microphone",
    }) +
    audience(palette.near, 214, Array.from({ length: 9 }, (_, i) => i * 23));
}

/** Dancers in step. */
export function dancers(stage: Stage): string {
  const { prng, palette } = stage;
  const mirrored = prng.chance(0.5);
  return repeat(
    3,
    (i) =>
      figure(
        40 + i * 51,
        220 - (i === 1 ? 0 : 6),
        i === 1 ? 112 : 90,
        i === 1 ? palette.accent : palette.near,
        {
          pose: "dance",
          outfit: prng.pick<Outfit>(["dress", "dress", "hat"]),
          mirrored,
        },
      ),
  );
}

/** A crowd with raised arms against the light. */
export function crowd(stage: Stage): string {
  const { prng, palette } = stage;
  return round(91, 170, 110, glow(stage, palette.light, 0.6)) +
    repeat(
      12,
      (i) =>
        figure(
          i * 16 + prng.normal(0, 4),
          250 + prng.normal(0, 5),
          between(prng, 58, 84),
          mix(palette.near, palette.far, prng.chance(0.4) ? 0.25 : 0),
          {
            pose: prng.pick<PoseName>(["armsUp", "stand", "stand"]),
          },
        ),
    );
}
