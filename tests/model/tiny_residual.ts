/** A residual network that is made in no time. */
import { makeRunConfig } from "../../lib/config.ts";

/** 24x24 pixels, two blocks. */
export const tinyResidualConfig = makeRunConfig({
  preset: "residual",
  imageHeightPx: 24,
  imageWidthPx: 24,
  residualFilters: [4, 6],
  batchSize: 4,
  epochs: 2,
  learningRate: 3e-3,
});
