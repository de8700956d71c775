/**
 * How large training pictures are.
 * @module
 */
import type { AugmentationConfig } from "../augmentation_config.ts";

/** Sizes that growing pictures pass through: few, as kernels are chosen anew for each. */
const nGrowingSizes = 4;

/**
 * Sides of the training pictures of one update, as a share of the network's own picture size.
 * @param step Updates made before it, from 0.
 * @param totalSteps Updates of the whole schedule.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const config = { augmentSizeShare: 0.8, augmentStartSizeShare: 0.25 };
 * assertEquals([0, 3, 4, 11].map((step) => sizeShareAt(step, 12, config)), [0.2, 0.4, 0.4, 0.8]);
 * ```
 */
export function sizeShareAt(
  step: number,
  totalSteps: number,
  { augmentSizeShare: end, augmentStartSizeShare }: Pick<
    AugmentationConfig,
    "augmentSizeShare" | "augmentStartSizeShare"
  >,
): number {
  const nGrown = Math.min(Math.floor(nGrowingSizes * step / totalSteps), nGrowingSizes - 1);
  const start = end * augmentStartSizeShare;
  return start + (end - start) * nGrown / (nGrowingSizes - 1);
}
