import type { Interval } from "../evaluation/interval.ts";
import { chartValues } from "./chart_data.ts";
import { formatCount, formatFixed } from "./format_number.ts";
import { chartFrame, type ChartSpec, type ChartText, COLOURS, FIT_WIDTH } from "./theme.ts";

/** Average precision of one genre. */
export interface GenreApRow {
  /** Name of the genre. */
  readonly genre: string;
  /** Average precision in [0, 1]; NaN or null where the part holds no movie of the genre. */
  readonly averagePrecision: number | null;
  /** Share of movies that carry the genre: what a constant score gets. */
  readonly prevalence: number;
  /** Movies that carry the genre. */
  readonly support: number;
  /** Average precision with its interval over the movies; no line is drawn where it is absent. */
  readonly averagePrecisionInterval?: Interval;
}

/** Average precision of each genre beside what a constant score gets; the best genre first. */
export function genreApChart(rows: readonly GenreApRow[], text: ChartText = {}): ChartSpec {
  const defined = rows.filter((row) => Number.isFinite(row.averagePrecision))
    .sort((a, b) => b.averagePrecision! - a.averagePrecision!);
  const undefinedGenres = rows.filter((row) => !defined.includes(row)).map((row) => row.genre);
  const values = chartValues(
    "genreApChart",
    defined.map(({ genre, averagePrecision, prevalence, support, averagePrecisionInterval }) => ({
      genre,
      averagePrecision,
      prevalence,
      support,
      low: averagePrecisionInterval?.low ?? averagePrecision,
      high: averagePrecisionInterval?.high ?? averagePrecision,
      label: `${formatFixed(averagePrecision!, 3)} (n = ${formatCount(support)})`,
    })),
  );
  const names = ["model", "constant score (share of movies with the genre)"];
  const largest = Math.max(
    ...defined.map((row) =>
      Math.max(row.averagePrecisionInterval?.high ?? row.averagePrecision!, row.prevalence)
    ),
  );
  const hasIntervals = defined.some((row) => row.averagePrecisionInterval?.high != null);
  return {
    ...chartFrame({
      title: "Average precision of each genre",
      subtitle: "n: movies of the genre in this part." +
        (hasIntervals ? " Black lines: 95% intervals over the movies." : "") +
        (undefinedGenres.length === 0
          ? ""
          : ` Not defined, for want of a movie: ${undefinedGenres.join(", ")}.`),
      ...text,
    }),
    ...FIT_WIDTH,
    height: 18 * defined.length,
    data: { values },
    encoding: {
      y: {
        field: "genre",
        type: "nominal",
        sort: null,
        title: null,
      },
      x: {
        field: "averagePrecision",
        type: "quantitative",
        title: "Average precision (0 to 1, higher is better)",
        scale: { domain: [0, 1.26 * largest], nice: false },
        axis: { format: "~g", tickCount: 6, grid: false },
      },
    },
    layer: [
      {
        mark: { type: "bar", opacity: 1, tooltip: true },
        encoding: {
          color: {
            datum: names[0],
            type: "nominal",
            title: null,
            scale: { domain: names, range: [COLOURS.blue, COLOURS.orange] },
          },
          tooltip: [
            { field: "genre", type: "nominal" },
            { field: "averagePrecision", type: "quantitative" },
            { field: "prevalence", type: "quantitative" },
            { field: "support", type: "quantitative" },
          ],
        },
      },
      {
        mark: { type: "tick", thickness: 3, size: 14, opacity: 1 },
        encoding: {
          x: { field: "prevalence", type: "quantitative" },
          color: { datum: names[1], type: "nominal" },
        },
      },
      ...(hasIntervals
        ? [{
          mark: { type: "rule" as const, color: COLOURS.ink, strokeWidth: 1.5 },
          encoding: {
            x: { field: "low", type: "quantitative" as const },
            x2: { field: "high" },
          },
        }]
        : []),
      {
        transform: [{ calculate: "max(datum.high, datum.prevalence)", as: "labelAt" }],
        mark: { type: "text", align: "left", dx: 6, fontSize: 10 },
        encoding: {
          x: { field: "labelAt", type: "quantitative" },
          text: { field: "label", type: "nominal" },
        },
      },
    ],
  };
}
