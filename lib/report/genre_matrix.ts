import type { ChartLayers } from "./haloed_text.ts";
import { COLOURS, SEQUENTIAL_COLOURS } from "./theme.ts";

/** Cell size and backdrop of a genre-by-genre heatmap. */
export const MATRIX_CELL = {
  width: { step: 19 },
  height: { step: 19 },
  view: { fill: "#fafafa" },
} as const;

/** What {@linkcode genreMatrixLayers} draws: rows of `{ row, column, label, [colour.field] }`. */
export interface GenreMatrix {
  /** Order of the genres along each side. */
  readonly genres: { readonly rows: readonly string[]; readonly columns: readonly string[] };
  /** Titles of the two sides. */
  readonly titles: { readonly row: string; readonly column: string };
  /** What the colour says; a share (format `%`) runs from 0 to 1, a count from 0 to its largest. */
  readonly colour: {
    readonly field: string;
    readonly title: string;
    readonly format: "%" | ",";
    /** Largest value, which ends the legend; not needed for a share. */
    readonly largest?: number;
  };
  /** Whether cells of a genre with itself get an outline; false by default. */
  readonly outlineDiagonal?: boolean;
}

/** Layers of a heatmap with genres on both sides: cells, their numbers, an outlined diagonal. */
export function genreMatrixLayers(matrix: GenreMatrix): ChartLayers {
  const { genres, titles, colour, outlineDiagonal = false } = matrix;
  const isShare = colour.format === "%";
  const position = {
    x: {
      field: "column",
      type: "nominal" as const,
      title: titles.column,
      scale: { domain: [...genres.columns] },
      axis: { labelAngle: -50 },
    },
    y: {
      field: "row",
      type: "nominal" as const,
      title: titles.row,
      scale: { domain: [...genres.rows] },
    },
  };
  const diagonal: ChartLayers = [{
    data: { values: genres.rows.map((row, i) => ({ row, column: genres.columns[i] })) },
    mark: { type: "rect", fill: null, stroke: COLOURS.muted, strokeWidth: 1 },
    encoding: position,
  }];
  return [
    {
      mark: { type: "rect", stroke: COLOURS.paper, strokeWidth: 1, tooltip: true },
      encoding: {
        ...position,
        color: {
          field: colour.field,
          type: "quantitative",
          title: colour.title,
          scale: {
            range: [...SEQUENTIAL_COLOURS],
            interpolate: "lab",
            ...(isShare && { domain: [0, 1] }),
            // The root keeps small counts visible beside the largest.
            ...(!isShare && { type: "sqrt" }),
          },
          legend: {
            orient: "top",
            direction: "horizontal",
            gradientLength: 220,
            gradientThickness: 10,
            format: isShare ? ".0%" : ",d",
            values: isShare
              ? [0, 0.25, 0.5, 0.75, 1]
              : [0, 0.1, 0.4, 1].map((x) => Math.round(x * (colour.largest ?? 1))),
          },
        },
      },
    },
    {
      mark: { type: "text", fontSize: 8.5 },
      encoding: {
        ...position,
        text: { field: "label", type: "nominal" },
        color: {
          condition: {
            test: `datum['${colour.field}'] > 0.55`,
            value: COLOURS.paper,
          },
          value: COLOURS.ink,
        },
      },
    },
    ...(outlineDiagonal ? diagonal : []),
  ];
}
