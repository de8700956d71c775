/**
 * What lies on the print itself: drips, scratches, perforation.
 * @module
 */

import { group, path, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

/** Blood that runs down from the upper edge. */
export function drips({ prng, palette }: Stage): string {
  return path(
    "M-2-2H184V8" +
      repeat(13, (i) => {
        const x = 182 - i * 14, d = prng.chance(0.4) ? between(prng, 24, 78) : between(prng, 8, 20);
        return `C${x - 3} 8 ${x - 3} ${d.toFixed(0)} ${x - 6} ${d.toFixed(0)}C${x - 10} ${
          d.toFixed(0)
        } ${x - 9} 8 ${x - 14} 8`;
      }) + "H-2Z",
    palette.accent,
  );
}

/** Dust and scratches of an old print. */
export function filmScratches({ prng }: Stage): string {
  return group(
    repeat(7, () => {
      const x = between(prng, 0, 182);
      return stroke(
        [[x, between(prng, -10, 60)], [x + prng.normal(0, 1), between(prng, 120, 270)]],
        "#ffffff",
        0.4,
      );
    }) + repeat(30, () =>
      round(
        between(prng, 0, 182),
        between(prng, 0, 268),
        between(prng, 0.3, 1),
        prng.chance(0.5) ? "#ffffff" : "#000000",
      )),
    `opacity="0.4"`,
  );
}

/** Holes of a film strip along both edges. */
export function perforation(): string {
  return rect(0, 0, 14, 268, "#0c0c0c") + rect(168, 0, 14, 268, "#0c0c0c") +
    repeat(
      17,
      (i) =>
        rect(3.5, 4 + i * 16, 7, 8, "#e9e6da", `rx="1.5"`) +
        rect(171.5, 4 + i * 16, 7, 8, "#e9e6da", `rx="1.5"`),
    );
}
