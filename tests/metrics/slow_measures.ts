/**
 * Second implementations of the ranking measures, straight from their definitions in words:
 * quadratic, and without a line in common with `lib/metrics`.
 * @module
 */

const average = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const indicesOf = (row: readonly number[], indicator: number) =>
  row.flatMap((value, j) => (value === indicator ? [j] : []));

/** 1-based rank in a list sorted by decreasing score; the deepest place of equal scores. */
const deepestRank = (scores: readonly number[], score: number) =>
  [...scores].sort((a, b) => b - a).lastIndexOf(score) + 1;

export function slowOneError(yTrue: number[][], yScore: number[][]): number {
  return average(yTrue.map((row, i) => {
    const best = yScore[i].indexOf([...yScore[i]].sort((a, b) => b - a)[0]);
    return indicesOf(row, 1).includes(best) ? 0 : 1;
  }));
}

export function slowCoverageError(yTrue: number[][], yScore: number[][]): number {
  return average(yTrue.map((row, i) =>
    indicesOf(row, 1).reduce(
      (deepest, j) => Math.max(deepest, deepestRank(yScore[i], yScore[i][j])),
      0,
    )
  ));
}

export function slowRankingLoss(yTrue: number[][], yScore: number[][]): number {
  return average(yTrue.map((row, i) => {
    const pairs = indicesOf(row, 1).flatMap((t) => indicesOf(row, 0).map((f) => [t, f]));
    if (pairs.length === 0) return 0;
    return pairs.filter(([t, f]) => !(yScore[i][t] > yScore[i][f])).length / pairs.length;
  }));
}

export function slowLrap(yTrue: number[][], yScore: number[][]): number {
  return average(yTrue.map((row, i) => {
    const trueScores = indicesOf(row, 1).map((j) => yScore[i][j]);
    if (trueScores.length === 0 || trueScores.length === row.length) return 1;
    return average(
      trueScores.map((score) => deepestRank(trueScores, score) / deepestRank(yScore[i], score)),
    );
  }));
}

/** Precision and recall are counted anew at each threshold. */
export function slowAveragePrecision(yTrue: number[], yScore: number[]): number {
  const thresholds = [...new Set(yScore)].sort((a, b) => b - a);
  const positives = indicesOf(yTrue, 1).length;
  const points = thresholds.map((threshold) => {
    const chosen = yTrue.filter((_, i) => yScore[i] >= threshold);
    const hits = indicesOf(chosen, 1).length;
    return { precision: hits / chosen.length, recall: hits / positives };
  });
  return points.reduce(
    (sum, { precision, recall }, n) => sum + (recall - (points[n - 1]?.recall ?? 0)) * precision,
    0,
  );
}
