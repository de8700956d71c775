/**
 * The small type of a poster: names above the title, a tagline, the credits at the foot.
 * @module
 */
import type { Prng } from "../random.ts";
import { inventName } from "./invent_name.ts";
import { smallLine } from "./lettering.ts";
import { textWidthEm } from "./text_lines.ts";
import { num } from "./shapes.ts";
import { between, repeat } from "./stage.ts";

const OPENINGS = ["Some", "All", "No", "Every", "Not all", "Only"];
const THINGS = [
  "secrets",
  "roads",
  "promises",
  "summers",
  "heroes",
  "debts",
  "stories",
  "doors",
  "nights",
  "winners",
];
const ENDINGS = [
  "come home.",
  "have a price.",
  "wait.",
  "end well.",
  "are true.",
  "stay closed.",
  "begin twice.",
  "burn.",
];

/** A line to lure people in. */
export function inventTagline(prng: Prng): string {
  return `${prng.pick(OPENINGS)} ${prng.pick(THINGS)} ${prng.pick(ENDINGS)}`;
}

/** Two or three actors' names in one line. */
export function castLine(prng: Prng, y: number, colour: string): string {
  const names = Array.from({ length: prng.integer(2, 3) }, () => inventName(prng).toUpperCase());
  const text = names.join("   ");
  const size = Math.min(6.4, 168 / textWidthEm(text, false));
  return smallLine(text, 91, y, size, colour, { spacingEm: 0.03, opacity: 0.9 });
}

/** The tagline. */
export function taglineLine(prng: Prng, y: number, colour: string): string {
  const text = inventTagline(prng);
  return smallLine(
    prng.chance(0.4) ? text.toUpperCase() : text,
    91,
    y,
    prng.chance(0.5) ? 6 : 6.8,
    colour,
    {
      stretch: 0.9,
      spacingEm: 0.06,
      opacity: 0.92,
    },
  );
}

/** Credits in narrow letters, too small to be read, as words of grey bars. */
export function credits(prng: Prng, y: number, colour: string): string {
  const nLines = prng.integer(2, 4);
  const bars = repeat(nLines, (line) => {
    const half = between(prng, 45, 74) * (line === nLines - 1 ? 0.6 : 1);
    let body = "";
    for (let x = 91 - half; x < 91 + half;) {
      const w = between(prng, 2, 9), isName = prng.chance(0.55);
      const h = isName ? 3.6 : 2;
      for (let stem = x; stem < x + w; stem += 1.05) {
        body += `M${num(stem)} ${num(y + line * 5.2 + 3.6 - h)}v${num(h)}`;
      }
      x += w + 1.8;
    }
    return body;
  });
  return `<path d="${bars}" stroke="${colour}" stroke-width="0.62" stroke-opacity="0.62"/>`;
}
