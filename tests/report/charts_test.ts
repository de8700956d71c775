import { assert, assertEquals } from "@std/assert";
import { compile } from "vega-lite";
import { renderSvg } from "../../lib/svg.ts";
import { renderChart } from "../../lib/report/render_chart.ts";
import { EXAMPLE_CHARTS } from "./example_charts.ts";

const LOSS = "Binary cross-entropy (nats per label)";
/** Titles of all axes of each chart; bars named one by one need none on their names' side. */
const AXIS_TITLES: Readonly<Record<string, readonly string[]>> = {
  funnel: ["Rows"],
  genre_counts: ["Movies"],
  genres_per_movie: ["Movies", "Genres of the movie"],
  cooccurrence: ["Genre", "Also carries"],
  cooccurrence_counts: ["Genre", "Also carries"],
  movies_per_year: ["Year of release", "Movies"],
  score_by_age: ["Age of the movie (years since release)", "IMDb score (0 to 10)"],
  split_balance: ["Share of the part's movies (%)"],
  history: ["Epoch (passes over the training part)", LOSS],
  epoch_curves: Array(6).fill("Epoch"),
  measure_trend: Array(4).fill("Training posters (log scale)"),
  live_loss: ["Step (updates of the weights)", LOSS],
  genre_ap: ["Average precision (0 to 1, higher is better)"],
  precision_recall: [
    "Recall (share of the genre's movies that are found)",
    "Precision (share of the found that are right)",
  ],
  reliability: [
    "Share of labels that are true (%)",
    "Predicted probability (%)",
    "Predictions (log scale)",
  ],
  confusion: ["True genre", "Top-ranked genre"],
  threshold: ["F1 score (0 to 1)", "Hamming loss (0 to 1)", "Threshold (probability)"],
  genre_probabilities: ["Probability (%)"],
  measures: [], // each panel's heading names its axis
};

for (const [name, spec] of Object.entries(EXAMPLE_CHARTS)) {
  Deno.test(`chart ${name} compiles without a warning and stays below 60 kB`, () => {
    const warnings: string[] = [];
    const logger = {
      level: () => logger,
      error: (...words: unknown[]) => (warnings.push(words.join(" ")), logger),
      warn: (...words: unknown[]) => (warnings.push(words.join(" ")), logger),
      info: () => logger,
      debug: () => logger,
    };
    compile(spec, { logger: logger as never });
    assertEquals(warnings, []);
    assert(JSON.stringify(spec).length < 60_000);
  });

  Deno.test(`chart ${name} says what its axes show, and in which unit`, async () => {
    const { svg } = await renderChart(spec);
    const groups = [...svg.matchAll(/role-axis-title"[^>]*>(.*?)<\/g>/gs)].map((match) => match[1]);
    const titles = groups.map((group) =>
      [...group.matchAll(/>([^<>]+)</g)].map((match) => unescapeXml(match[1])).join(" ")
    );
    assertEquals(titles.sort(), [...AXIS_TITLES[name]].sort());
  });

  Deno.test(`chart ${name} is drawn about 640 px wide, with all its words inside`, async () => {
    const { svg, png } = await renderChart(spec);
    const [, width, height] = svg.match(/<svg[^>]* width="([\d.]+)" height="([\d.]+)"/)!.map(
      Number,
    );
    assert(width >= 500 && width <= 680, `width ${width}`);
    assert(height >= 120 && height <= 800, `height ${height}`);
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1]);
    assert(words.length > 5);
    assertEquals(words.filter((word) => /NaN|undefined|null|Infinity|\[object/.test(word)), []);
    assertEquals(words.filter((word) => word.includes("…")), [], "a label is cut");
    assertEquals([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    const view = new DataView(png.buffer, png.byteOffset);
    assertEquals([view.getUint32(16), view.getUint32(20)], [2 * width, 2 * height].map(Math.ceil));
    assertMarginIsEmpty(svg);
  });
}

/** Nothing may touch the outermost 4 pixels: what does is about to be clipped. */
function assertMarginIsEmpty(svg: string): void {
  const image = renderSvg(svg);
  const pixels = image.pixels();
  for (let y = 0; y < image.heightPx; y++) {
    for (let x = 0; x < image.widthPx; x++) {
      const isMargin = x < 4 || y < 4 || x >= image.widthPx - 4 || y >= image.heightPx - 4;
      if (!isMargin) continue;
      const at = 4 * (y * image.widthPx + x);
      assert(pixels[at] > 250 && pixels[at + 1] > 250, `ink at x ${x}, y ${y}`);
    }
  }
}

function unescapeXml(text: string): string {
  return text.replaceAll("&#39;", "'").replaceAll("&apos;", "'").replaceAll("&amp;", "&");
}
