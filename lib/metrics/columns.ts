import type { LabelMatrix } from "./label_matrix.ts";

/** The values of one label, shape [nSamples]. */
export function column(matrix: LabelMatrix, label: number): Float64Array {
  return Float64Array.from(matrix, (row) => row[label]);
}

/** All cells in one list, row after row, shape [nSamples * nLabels]. */
export function flatten(matrix: LabelMatrix): Float64Array {
  const nLabels = matrix[0].length;
  const cells = new Float64Array(matrix.length * nLabels);
  matrix.forEach((row, i) => cells.set(row, i * nLabels));
  return cells;
}
