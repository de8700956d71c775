/**
 * Sets titles and lines of small type.
 * @module
 */
import type { Prng } from "../random.ts";
import { num, rect } from "./shapes.ts";
import { luma, mix } from "./colour.ts";
import { fade } from "./paints.ts";
import type { Stage } from "./stage.ts";
import { LETTERING_STYLES, type LetteringName, type LetteringStyle } from "./lettering_styles.ts";
import { breakLines, textWidthEm } from "./text_lines.ts";

const FAMILY = "DejaVu Sans";
const LINE_HEIGHT_EM = 1.02;
const MAX_BLOCK_HEIGHT_PX = 76;

/** A finished block of lettering. */
export interface TitleBlock {
  /** SVG elements; y = 0 is the block's upper edge, x = 0 its middle. */
  readonly svg: string;
  /** Height of all lines. */
  readonly heightPx: number;
}

/** Escapes text for SVG. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!,
  );
}

/**
 * Sets a title.
 * @param maxWidthPx Room from edge to edge.
 */
export function setTitle(
  stage: Stage,
  title: string,
  name: LetteringName,
  maxWidthPx: number,
  colour: string,
): TitleBlock {
  const style: LetteringStyle = LETTERING_STYLES[name];
  const { prng } = stage;
  const text = { upper: title.toUpperCase(), lower: title.toLowerCase(), asIs: title }[style.words];
  const lines = breakLines(text, style.isStacked ?? false);
  const emWidth = (line: string) =>
    (textWidthEm(line, style.isBold) + style.spacingEm * line.length) * style.stretch;
  const fit = (line: string) => Math.min(style.maxSizePx, maxWidthPx / emWidth(line));
  const common = Math.min(...lines.map(fit));
  const sizes = lines.map((line) => style.isStacked ? fit(line) : common);
  const tallness = sizes.reduce((sum, size) => sum + size * LINE_HEIGHT_EM, 0);
  const shrink = Math.min(1, MAX_BLOCK_HEIGHT_PX / tallness);
  const fill = titleFill(stage, style, colour);
  let y = 0, body = "", widest = 0;
  for (const [i, line] of lines.entries()) {
    const size = sizes[i] * shrink;
    y += size * 0.8;
    body += setLine(prng, line, style, size, y, fill, colour);
    y += size * (LINE_HEIGHT_EM - 0.8);
    widest = Math.max(widest, emWidth(line) * size);
  }
  const turn = style.decoration === "slant" || style.decoration === "box"
    ? prng.pick([-4, -2, 0, 0, 3])
    : 0;
  const box = style.decoration === "box"
    ? rect(
      -widest / 2 - 7,
      -6,
      widest + 14,
      y + 10,
      stage.palette.accent,
      `rx="${prng.pick([0, 0, 4])}"`,
    )
    : "";
  return { svg: `<g transform="rotate(${turn})">${box}${body}</g>`, heightPx: y };
}

function titleFill(stage: Stage, style: LetteringStyle, colour: string): string {
  if (style.decoration === "gold") {
    return luma(colour) > 0.5
      ? fade(stage, ["#fff7d8", mix("#e8b84a", colour, 0.25), "#8a5a1c"])
      : fade(stage, [mix(colour, "#c98a2a", 0.45), colour]);
  }
  if (style.decoration === "box") return luma(stage.palette.accent) > 0.62 ? "#1a1a1c" : "#ffffff";
  return colour;
}

function setLine(
  prng: Prng,
  line: string,
  style: LetteringStyle,
  sizePx: number,
  y: number,
  fill: string,
  colour: string,
): string {
  const letters = [...line];
  const wobble = (amount: number) => letters.map(() => num(prng.normal(0, amount))).join(" ");
  const steps = (amount: number) => {
    const offsets = letters.map(() => prng.normal(0, amount));
    return offsets.map((o, i) => num(o - (offsets[i - 1] ?? 0))).join(" ");
  };
  const outline = luma(colour) > 0.5 ? "#141018" : "#fffaf0";
  const letterEffects = {
    bounce: `rotate="${wobble(5)}" dy="${steps(sizePx * 0.05)}" stroke="${outline}" stroke-width="${
      num(sizePx * 0.2)
    }" stroke-linejoin="round" paint-order="stroke"`,
    ragged: `rotate="${wobble(3.5)}" dy="${steps(sizePx * 0.05)}"`,
    outline: `stroke="${outline}" stroke-width="${num(sizePx * 0.14)}" paint-order="stroke"`,
    gold: `stroke="${outline}" stroke-opacity="0.5" stroke-width="${
      num(sizePx * 0.05)
    }" paint-order="stroke"`,
    box: "",
    slant: "",
  };
  const more = style.decoration ? letterEffects[style.decoration] : "";
  const skew = style.decoration === "slant" ? " skewX(-13)" : "";
  return `<text transform="translate(0 ${
    num(y)
  }) scale(${style.stretch} 1)${skew}" text-anchor="middle" ` +
    `font-family="${FAMILY}" font-weight="${style.isBold ? "bold" : "normal"}" font-size="${
      num(sizePx)
    }" ` +
    `letter-spacing="${num(style.spacingEm * sizePx)}" fill="${fill}" ${more}>${
      escapeXml(line)
    }</text>`;
}

/** One line of small type. @param stretch Width relative to the typeface's own. */
export function smallLine(
  text: string,
  x: number,
  y: number,
  sizePx: number,
  fill: string,
  { stretch = 1, spacingEm = 0, isBold = false, anchor = "middle", opacity = 1 } = {},
): string {
  return `<text transform="translate(${num(x)} ${
    num(y)
  }) scale(${stretch} 1)" text-anchor="${anchor}" ` +
    `font-family="${FAMILY}" font-weight="${isBold ? "bold" : "normal"}" font-size="${
      num(sizePx)
    }" ` +
    `letter-spacing="${num(spacingEm * sizePx)}" fill="${fill}" fill-opacity="${opacity}">${
      escapeXml(text)
    }</text>`;
}
