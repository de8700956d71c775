/**
 * Things that stand for a genre: heart, rose, crown, sword, book, globe, cup, ball.
 * @module
 */
import { mix } from "../colour.ts";
import { fade } from "../paints.ts";
import { path, place, polygon, rect, round, stroke } from "../shapes.ts";
import { between, repeat, type Stage } from "../stage.ts";
import { shown } from "./shown.ts";

const HEART = "M0 48C-70-2-52-54-22-50C-8-48 0-36 0-30C0-36 8-48 22-50C52-54 70-2 0 48Z";

/** A heart, sometimes broken. */
export function heart(stage: Stage): string {
  const { prng, palette } = stage;
  const red = mix(palette.accent, "#e0243c", 0.5);
  const crack = stroke([[0, -32], [-8, -14], [7, 0], [-5, 18], [2, 46]], palette.light, 3);
  return shown(
    stage,
    path(HEART, fade(stage, [mix(red, "#ffffff", 0.25), red, mix(red, palette.near, 0.4)], 60)) +
      round(-22, -30, 9, "#ffffff", `fill-opacity="0.4"`, 6) + (prng.chance(0.35) ? crack : ""),
  );
}

/** A rose. */
export function rose(stage: Stage): string {
  const { prng, palette } = stage;
  const red = mix(palette.accent, "#d0203c", 0.5);
  const petals = repeat(
    9,
    (i) =>
      place(
        path(
          "M0 0C-24-8-24-36 0-40C24-36 24-8 0 0Z",
          mix(red, prng.chance(0.5) ? palette.near : "#ffffff", between(prng, 0, 0.3)),
        ),
        0,
        -30,
        1 - i * 0.07,
        i * 137,
      ),
  );
  return shown(
    stage,
    stroke([[0, -20], [4, 40], [-2, 90]], "#2f5a2c", 4) +
      path("M3 40C24 22 40 30 44 36C30 48 14 48 3 40Z", "#3a6b34") + petals,
    18,
  );
}

/** A crown. */
export function crown(stage: Stage): string {
  const gold = fade(stage, ["#a8741a", "#ffe59a", "#c98a1f", "#6b4410"], 0);
  const { palette } = stage;
  return shown(
    stage,
    path("M-50 30L-58-32L-28-4L0-50L28-4L58-32L50 30Z", gold) + rect(-50, 28, 100, 13, gold) +
      round(0, -52, 7, palette.accent) + round(-58, -34, 6, palette.accent) +
      round(58, -34, 6, palette.accent) +
      repeat(5, (i) => round(-36 + i * 18, 34, 3.4, i % 2 ? palette.light : palette.accent)),
    8,
  );
}

/** A sword that stands upright in light. */
export function sword(stage: Stage): string {
  const { palette } = stage;
  return shown(
    stage,
    polygon(
      [[-7, 30], [-7, -78], [0, -94], [7, -78], [7, 30]],
      fade(stage, ["#ffffff", "#9aa6b0", "#5a646e"], 0),
    ) + rect(-30, 28, 60, 8, palette.accent, `rx="3"`) + rect(-5, 34, 10, 36, palette.near) +
      round(0, 74, 8, palette.accent),
    8,
  );
}

/** An open book with light rising from it. */
export function book(stage: Stage): string {
  const { palette } = stage;
  const page = mix(palette.light, "#ffffff", 0.3);
  return polygon(
    [[60, 165], [122, 165], [170, 40], [12, 40]],
    fade(stage, [palette.low, palette.light]),
    `fill-opacity="0.35"`,
  ) +
    place(
      path("M0 8C-20-8-50-8-66 0V42C-50 34-20 34 0 48Z", page) +
        path("M0 8C20-8 50-8 66 0V42C50 34 20 34 0 48Z", mix(page, palette.far, 0.3)) +
        path(
          "M-70 4V48C-50 40-20 40 0 54C20 40 50 40 70 48V4L66 42C50 34 20 34 0 48C-20 34-50 34-66 42Z",
          palette.accent,
        ),
      91,
      168,
      1,
    );
}

/** A globe with meridians. */
export function globe(stage: Stage): string {
  const { palette } = stage;
  const line = (rx: number, ry: number) =>
    `<ellipse rx="${rx}" ry="${ry}" fill="none" stroke="${palette.light}" stroke-width="1.2" stroke-opacity="0.7"/>`;
  return shown(
    stage,
    round(0, 0, 54, fade(stage, [palette.accent, mix(palette.accent, palette.near, 0.6)], 45)) +
      line(54, 54) + line(36, 54) + line(16, 54) + line(54, 18) +
      stroke([[-54, 0], [54, 0]], palette.light, 1.2) +
      stroke([[-47, -28], [47, -28]], palette.light, 1) +
      stroke([[-47, 28], [47, 28]], palette.light, 1),
    20,
  );
}

/** A cup with two handles. */
export function trophy(stage: Stage): string {
  const gold = fade(stage, ["#8a5a14", "#ffe08a", "#c98a1f", "#6b4410"], 0);
  return shown(
    stage,
    path("M-32-52H32C32-10 18 8 6 12V34H22V46H-22V34H-6V12C-18 8-32-10-32-52Z", gold) +
      `<path d="M-32-44H-52C-52-18-38-8-24-4M32-44H52C52-18 38-8 24-4" fill="none" stroke="#c98a1f" stroke-width="6"/>`,
    4,
  );
}

/** A ball with a trail of light. */
export function ball(stage: Stage): string {
  const { prng, palette } = stage;
  const kind = prng.pick(["football", "basketball", "baseball"] as const);
  const shade = (colour: string) =>
    fade(stage, [mix(colour, "#ffffff", 0.3), colour, mix(colour, "#000000", 0.5)], 55);
  const patch = (x: number, y: number, s: number) =>
    polygon([[x, y - s], [x + s * 0.95, y - s * 0.3], [x + s * 0.6, y + s * 0.8], [
      x - s * 0.6,
      y + s * 0.8,
    ], [x - s * 0.95, y - s * 0.3]], "#18181c");
  const balls = {
    football: round(0, 0, 46, shade("#f2f2f0")) + patch(0, 0, 15) + patch(-34, -16, 9) +
      patch(34, -16, 9) + patch(-20, 34, 9) + patch(20, 34, 9) + patch(0, -39, 7),
    basketball: round(0, 0, 46, shade("#e0762a")) + stroke([[-46, 0], [46, 0]], "#2a140a", 2) +
      stroke([[0, -46], [0, 46]], "#2a140a", 2) +
      `<path d="M-33-32Q-6 0-33 32M33-32Q6 0 33 32" fill="none" stroke="#2a140a" stroke-width="2"/>`,
    baseball: round(0, 0, 44, shade("#f6f1e4")) +
      `<path d="M-28-33Q-4 0-28 33M28-33Q4 0 28 33" fill="none" stroke="#c0271f" stroke-width="3" stroke-dasharray="4 2"/>`,
  };
  return polygon(
    [[60, 120], [120, 140], [200, 40], [150, -10]],
    palette.light,
    `fill-opacity="0.25"`,
  ) +
    shown(stage, balls[kind], 30);
}
