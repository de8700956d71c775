import { type ChartSpec, COLOURS } from "./theme.ts";

/** Layers of a layered chart. */
export type ChartLayers = Extract<ChartSpec, { layer: unknown }>["layer"];

/** How a text stands at its point; lengths in pixels. */
export interface TextMark {
  /** Fixed place instead of an encoded one; `"width"` is the plot's right edge. */
  readonly x?: number | "width";
  /** Fixed place from the top of the plot. */
  readonly y?: number;
  /** Shift to the right. */
  readonly dx?: number;
  /** Shift downwards. */
  readonly dy?: number;
  /** Part of the text that stands at the point, across. */
  readonly align?: "left" | "center" | "right";
  /** The same, upright. */
  readonly baseline?: "top" | "middle" | "bottom";
  /** Size of the font; the theme's by default. */
  readonly fontSize?: number;
}

/** Parts of a text layer: its data (else the chart's), its encoding, and how the text is set. */
export interface TextLayer {
  /** Rows of the layer; the chart's by default. */
  readonly data?: ChartLayers[number]["data"];
  /** Where the text stands and what it says. */
  readonly encoding: Extract<ChartLayers[number], { mark: unknown }>["encoding"];
  /** How it is set. */
  readonly mark: TextMark;
}

/**
 * Text that stays legible over lines: drawn twice, first as a white outline. (A single mark would
 * draw its outline over its own letters.)
 */
export function haloedText({ mark, ...layer }: TextLayer): ChartLayers {
  const halo = {
    fill: COLOURS.paper,
    stroke: COLOURS.paper,
    strokeWidth: 4,
    strokeJoin: "round",
  } as const;
  return [
    { ...layer, mark: { type: "text", ...mark, ...halo } },
    { ...layer, mark: { type: "text", ...mark } },
  ];
}
