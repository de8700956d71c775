import { modelSummary } from "../model/model_summary.ts";
import { formatCount } from "./format_number.ts";
import type { TextTable } from "./text_table.ts";

/** A model's layers as a table, as Keras' `summary()` prints them. */
export function modelTable(model: Parameters<typeof modelSummary>[0]): TextTable {
  return {
    headers: ["Layer", "Type", "Output shape", "Parameters"],
    alignments: ["left", "left", "left", "right"],
    rows: modelSummary(model).map(({ layer, type, outputShape, parameters }) => [
      layer,
      type,
      `[${outputShape.map((size) => size ?? "batch").join(", ")}]`,
      formatCount(parameters),
    ]),
  };
}
