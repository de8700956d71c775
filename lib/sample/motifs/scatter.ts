/**
 * Small things that fly about: sparks, debris, paper, petals, notes.
 * @module
 */
import { blur, glow } from "../paints.ts";
import { group, path, place, type Point, polygon, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";

/** Sparks that rise. */
export function sparks(stage: Stage): string {
  const { prng, palette } = stage;
  return round(between(prng, 20, 162), 235, 90, glow(stage, palette.accent, 0.6)) +
    repeat(55, () => {
      const x = between(prng, 0, 182), y = between(prng, 30, 262);
      return stroke(
        [[x, y], [x + prng.normal(0, 2), y - between(prng, 0.5, 4)]],
        prng.pick([palette.light, palette.accent]),
        between(prng, 0.5, 1.6),
      );
    });
}

/** A burst of fire with debris. */
export function explosion(stage: Stage): string {
  const { prng, palette } = stage;
  const x = between(prng, 40, 142), y = between(prng, 110, 170);
  const tongues = repeat(18, () => {
    const angle = prng.uniform() * 2 * Math.PI, reach = between(prng, 30, 84);
    const at = (
      turn: number,
      d: number,
    ): Point => [x + d * Math.cos(angle + turn), y + d * Math.sin(angle + turn)];
    return polygon(
      [at(-0.3, 12), at(0, reach), at(0.3, 12)],
      prng.pick([palette.accent, palette.light, "#ffb02e"]),
    );
  });
  const debris = repeat(16, () => {
    const angle = prng.uniform() * 2 * Math.PI, d = between(prng, 40, 110);
    return place(
      rect(-2, -1.5, between(prng, 2, 6), 3, palette.near),
      x + d * Math.cos(angle),
      y + d * Math.sin(angle),
      1,
      between(prng, 0, 180),
    );
  });
  return round(x, y, 120, glow(stage, palette.accent, 0.9)) +
    group(tongues, `opacity="0.85" ${blur(stage, 2.4)}`) +
    round(x, y, 44, glow(stage, "#fff6d0", 1)) + debris;
}

/** Spatters. */
export function spatter({ prng, palette }: Stage): string {
  const x = between(prng, 30, 152), y = between(prng, 40, 220);
  return repeat(
    34,
    () =>
      round(
        x + prng.normal(0, 32),
        y + prng.normal(0, 28),
        Math.abs(prng.normal(0, 3)) + 0.4,
        palette.accent,
        `fill-opacity="0.85"`,
      ),
  );
}

/** Paper strips and dots in the air. */
export function confetti({ prng }: Stage): string {
  return repeat(
    46,
    () =>
      place(
        rect(-1.5, -3, 3, 6, prng.pick(["#ff4a6a", "#ffc12e", "#38b6f0", "#5ad06a", "#b06af0"])),
        between(prng, 0, 182),
        between(prng, 0, 200),
        between(prng, 0.6, 1.2),
        between(prng, 0, 180),
      ),
  );
}

/** Small hearts or petals that drift. */
export function petals({ prng, palette }: Stage): string {
  return repeat(
    16,
    () =>
      place(
        path(
          "M0 4C-6 0-5-5-2-4C-1-4 0-3 0-2C0-3 1-4 2-4C5-5 6 0 0 4Z",
          palette.accent,
          `fill-opacity="0.7"`,
        ),
        between(prng, 0, 182),
        between(prng, 20, 230),
        between(prng, 0.6, 1.9),
        between(prng, -60, 60),
      ),
  );
}

/** Notes of music in the air. */
export function notes({ prng, palette }: Stage): string {
  return repeat(
    9,
    () =>
      place(
        round(0, 0, 3.4, palette.accent, "", 2.6) +
          stroke([[3, 0], [3, -13], [9, -10]], palette.accent, 1.4),
        between(prng, 10, 172),
        between(prng, 40, 200),
        between(prng, 0.8, 1.9),
        between(prng, -20, 20),
      ),
  );
}
