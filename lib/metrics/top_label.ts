/**
 * Index of the highest score; of equal ones the first.
 * @param scores Finite numbers, shape [nLabels].
 */
export function topLabel(scores: ArrayLike<number>): number {
  let top = 0;
  for (let j = 1; j < scores.length; j++) if (scores[j] > scores[top]) top = j;
  return top;
}
