import { type MeasureKey, MEASURES } from "../../lib/evaluation/measures.ts";

/** One value per measure. */
export function mapMeasures<T>(valueOf: (key: MeasureKey) => T): Record<MeasureKey, T> {
  return Object.fromEntries(
    MEASURES.map(({ key }) => [key, valueOf(key)]),
  ) as Record<MeasureKey, T>;
}
