/**
 * Faces in half light, drawn as flat painted shapes.
 * @module
 */
import { mix } from "../colour.ts";
import { blur, clip, fade, vanish } from "../paints.ts";
import { group, num, path, place, rect, round, stroke } from "../shapes.ts";
import { between, type Stage } from "../stage.ts";

const SKINS = ["#f2c9a6", "#e5b08a", "#c98a5e", "#9c6239", "#6e4226", "#f0d3bd"];
const HAIRS = ["#1b1411", "#2d1c12", "#5a3519", "#a8742f", "#d9b566", "#8a8682", "#7a2313"];
const CUTS = ["short", "parted", "long", "bob", "bald", "bun", "curly", "hat"] as const;

/** Looks of {@linkcode face}. */
export interface FaceOptions {
  /** 0 keeps the skin's own colour, 1 turns all into the palette's light. */
  readonly tint?: number;
  /** How dark the side away from the light is, 0 to 1. */
  readonly shadow?: number;
  /** Eyes and mouth wide open. */
  readonly frightened?: boolean;
  /** Shows teeth. */
  readonly smiling?: boolean;
}

/** Head and shoulders. @param size Half the head's height in pixels. */
export function face(
  stage: Stage,
  x: number,
  y: number,
  size: number,
  options: FaceOptions = {},
): string {
  const { prng, palette } = stage;
  const { tint = 0.3, shadow = 0.55, frightened = false, smiling = false } = options;
  const tone = (colour: string) => mix(colour, palette.light, tint);
  const dark = mix(palette.near, "#000000", 0.3);
  const skin = tone(prng.pick(SKINS)), hair = mix(prng.pick(HAIRS), palette.near, 0.35);
  const cut = prng.pick(CUTS);
  const side = prng.chance(0.5) ? 1 : -1;
  const lit = mix(skin, palette.light, 0.35), shade = mix(skin, dark, shadow);
  const skinPaint = fade(stage, side > 0 ? [shade, skin, lit] : [lit, skin, shade], 0);
  const cloth = mix(prng.pick([palette.accent, palette.far, palette.near, dark]), dark, 0.3);
  const head =
    "M-0.74-0.2C-0.78-0.95 0.78-0.95 0.74-0.2C0.74 0.35 0.45 0.98 0 1C-0.45 0.98-0.74 0.35-0.74-0.2Z";
  const headClip = clip(stage, `<path d="${head}"/>`);
  const body = [
    cut === "long" ? path("M-0.95-0.1C-1-1.35 1-1.35 0.95-0.1L1.05 1.6H-1.05Z", hair) : "",
    cut === "bob" ? path("M-0.98 0C-1.02-1.35 1.02-1.35 0.98 0L0.92 0.75H-0.92Z", hair) : "",
    cut === "bun" ? round(0, -1.18, 0.36, hair) : "",
    path(
      "M-2.1 3.4C-2.1 1.9-1.2 1.65-0.4 1.35L0.4 1.35C1.2 1.65 2.1 1.9 2.1 3.4Z",
      fade(stage, side > 0 ? [dark, cloth] : [cloth, dark], 0),
    ),
    path("M-0.36 0.7V1.4Q0 1.85 0.36 1.4V0.7Z", mix(shade, dark, 0.25)),
    prng.chance(0.5)
      ? path(
        "M-0.42 1.32L0 2.2L0.42 1.32L0.62 1.45L0.1 3H-0.1L-0.62 1.45Z",
        mix(cloth, palette.light, 0.55),
      )
      : "",
    path(head, skinPaint),
    features(stage, {
      dark,
      shade,
      skin,
      hair,
      frightened,
      smiling,
      mayHaveBeard: !["long", "bob", "bun"].includes(cut),
    }),
    group(
      rect(
        side > 0 ? -1.1 : -0.05,
        -1.2,
        1.15,
        2.6,
        dark,
        `fill-opacity="${num(shadow * 0.55)}" ${blur(stage, 0.12)}`,
      ),
      headClip,
    ),
    hairFront(cut, hair),
    prng.chance(0.15) ? glasses(dark, palette.light) : "",
  ];
  return place(body.join(""), x, y, size, between(prng, -6, 6));
}

function features(
  stage: Stage,
  look: {
    dark: string;
    shade: string;
    skin: string;
    hair: string;
    frightened: boolean;
    smiling: boolean;
    mayHaveBeard: boolean;
  },
): string {
  const { prng } = stage;
  const { dark, shade, skin, hair, frightened, smiling, mayHaveBeard } = look;
  const open = frightened ? 0.1 : between(prng, 0.045, 0.07);
  const brow = between(prng, -0.05, 0.06);
  const eye = (x: number) => {
    const side = Math.sign(x);
    return round(x, -0.12, 0.22, mix(shade, dark, 0.25), `fill-opacity="0.5"`, 0.15) +
      round(x, -0.07, 0.135, mix("#f3efe6", shade, 0.2), "", open) +
      round(x, -0.07, Math.min(0.066, open + 0.01), mix(dark, hair, 0.4)) +
      round(x + 0.02, -0.09, 0.018, "#ffffff") +
      stroke([[x - 0.15, -0.07], [x, -0.08 - open], [x + 0.15, -0.07]], dark, 0.032) +
      stroke(
        [[x - side * 0.17, -0.24 + brow], [x + side * 0.02, -0.29], [x + side * 0.19, -0.23]],
        mix(hair, dark, 0.3),
        0.05,
        `stroke-opacity="0.85"`,
      );
  };
  const lips = mix(mix("#a83232", skin, 0.35), dark, 0.15);
  const mouth = frightened
    ? round(0, 0.58, 0.16, mix(dark, "#5a1010", 0.4), "", 0.2)
    : smiling
    ? path("M-0.28 0.48Q0 0.58 0.28 0.48Q0 0.86-0.28 0.48Z", "#fbf6ee") +
      stroke([[-0.3, 0.47], [0, 0.55], [0.3, 0.47]], lips, 0.05)
    : path("M-0.23 0.56Q-0.08 0.48 0 0.52Q0.08 0.48 0.23 0.56Q0 0.72-0.23 0.56Z", lips);
  const beard = mayHaveBeard && prng.chance(0.3)
    ? path(
      "M-0.7 0.15C-0.6 1.25 0.6 1.25 0.7 0.15C0.5 0.5 0.3 0.4 0 0.42C-0.3 0.4-0.5 0.5-0.7 0.15Z",
      hair,
      `fill-opacity="0.85"`,
    )
    : "";
  return eye(-0.31) + eye(0.31) +
    path("M0.02-0.12L-0.13 0.28Q0 0.4 0.13 0.28Q0.08 0.2 0.02-0.12Z", shade, `fill-opacity="0.5"`) +
    round(0, 0.33, 0.1, mix(shade, dark, 0.4), `fill-opacity="0.45"`, 0.03) +
    round(-0.42, 0.28, 0.2, "#d8604a", `fill-opacity="0.14"`) +
    round(0.42, 0.28, 0.2, "#d8604a", `fill-opacity="0.14"`) +
    beard + mouth;
}

function hairFront(cut: typeof CUTS[number], hair: string): string {
  switch (cut) {
    case "bald":
      return "";
    case "hat":
      return path("M-1.25-0.42Q0-0.85 1.25-0.42Q0-0.25-1.25-0.42Z", hair) +
        path("M-0.74-0.5C-0.7-1.45 0.7-1.45 0.74-0.5Z", hair);
    case "curly":
      return [[-0.7, -0.35], [-0.6, -0.75], [-0.25, -0.95], [0.2, -0.98], [0.58, -0.75], [
        0.72,
        -0.35,
      ]]
        .map(([x, y]) => round(x, y, 0.32, hair)).join("");
    case "parted":
      return path(
        "M-0.8-0.05C-0.95-1.2 0.95-1.25 0.8-0.05C0.7-0.5 0.4-0.62-0.25-0.7C-0.55-0.6-0.72-0.4-0.8-0.05Z",
        hair,
      );
    case "bun":
    case "short":
      return path(
        "M-0.79-0.1C-0.9-1.18 0.9-1.18 0.79-0.1C0.7-0.55 0.4-0.6 0-0.58C-0.4-0.6-0.7-0.55-0.79-0.1Z",
        hair,
      );
    case "long":
    case "bob":
      return path(
        "M-0.9 0.35C-1-1.3 1-1.3 0.9 0.35C0.74-0.1 0.6-0.55 0.05-0.68C-0.5-0.5-0.7-0.2-0.9 0.35Z",
        hair,
      );
  }
}

function glasses(dark: string, light: string): string {
  const lens = (x: number) =>
    `<ellipse cx="${x}" cy="-0.06" rx="0.25" ry="0.2" fill="${light}" fill-opacity="0.25" stroke="${dark}" stroke-width="0.06"/>`;
  return lens(-0.32) + lens(0.32) + stroke([[-0.08, -0.08], [0.08, -0.08]], dark, 0.05);
}

/** Wide eyes and a nose's bridge alone, as if in a slit of light. */
export function eyes(stage: Stage, y: number): string {
  const { prng, palette } = stage;
  const band = rect(
    0,
    y - 24,
    182,
    48,
    fade(stage, [palette.near, mix(prng.pick(SKINS), palette.low, 0.45), palette.near]),
  );
  const iris = prng.pick([palette.accent, "#4f86a8", "#6a8f4a", "#5a3a20"]);
  const eye = (x: number) =>
    path(
      `M${x - 27} ${y + 2}Q${x} ${y - 19} ${x + 27} ${y + 1}Q${x} ${y + 16} ${x - 27} ${y + 2}Z`,
      "#efe9df",
    ) +
    round(x, y, 10.5, iris) + round(x, y, 5, "#050505") + round(x + 3, y - 4, 1.8, "#ffffff") +
    stroke([[x - 28, y + 1], [x - 12, y - 10], [x + 10, y - 10], [x + 28, y]], palette.near, 3) +
    stroke([[x - 28, y - 17], [x, y - 24], [x + 28, y - 16]], palette.near, 5);
  return band + eye(48) + eye(134) + rect(0, y - 26, 182, 20, vanish(stage, palette.near, 90, 0.8));
}
