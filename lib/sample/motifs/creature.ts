/**
 * Toons, beasts and ghosts.
 * @module
 */
import { mix } from "../colour.ts";
import { blur, fade, glow } from "../paints.ts";
import { blobPath, group, path, place, polygon, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

const TOON_COLOURS = ["#ff5a4a", "#ffb52e", "#4ac26b", "#3fa7f0", "#a86be0", "#ff7fb8", "#2ec4b6"];

/** A round being with big eyes. @param r Half its height in pixels. */
function toon(stage: Stage, x: number, y: number, r: number): string {
  const { prng } = stage;
  const colour = prng.pick(TOON_COLOURS), dark = mix(colour, "#1a1030", 0.55);
  const top = prng.pick(["ears", "horns", "antenna", "hair", "none"] as const);
  const crowns = {
    ears: round(-0.55, -0.85, 0.3, colour) + round(0.55, -0.85, 0.3, colour) +
      round(-0.55, -0.85, 0.16, dark) + round(0.55, -0.85, 0.16, dark),
    horns: polygon([[-0.62, -0.6], [-0.72, -1.35], [-0.25, -0.85]], "#fff3c9") +
      polygon([[0.62, -0.6], [0.72, -1.35], [0.25, -0.85]], "#fff3c9"),
    antenna: stroke([[0, -0.8], [0.1, -1.4]], dark, 0.08) + round(0.1, -1.45, 0.14, "#fff06a"),
    hair: repeat(
      5,
      (i) =>
        polygon(
          [[-0.4 + i * 0.16, -0.75], [-0.34 + i * 0.17, -1.35], [-0.18 + i * 0.16, -0.78]],
          dark,
        ),
    ),
    none: "",
  };
  const gaze = between(prng, -0.07, 0.07);
  const eye = (ex: number, er: number) =>
    round(ex, -0.25, er, "#ffffff") + round(ex + gaze, -0.22, er * 0.55, "#1d1426") +
    round(ex + gaze + er * 0.18, -0.22 - er * 0.2, er * 0.18, "#ffffff");
  const oneEyed = prng.chance(0.2);
  const mouth = prng.chance(0.6)
    ? path("M-0.4 0.2Q0 0.35 0.4 0.2Q0.3 0.72 0 0.72Q-0.3 0.72-0.4 0.2Z", "#6b1426") +
      path("M-0.3 0.26Q0 0.36 0.3 0.26L0.27 0.36Q0 0.46-0.27 0.36Z", "#ffffff") +
      round(0, 0.6, 0.17, "#ff7a8a", "", 0.1)
    : stroke([[-0.3, 0.3], [0, 0.42], [0.3, 0.3]], dark, 0.08);
  const limbs = stroke([[-0.8, 0.15], [-1.25, prng.chance(0.5) ? -0.3 : 0.5]], dark, 0.2) +
    stroke([[0.8, 0.15], [1.25, prng.chance(0.5) ? -0.3 : 0.5]], dark, 0.2) +
    stroke([[-0.35, 0.85], [-0.4, 1.25], [-0.6, 1.27]], dark, 0.2) +
    stroke([[0.35, 0.85], [0.4, 1.25], [0.6, 1.27]], dark, 0.2);
  const body = limbs + crowns[top] +
    path(
      blobPath(prng, 0, 0, 1.05, 0.1),
      fade(stage, [mix(colour, "#ffffff", 0.3), colour, mix(colour, dark, 0.4)], 60),
    ) +
    round(0, 0.42, 0.62, "#ffffff", `fill-opacity="0.22"`, 0.48) +
    (oneEyed ? eye(0, 0.42) : eye(-0.32, 0.3) + eye(0.32, between(prng, 0.24, 0.32))) + mouth;
  return place(body, x, y, r, between(prng, -8, 8));
}

/** One big toon. */
export function bigToon(stage: Stage): string {
  return toon(
    stage,
    between(stage.prng, 80, 102),
    between(stage.prng, 130, 152),
    between(stage.prng, 42, 56),
  );
}

/** A big toon with small ones. */
export function toonBand(stage: Stage): string {
  const { prng } = stage;
  return toon(stage, between(prng, 36, 52), 168, between(prng, 18, 28)) +
    toon(stage, between(prng, 130, 150), 172, between(prng, 18, 28)) +
    toon(stage, 91, between(prng, 122, 138), between(prng, 32, 42)) +
    (prng.chance(0.6) ? toon(stage, between(prng, 60, 120), 206, 15) : "");
}

/** A sheet-like ghost in a glow. */
export function ghost(stage: Stage): string {
  const { prng, palette } = stage;
  const body = path(
    "M-30 60C-34-10-26-62 0-62C26-62 34-10 30 60Q22 48 15 62Q8 50 0 63Q-8 50-15 62Q-22 48-30 60Z",
    palette.light,
    `fill-opacity="0.8"`,
  ) +
    round(-10, -28, 5.5, palette.near, "", 9) + round(10, -28, 5.5, palette.near, "", 9) +
    round(0, -4, 6, palette.near, "", 11);
  return round(91, 140, 90, glow(stage, palette.light, 0.4)) +
    group(
      place(body, between(prng, 78, 104), 140, between(prng, 0.9, 1.2), between(prng, -6, 6)),
      blur(stage, 1.1),
    );
}

/** Pairs of shining eyes in the dark. */
export function eyesInTheDark(stage: Stage): string {
  const { prng, palette } = stage;
  const isNear = prng.chance(0.5), colour = prng.pick([palette.accent, palette.light]);
  const eye = round(-10, 0, 15, glow(stage, colour, 0.8)) +
    path("M-19-4Q-10-9-2 4Q-12 6-19-4Z", colour) +
    round(-9.5, -0.5, 1.1, palette.near, "", 4);
  const pair = (x: number, y: number, scale: number) =>
    place(eye + group(eye, `transform="scale(-1 1)"`), x, y, scale, between(prng, -8, 8));
  if (isNear) return pair(91, between(prng, 95, 125), 2.7);
  return repeat(
    8,
    () => pair(between(prng, 20, 162), between(prng, 60, 215), between(prng, 0.4, 1.3)),
  );
}

/** A claw that comes from the edge. */
export function claw(stage: Stage): string {
  const { prng, palette } = stage;
  const finger = (angle: number, length: number) =>
    place(
      path(
        `M-7 0Q-8 ${-length * 0.6} -3 ${-length}L1 ${-length - 22}L5 ${-length}Q9 ${
          -length * 0.5
        } 8 0Z`,
        palette.near,
      ),
      0,
      0,
      1,
      angle,
    );
  const hand = [-46, -22, 0, 20, 44].map((a, i) => finger(a, [44, 62, 68, 62, 42][i])).join("") +
    round(0, 12, 27, palette.near, "", 34) + path("M-18 20H18L30 140H-30Z", palette.near);
  return round(91, 130, 95, glow(stage, palette.accent, 0.75)) +
    place(
      hand,
      between(prng, 76, 106),
      between(prng, 150, 172),
      between(prng, 0.9, 1.15),
      between(prng, -18, 18),
    );
}

/** A dragon with spread wings. */
export function dragon(stage: Stage): string {
  const { prng, palette } = stage;
  const skin = palette.near;
  const wing = path(
    "M0 0C18-40 48-56 82-58C70-44 72-34 76-22C62-24 54-16 54-4C44-12 34-8 30 4C22-4 10-2 0 6Z",
    skin,
  );
  const body = wing + `<g transform="scale(-1 1)">${wing}</g>` +
    path("M-8-14C-10 10-8 34 4 52C14 68 6 82-10 86C8 90 24 78 18 56C14 38 12 10 8-14Z", skin) +
    path("M-6-8C-12-28-6-44 10-50L30-44L16-38L24-32L10-30C4-24 8-14 8-8Z", skin) +
    polygon([[6, -48], [0, -60], [12, -50]], skin) + round(13, -43, 1.8, palette.light);
  return round(91, 120, 95, glow(stage, palette.light, 0.65)) +
    place(body, 91, between(prng, 118, 138), between(prng, 0.85, 1.1), between(prng, -12, 12)) +
    (prng.chance(0.6) ? group(round(138, 84, 26, glow(stage, palette.accent, 1)), "") : "");
}

/** A dog or a cat that sits. */
export function pet(stage: Stage): string {
  const { prng } = stage;
  const coat = prng.pick(["#a8662f", "#e0b26a", "#4a3a30", "#f0e6d6", "#8a8a8a"]),
    dark = mix(coat, "#1a0f0a", 0.6);
  const dog = prng.chance(0.6);
  const ears = dog
    ? path("M-30-48C-52-50-52-10-40-2C-32-10-28-28-24-40Z", dark) +
      path("M30-48C52-50 52-10 40-2C32-10 28-28 24-40Z", dark)
    : polygon([[-32, -34], [-30, -72], [-6, -52]], coat) +
      polygon([[32, -34], [30, -72], [6, -52]], coat);
  const head = round(0, -24, 35, coat, "", 32) + ears +
    round(0, -8, 18, mix(coat, "#ffffff", 0.45), "", 14) +
    round(-13, -30, 6, "#ffffff") + round(13, -30, 6, "#ffffff") + round(-12, -29, 3.6, "#1a1010") +
    round(12, -29, 3.6, "#1a1010") +
    round(0, -15, 6, "#1a1010", "", 4.5) + stroke([[-9, -3], [0, 1], [9, -3]], dark, 2) +
    (dog ? path("M-4 0Q0 16 5 0Z", "#ff7a8a") : "");
  const body = path("M-24 0C-46 40-42 88-36 96H36C42 88 46 40 24 0Z", fade(stage, [coat, dark])) +
    round(-18, 94, 14, coat, "", 8) + round(18, 94, 14, coat, "", 8);
  return place(
    body + head,
    between(prng, 80, 102),
    between(prng, 128, 140),
    between(prng, 0.85, 1.1),
  );
}
