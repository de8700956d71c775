/**
 * Styles of lettering, all from one typeface by scaling, spacing, turning and outlining.
 * @module
 */

/** How a title is set. */
export interface LetteringStyle {
  /** Bold instead of regular. */
  readonly isBold: boolean;
  /** Width of a letter relative to the typeface's own. */
  readonly stretch: number;
  /** Space between letters in em. */
  readonly spacingEm: number;
  /** Largest letter height in pixels. */
  readonly maxSizePx: number;
  /** Change of capital letters. */
  readonly words: "upper" | "lower" | "asIs";
  /** Each word on a line of its own, as wide as the block. */
  readonly isStacked?: boolean;
  /** What is done to the letters beyond size and spacing. */
  readonly decoration?: "box" | "outline" | "gold" | "slant" | "bounce" | "ragged";
}

/** All styles by name. */
export const LETTERING_STYLES = {
  condensed: { isBold: true, stretch: 0.6, spacingEm: 0, maxSizePx: 34, words: "upper" },
  wide: { isBold: true, stretch: 1.15, spacingEm: 0.05, maxSizePx: 22, words: "upper" },
  spaced: { isBold: false, stretch: 0.95, spacingEm: 0.3, maxSizePx: 17, words: "upper" },
  small: { isBold: true, stretch: 0.9, spacingEm: 0, maxSizePx: 14, words: "asIs" },
  lowercase: { isBold: true, stretch: 0.9, spacingEm: -0.05, maxSizePx: 25, words: "lower" },
  stacked: {
    isBold: true,
    stretch: 0.75,
    spacingEm: -0.01,
    maxSizePx: 38,
    words: "upper",
    isStacked: true,
  },
  slanted: {
    isBold: true,
    stretch: 0.75,
    spacingEm: 0,
    maxSizePx: 30,
    words: "upper",
    decoration: "slant",
  },
  boxed: {
    isBold: true,
    stretch: 0.8,
    spacingEm: 0,
    maxSizePx: 24,
    words: "upper",
    decoration: "box",
  },
  outlined: {
    isBold: true,
    stretch: 0.8,
    spacingEm: 0.04,
    maxSizePx: 27,
    words: "upper",
    decoration: "outline",
  },
  gilded: {
    isBold: true,
    stretch: 0.8,
    spacingEm: 0.06,
    maxSizePx: 25,
    words: "upper",
    decoration: "gold",
  },
  bouncing: {
    isBold: true,
    stretch: 0.85,
    spacingEm: 0.03,
    maxSizePx: 29,
    words: "asIs",
    decoration: "bounce",
  },
  ragged: {
    isBold: true,
    stretch: 0.62,
    spacingEm: 0.06,
    maxSizePx: 32,
    words: "upper",
    decoration: "ragged",
  },
} satisfies Record<string, LetteringStyle>;

/** Name of a lettering style. */
export type LetteringName = keyof typeof LETTERING_STYLES;
