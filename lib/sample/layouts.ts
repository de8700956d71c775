/**
 * Three ways to put a picture and its type on a poster.
 * @module
 */
import { castLine, credits, taglineLine } from "./billing.ts";
import { luma, mix } from "./colour.ts";
import type { Composition } from "./composition.ts";
import { setTitle } from "./lettering.ts";
import { BACKDROPS, EFFECTS, SUBJECTS } from "./motifs/registry.ts";
import { clip, fade, rise, vanish } from "./paints.ts";
import { cover, group, place, polygon, rect } from "./shapes.ts";
import { POSTER_HEIGHT_PX, POSTER_WIDTH_PX, repeat, type Stage } from "./stage.ts";

const CREDITS_Y = 247;
const TAGLINE_Y = 240;

/** Backdrop, subject and effect, the subject moved down by some pixels. */
function scene(stage: Stage, { backdrop, subject, effect }: Composition, shiftPx = 0): string {
  return BACKDROPS[backdrop](stage) +
    (subject ? place(SUBJECTS[subject](stage), 0, shiftPx) : "") +
    (effect ? EFFECTS[effect](stage) : "");
}

/** Darkens the corners. */
function vignette(stage: Stage, opacity: number): string {
  return cover(stage.define((id) =>
    `<radialGradient id="${id}" cx="0.5" cy="0.45" r="0.75">` +
    `<stop offset="0.5" stop-color="#000" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="#000" stop-opacity="${opacity}"/></radialGradient>`
  ));
}

/** Lettering and the shade that goes under it, light on dark or dark on light. */
function lettersAndShade({ prng, palette }: Stage): { ink: string; shade: string; loud: string } {
  const isPale = luma(mix(palette.top, palette.low, 0.6)) > 0.55;
  const isDarkOnLight = isPale && luma(palette.ink) < 0.5 && prng.chance(0.7);
  const shade = isDarkOnLight
    ? mix(palette.light, "#ffffff", 0.3)
    : mix(palette.near, "#000000", 0.35);
  const ink = isDarkOnLight
    ? mix(palette.ink, "#000000", 0.15)
    : luma(palette.ink) > 0.6
    ? palette.ink
    : mix(palette.light, "#ffffff", 0.4);
  const isLoud = prng.chance(0.3) && Math.abs(luma(palette.accent) - luma(shade)) > 0.32;
  return { ink, shade, loud: isLoud ? palette.accent : ink };
}

/** The picture from edge to edge, the title over it. */
export function drawFull(stage: Stage, composition: Composition, title: string): string {
  const { prng, palette } = stage;
  const isTop = composition.titleAt === "top";
  const { ink, shade, loud } = lettersAndShade(stage);
  const block = setTitle(stage, title, composition.lettering, 166, loud);
  const hasCast = prng.chance(0.7);
  const titleY = isTop ? (hasCast ? 20 : 14) : 230 - block.heightPx;
  const footY = isTop ? 205 : titleY - 42;
  const headHeight = isTop ? titleY + block.heightPx * 1.25 + 26 : 40;
  return scene(stage, composition, isTop ? 16 : -10 - block.heightPx * 0.12) +
    vignette(stage, luma(palette.low) < 0.5 ? 0.6 : 0.22) +
    rect(0, footY, POSTER_WIDTH_PX, POSTER_HEIGHT_PX - footY, rise(stage, shade, 0.88)) +
    (isTop || hasCast
      ? rect(0, 0, POSTER_WIDTH_PX, headHeight, vanish(stage, shade, 90, isTop ? 0.85 : 0.6))
      : "") +
    place(block.svg, POSTER_WIDTH_PX / 2, titleY) +
    (hasCast ? castLine(prng, 12, ink) : "") +
    (prng.chance(0.6) ? taglineLine(prng, TAGLINE_Y, ink) : "") +
    credits(prng, CREDITS_Y, ink);
}

/** A picture in a window on a plain sheet, plain type around it. */
export function drawFramed(stage: Stage, composition: Composition, title: string): string {
  const { prng, palette } = stage;
  const isPale = prng.chance(0.7);
  const sheet = isPale
    ? mix(palette.light, "#f6f3ec", 0.7)
    : mix(mix(palette.near, "#101012", 0.5), palette.far, 0.1);
  const ink = isPale ? mix(palette.near, "#141414", 0.5) : mix(palette.light, "#ffffff", 0.5);
  const isLoud = prng.chance(0.35) && Math.abs(luma(palette.accent) - luma(sheet)) > 0.35;
  const block = setTitle(
    stage,
    title,
    composition.lettering === "bouncing" ? "small" : composition.lettering,
    150,
    isLoud ? palette.accent : ink,
  );
  const margin = prng.pick([8, 12, 0]);
  const isTop = composition.titleAt === "top";
  const height = 212 - block.heightPx - margin;
  const y = isTop ? 22 + block.heightPx : margin;
  const window = rect(margin, y, POSTER_WIDTH_PX - 2 * margin, height, "#fff");
  const picture = place(
    scene(stage, composition) + vignette(stage, 0.45),
    0,
    y - (POSTER_HEIGHT_PX - height) * 0.42,
  );
  return cover(fade(stage, [sheet, mix(sheet, palette.far, 0.08)])) +
    group(picture, clip(stage, window)) +
    place(block.svg, POSTER_WIDTH_PX / 2, isTop ? 14 : y + height + 10) +
    taglineLine(prng, TAGLINE_Y, ink) + credits(prng, CREDITS_Y, ink);
}

/** Two or three strips with a picture each, the title below. */
export function drawPanels(stage: Stage, composition: Composition, title: string): string {
  const { prng, palette } = stage;
  const ground = mix(palette.near, "#000000", 0.35);
  const ink = luma(palette.ink) > 0.5 ? palette.ink : mix(palette.light, "#ffffff", 0.4);
  const block = setTitle(stage, title, composition.lettering, 160, ink);
  const count = prng.integer(2, 3), slant = prng.pick([0, 0, 14, -14]);
  const foot = 222 - block.heightPx, step = foot / count;
  const strips = repeat(count, (i) => {
    const top = i * step, bottom = top + step - 2;
    const window = polygon([
      [-2, i ? top : -20],
      [184, i ? top + slant : -20],
      [184, bottom + (i < count - 1 ? slant : 0)],
      [-2, bottom],
    ], "#fff");
    const subject = i === 0 || prng.chance(0.35)
      ? composition.subject ?? "portrait"
      : prng.pick(["portrait", "twoFaces", "loneWalker"] as const);
    // A subject's middle lies near y = 135, a face's near 110.
    const middle = ["portrait", "twoFaces", "ensemble"].includes(subject) ? 112 : 145;
    const picture = BACKDROPS[composition.backdrop](stage) + SUBJECTS[subject](stage);
    return group(place(picture, 0, top + step / 2 - middle), clip(stage, window));
  });
  return cover(ground) + strips + (composition.effect ? EFFECTS[composition.effect](stage) : "") +
    rect(0, foot - 24, POSTER_WIDTH_PX, POSTER_HEIGHT_PX - foot + 24, rise(stage, ground, 1)) +
    vignette(stage, 0.5) + place(block.svg, POSTER_WIDTH_PX / 2, foot + 8) +
    taglineLine(prng, TAGLINE_Y + 2, ink) + credits(prng, CREDITS_Y + 1, ink);
}
