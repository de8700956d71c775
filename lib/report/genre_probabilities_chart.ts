import { chartValues } from "./chart_data.ts";
import { formatShare } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** What the model thinks of one genre for one poster. */
export interface GenreProbabilityRow {
  /** Name of the genre. */
  readonly genre: string;
  /** Probability in [0, 1]. */
  readonly probability: number;
  /** Whether the movie carries the genre, where that is known. */
  readonly isTrue?: boolean;
}

/** Options of {@linkcode genreProbabilitiesChart}. */
export interface GenreProbabilitiesOptions extends ChartText {
  /** How many of the most probable genres stand out; 3 by default. */
  readonly nTop?: number;
}

/** The genres of one poster by probability, the most probable first; true genres get a check mark. */
export function genreProbabilitiesChart(
  rows: readonly GenreProbabilityRow[],
  options: GenreProbabilitiesOptions = {},
): ChartSpec {
  const { nTop = 3, ...text } = options;
  const sorted = [...rows].sort((a, b) => b.probability - a.probability);
  const values = chartValues(
    "genreProbabilitiesChart",
    sorted.map(({ genre, probability, isTrue }, index) => ({
      genre,
      probability,
      isTop: index < nTop,
      label: formatShare(probability) + (isTrue ? " ✓" : ""),
    })),
  );
  const hasTruth = rows.some((row) => row.isTrue !== undefined);
  return {
    ...chartFrame({
      title: `Most probable: ${sorted.slice(0, nTop).map((row) => row.genre).join(", ")}`,
      ...(hasTruth && { subtitle: "✓ marks the genres that the movie carries." }),
      ...text,
    }),
    ...FIT_WIDTH,
    height: 16 * rows.length,
    data: { values },
    encoding: {
      y: { field: "genre", type: "nominal", sort: null, title: null },
      x: {
        field: "probability",
        type: "quantitative",
        title: "Probability (%)",
        scale: {
          domain: [0, Math.min(1.1, Math.max(0.2, 1.15 * sorted[0].probability))],
          nice: false,
        },
        axis: { format: "~%", tickCount: 6, grid: false },
      },
    },
    layer: [
      {
        mark: { type: "bar", tooltip: true },
        encoding: {
          color: { condition: { test: "datum.isTop", value: COLOURS.blue }, value: COLOURS.pale },
        },
      },
      {
        mark: { type: "text", align: "left", dx: 5, fontSize: 10 },
        encoding: { text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
