/**
 * Static pictures of charts, without a browser; the only file that imports vega and vega-lite.
 * @module
 */
import * as vega from "vega";
import { compile } from "vega-lite";
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { encodePng } from "../posters/poster_image.ts";
import { renderSvg } from "../svg.ts";
import { dropAlpha } from "./drop_alpha.ts";
import { textWidth } from "./text_width.ts";
import { type ChartSpec, COLOURS } from "./theme.ts";

/** A chart in each form that a reader may want. */
export interface RenderedChart {
  /** SVG document. */
  readonly svg: string;
  /** PNG file, twice as many pixels as the SVG has units. */
  readonly png: Uint8Array;
  /** The specification that was drawn. */
  readonly vegaLite: ChartSpec;
}

/** What vega measures: the text and how it is set. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Width in pixels beyond which the text is cut, or 0. */
  readonly limit?: number;
}

// vega's types leave this out; it is the hook for programs that bring their own measuring.
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: TextItem, text: unknown) => number };
};
textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, text) => {
  const isBold = fontWeight === "bold" || Number(fontWeight) >= 600;
  const width = textWidth(String(text ?? "").trim(), fontSize, isBold);
  return limit > 0 ? Math.min(width, limit) : width;
};

/**
 * Draws a chart.
 * @param spec Specification with its data inside.
 * @throws {Error} If vega-lite cannot compile the specification.
 * @example
 * ```ts
 * import { renderChart } from "./render_chart.ts";
 * import { genreCountsChart } from "./genre_counts_chart.ts";
 * import { assert } from "@std/assert";
 * const { svg } = await renderChart(genreCountsChart([{ genre: "Drama", count: 3 }]));
 * assert(svg.includes("Drama"));
 * ```
 */
export async function renderChart(spec: ChartSpec): Promise<RenderedChart> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  try {
    const svg = await view.toSVG();
    // resvg's own PNG has a channel more and is half as large again.
    const png = await encodePng(dropAlpha(renderSvg(svg, { scale: 2, background: COLOURS.paper })));
    return { svg, png, vegaLite: spec };
  } finally {
    view.finalize();
  }
}

/**
 * Writes `<name>.vl.json`, `<name>.svg` and `<name>.png` into a folder, which is made if missing.
 * Each file is written aside and renamed, so that none is ever half there.
 * @returns Paths of the three files.
 */
export async function writeChart(dir: string, name: string, spec: ChartSpec): Promise<string[]> {
  const { svg, png, vegaLite } = await renderChart(spec);
  const files: [ending: string, content: string | Uint8Array][] = [
    [".vl.json", JSON.stringify(vegaLite, null, 1) + "\n"],
    [".svg", svg],
    [".png", png],
  ];
  const paths: string[] = [];
  for (const [ending, content] of files) {
    const path = join(dir, name + ending);
    await writeFileAtomic(path, content);
    paths.push(path);
  }
  return paths;
}
