/**
 * How every chart looks: fonts, sizes, colours, and the frame around its marks.
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { wrapText } from "./fit_text.ts";

/** A Vega-Lite specification with its data inside. */
export type ChartSpec = TopLevelSpec;

/** Words above a chart, where the chart's own do not fit. */
export interface ChartText {
  /** Bold line at the top. */
  readonly title?: string;
  /** Smaller words below it; long ones are broken into lines. */
  readonly subtitle?: string;
}

/** Width of a whole chart, its axes and labels included. */
export const CHART_WIDTH_PX = 640;

/** Version of Vega-Lite that the charts are written for. */
const schema = "https://vega.github.io/schema/vega-lite/v6.json";

/** The version before, whose MIME type JupyterLab knows. */
export const CHART_SCHEMA_V5 = "https://vega.github.io/schema/vega-lite/v5.json";

/** Font families, the first of which the static pictures use. */
export const CHART_FONT = "DejaVu Sans, Verdana, sans-serif";

/** Okabe and Ito's colours, told apart by colour-blind readers too, and greys. */
export const COLOURS = {
  blue: "#0072b2",
  orange: "#e69f00",
  green: "#009e73",
  vermilion: "#d55e00",
  sky: "#56b4e9",
  purple: "#cc79a7",
  brown: "#8c5a2b",
  ink: "#222222",
  text: "#444444",
  muted: "#767676",
  pale: "#c3cfd9",
  grid: "#e7e7e7",
  paper: "#ffffff",
} as const;

/** Colours for series without a meaning of their own, in order of use. */
export const SERIES_COLOURS: readonly string[] = [
  COLOURS.blue,
  COLOURS.orange,
  COLOURS.green,
  COLOURS.purple,
  COLOURS.vermilion,
  COLOURS.sky,
  COLOURS.brown,
];

/** Light to dark, for shares and counts; the order survives in grey. */
export const SEQUENTIAL_COLOURS = ["#f1f6fa", "#a9cfe8", "#4a98c9", "#13609f", "#08305c"];

const subtitleFontSizePx = 12;

const config: TopLevelSpec["config"] = {
  font: CHART_FONT,
  title: {
    anchor: "start",
    frame: "group",
    fontSize: 15,
    fontWeight: "bold",
    color: COLOURS.ink,
    subtitleFontSize: subtitleFontSizePx,
    subtitleColor: COLOURS.muted,
    subtitlePadding: 6,
    subtitleLineHeight: 16,
    offset: 12,
  },
  axis: {
    labelFontSize: 11,
    labelColor: COLOURS.text,
    labelLimit: 0,
    labelFlush: false,
    labelOverlap: "greedy",
    labelSeparation: 6,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: COLOURS.text,
    titlePadding: 10,
    gridColor: COLOURS.grid,
    domainColor: "#999999",
    tickColor: "#999999",
    tickSize: 4,
  },
  axisBand: { ticks: false, labelPadding: 6, grid: false, labelOverlap: false },
  legend: {
    orient: "top",
    labelFontSize: 11,
    labelColor: COLOURS.text,
    labelLimit: 0,
    titleFontSize: 11,
    titleFontWeight: "normal",
    titleColor: COLOURS.text,
    symbolStrokeWidth: 2,
    symbolOpacity: 1,
    columnPadding: 18,
  },
  header: { labelFontSize: 12, labelFontWeight: "bold", labelColor: COLOURS.ink, title: null },
  view: { stroke: null },
  bar: { color: COLOURS.blue },
  text: { color: COLOURS.text, fontSize: 11 },
};

/** The parts of a specification that all charts share. */
export interface ChartFrame {
  /** Version of Vega-Lite. */
  readonly $schema: string;
  /** Colour of the ground. */
  readonly background: string;
  /** Empty margin in pixels. */
  readonly padding: number;
  /** Title and subtitle, over the whole chart. */
  readonly title: { text: string; subtitle?: string[]; frame?: "bounds" | "group" };
  /** Fonts, sizes and colours. */
  readonly config: ChartSpec["config"];
}

/**
 * The shared parts of a specification, to be spread into it.
 * @param text Words above the chart; a long subtitle is broken into lines.
 */
export function chartFrame(
  text: { readonly title: string; readonly subtitle?: string },
): ChartFrame {
  const subtitle = wrapText(text.subtitle ?? "", {
    widthPx: CHART_WIDTH_PX - 24,
    fontSizePx: subtitleFontSizePx,
  });
  return {
    $schema: schema,
    background: COLOURS.paper,
    padding: 12,
    title: { text: text.title, ...(subtitle.length > 0 && { subtitle }), frame: "bounds" },
    config,
  };
}

/** Fits a single or layered chart into {@linkcode CHART_WIDTH_PX}, labels and all. */
export const FIT_WIDTH = {
  width: CHART_WIDTH_PX,
  autosize: { type: "fit-x", contains: "padding" },
} as const;
