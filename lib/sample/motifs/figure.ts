/**
 * People as silhouettes.
 * @module
 */
import { place, type Point, polygon, rect, round, stroke } from "../shapes.ts";
import { type Pose, type PoseName, POSES } from "./poses.ts";

/** What a figure wears or holds. */
export type Outfit = "plain" | "coat" | "dress" | "hat" | "helmet" | "cape" | "crown";

/** What a figure holds in the right hand. */
export type Held = "none" | "pistol" | "rifle" | "sword" | "microphone" | "staff" | "briefcase";

/** Looks of {@linkcode figure}. */
export interface FigureOptions {
  /** Pose; standing by default. */
  readonly pose?: PoseName;
  /** Clothes; plain by default. */
  readonly outfit?: Outfit;
  /** Thing in the hand; none by default. */
  readonly held?: Held;
  /** Faces left instead of right. */
  readonly mirrored?: boolean;
}

/** A whole person. @param y Where the feet are. @param heightPx From feet to crown. */
export function figure(
  x: number,
  y: number,
  heightPx: number,
  fill: string,
  { pose = "stand", outfit = "plain", held = "none", mirrored = false }: FigureOptions = {},
): string {
  const { legs, arms, lean }: Pose = POSES[pose];
  const drop = pose === "sit" ? 0.19 : 0;
  const shoulderY = -0.8 + drop, hipY = -0.47 + drop * 0.9;
  const headX = lean * 1.25, headY = -0.925 + drop;
  const flip = mirrored ? -1 : 1;
  const scaled = ([px, py]: Point): Point => [px * heightPx * flip, py * heightPx];
  const line = (points: readonly Point[], width: number) =>
    stroke(points.map(scaled), fill, width * heightPx);
  const shape = (points: readonly Point[]) => polygon(points.map(scaled), fill);
  const [hx, hy] = scaled([headX, headY]);
  const parts = [
    ...legs.map((leg) => line(leg, 0.075)),
    ...arms.map((arm) => line(arm, 0.052)),
    shape([[lean - 0.115, shoulderY], [lean + 0.115, shoulderY], [0.075, hipY], [-0.075, hipY]]),
    line([[lean - 0.095, shoulderY + 0.015], [lean + 0.095, shoulderY + 0.015]], 0.055),
    line([[lean, shoulderY], [headX, headY]], 0.05),
    round(hx, hy, 0.062 * heightPx, fill, "", 0.078 * heightPx),
    wear(outfit, lean, headX, headY, hipY, shape, line),
    hold(held, arms[1][2], line, shape),
  ];
  return place(parts.join(""), x, y);
}

type Draw = (points: readonly Point[], width: number) => string;

type Fill = (points: readonly Point[]) => string;

function wear(
  outfit: Outfit,
  lean: number,
  headX: number,
  headY: number,
  hipY: number,
  shape: Fill,
  line: Draw,
): string {
  switch (outfit) {
    case "plain":
      return "";
    case "coat":
      return shape([[lean - 0.12, -0.8], [lean + 0.12, -0.8], [0.15, -0.17], [-0.15, -0.17]]);
    case "dress":
      return shape([[-0.06, hipY - 0.14], [0.06, hipY - 0.14], [0.19, hipY + 0.33], [
        -0.19,
        hipY + 0.33,
      ]]) +
        line([[headX - 0.05, headY - 0.02], [headX - 0.075, headY + 0.15]], 0.05);
    case "hat":
      return line([[headX - 0.12, headY - 0.045], [headX + 0.12, headY - 0.045]], 0.022) +
        shape([[headX - 0.06, headY - 0.04], [headX + 0.06, headY - 0.04], [
          headX + 0.05,
          headY - 0.13,
        ], [
          headX - 0.05,
          headY - 0.13,
        ]]);
    case "helmet":
      return line([[headX - 0.045, headY - 0.04], [headX + 0.045, headY - 0.04]], 0.09) +
        line([[headX - 0.09, headY - 0.02], [headX + 0.09, headY - 0.02]], 0.02);
    case "cape":
      return shape([[lean - 0.11, -0.81], [lean + 0.1, -0.8], [0.02, -0.2], [-0.34, -0.12], [
        -0.22,
        -0.3,
      ]]);
    case "crown":
      return shape([
        [headX - 0.06, headY - 0.06],
        [headX - 0.07, headY - 0.15],
        [headX - 0.025, headY - 0.1],
        [
          headX,
          headY - 0.16,
        ],
        [headX + 0.025, headY - 0.1],
        [headX + 0.07, headY - 0.15],
        [headX + 0.06, headY - 0.06],
      ]);
  }
}

function hold(held: Held, hand: Point, line: Draw, shape: Fill): string {
  const [x, y] = hand;
  switch (held) {
    case "none":
      return "";
    case "pistol":
      return line([[x, y + 0.01], [x + 0.01, y - 0.03], [x + 0.1, y - 0.03]], 0.026);
    case "rifle":
      return line([[x - 0.2, y + 0.06], [x, y - 0.01], [x + 0.2, y - 0.05]], 0.03);
    case "sword":
      return line([[x, y], [x + 0.13, y - 0.42]], 0.02) +
        line([[x - 0.03, y - 0.06], [x + 0.07, y - 0.03]], 0.02);
    case "microphone":
      return line([[x, y + 0.02], [x - 0.02, y - 0.07]], 0.025) +
        line([[x - 0.02, y - 0.08], [x - 0.021, y - 0.085]], 0.05);
    case "staff":
      return line([[x, 0], [x + 0.01, y - 0.5]], 0.018) +
        line([[x + 0.01, y - 0.52], [x + 0.011, y - 0.525]], 0.06);
    case "briefcase":
      return shape([[x - 0.09, y + 0.04], [x + 0.09, y + 0.04], [x + 0.09, y + 0.17], [
        x - 0.09,
        y + 0.17,
      ]]);
  }
}

/** A row of shoulders and heads seen from behind along the lower edge. */
export function audience(fill: string, y: number, xs: readonly number[]): string {
  return xs.map((x, i) =>
    round(x, y + (i % 3) * 4, 7, fill, "", 8.5) +
    rect(x - 12, y + 9 + (i % 3) * 4, 24, 60, fill, `rx="9"`)
  ).join("");
}
