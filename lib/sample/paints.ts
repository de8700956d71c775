/**
 * SVG gradients, blurs, masks and clips, stored as definitions of a stage.
 * @module
 */
import { num } from "./shapes.ts";
import type { Stage } from "./stage.ts";

/** A paint that runs through the colours; 90 degrees is from top to bottom. */
export function fade(stage: Stage, colours: readonly string[], degrees = 90): string {
  const x = Math.cos(degrees * Math.PI / 180), y = Math.sin(degrees * Math.PI / 180);
  const stops = colours.map((c, i) => stop(c, i / (colours.length - 1))).join("");
  return stage.define((id) =>
    `<linearGradient id="${id}" x1="${num(0.5 - x / 2)}" y1="${num(0.5 - y / 2)}" x2="${
      num(0.5 + x / 2)
    }" y2="${num(0.5 + y / 2)}">${stops}</linearGradient>`
  );
}

/** A paint that is strongest in the middle of its shape and vanishes at the edge. */
export function glow(stage: Stage, colour: string, opacity = 1): string {
  return stage.define((id) =>
    `<radialGradient id="${id}">${stop(colour, 0, opacity)}${stop(colour, 0.35, opacity * 0.55)}${
      stop(colour, 1, 0)
    }</radialGradient>`
  );
}

/** A paint that vanishes along a direction; 90 degrees is from top to bottom. */
export function vanish(stage: Stage, colour: string, degrees = 90, opacity = 1): string {
  const x = Math.cos(degrees * Math.PI / 180), y = Math.sin(degrees * Math.PI / 180);
  return stage.define((id) =>
    `<linearGradient id="${id}" x1="${num(0.5 - x / 2)}" y1="${num(0.5 - y / 2)}" x2="${
      num(0.5 + x / 2)
    }" y2="${num(0.5 + y / 2)}">${stop(colour, 0, opacity)}${stop(colour, 1, 0)}</linearGradient>`
  );
}

/** A paint that grows from nothing at the upper edge to its strength at half height. */
export function rise(stage: Stage, colour: string, opacity = 1): string {
  return stage.define((id) =>
    `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stop(colour, 0, 0)}${
      stop(colour, 0.45, opacity * 0.85)
    }${stop(colour, 1, opacity)}</linearGradient>`
  );
}

/**
 * The attribute that blurs an element. What it blurs must not hold elements with an `opacity` of
 * their own: resvg draws those as layers, and aborts the whole process if a layer inside a filtered
 * one lies too far out. `fill-opacity` and `stroke-opacity` need no layer, and are faster.
 * @param radius Standard deviation in the element's units.
 */
export function blur(stage: Stage, radius: number): string {
  const url = stage.define((id) =>
    `<filter id="${id}" x="-30%" y="-30%" width="160%" height="160%">` +
    `<feGaussianBlur stdDeviation="${num(radius)}"/></filter>`
  );
  return `filter="${url}"`;
}

/** The attribute that lets an element vanish downwards between two heights. */
export function fadeOut(stage: Stage, fromY: number, toY: number): string {
  const paint = stage.define((id) =>
    `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${
      num(fromY)
    }" y2="${num(toY)}">${stop("#ffffff", 0)}${stop("#000000", 1)}</linearGradient>`
  );
  const url = stage.define((id) =>
    `<mask id="${id}" maskUnits="userSpaceOnUse" x="-100" y="-100" width="400" height="500"><rect x="-100" y="-100" width="400" height="500" fill="${paint}"/></mask>`
  );
  return `mask="${url}"`;
}

/** The attribute that keeps only what lies inside the given shape. */
export function clip(stage: Stage, shape: string): string {
  return `clip-path="${stage.define((id) => `<clipPath id="${id}">${shape}</clipPath>`)}"`;
}

function stop(colour: string, offset: number, opacity = 1): string {
  return `<stop offset="${num(offset)}" stop-color="${colour}" stop-opacity="${num(opacity)}"/>`;
}
