/**
 * Decides what a poster shows: the choices that depend on the genres.
 * @module
 */
import type { Prng } from "../random.ts";
import { driftColour, mix } from "./colour.ts";
import { GENRE_STYLES, type GenreStyle } from "./genre_styles.ts";
import type { LetteringName } from "./lettering_styles.ts";
import type { BackdropName, EffectName, SubjectName } from "./motifs/registry.ts";
import { type Palette, PALETTE_NAMES, paletteOf } from "./palettes.ts";
import { between } from "./stage.ts";

/** How the picture sits on the sheet. */
export type Layout = "full" | "framed" | "panels";

/** All choices for one poster. */
export interface Composition {
  /** How the picture sits on the sheet. */
  readonly layout: Layout;
  /** Colours, already drifted and faded. */
  readonly palette: Palette;
  /** Background. */
  readonly backdrop: BackdropName;
  /** What stands before it, or null. */
  readonly subject: SubjectName | null;
  /** What lies over both, or null. */
  readonly effect: EffectName | null;
  /** Style of the title. */
  readonly lettering: LetteringName;
  /** Where the title stands. */
  readonly titleAt: "top" | "bottom";
}

/** Share of posters that look like another genre. */
const MISLEADING_SHARE = 0.1;
/** Share of posters whose colours come from any palette. */
const STRAY_PALETTE_SHARE = 0.12;
/** Backdrops that can stand alone. */
const SCENIC: ReadonlySet<BackdropName> = new Set<BackdropName>([
  "mountains",
  "desert",
  "sea",
  "forest",
  "field",
  "road",
  "skyline",
  "planet",
  "orbit",
  "gridHorizon",
]);
const COMMON_GENRES = [
  "Drama",
  "Comedy",
  "Thriller",
  "Romance",
  "Action",
  "Documentary",
  "Crime",
  "Adventure",
];

/**
 * Chooses scene, subject, colours and lettering. The leading genre is drawn by its presence; each
 * part may come from another genre of the movie, so that posters of mixed genres blend.
 * @param genres Known genres; with none of them the poster looks like a drama.
 */
export function composePoster(
  prng: Prng,
  genres: readonly string[],
  year: number | null,
): Composition {
  let known = genres.filter((genre) => genre in GENRE_STYLES);
  if (known.length === 0) known = ["Drama"];
  if (prng.chance(MISLEADING_SHARE)) known = [prng.pick(COMMON_GENRES)];
  const styles = known.map((genre) => GENRE_STYLES[genre]);
  const lead = pickLead(prng, styles);
  const either = (leadShare: number) => prng.chance(leadShare) ? lead : prng.pick(styles);
  const isAnimation = known.includes("Animation");
  const layout = pickLayout(prng, known);
  const backdrop = prng.pick(either(0.75).backdrops);
  const isScenic = SCENIC.has(backdrop);
  return {
    layout,
    palette: pickPalette(prng, either(0.7), isAnimation, year),
    backdrop,
    subject: isScenic && layout !== "panels" && prng.chance(0.12)
      ? null
      : prng.pick((isAnimation ? lead : either(0.5)).subjects),
    effect: prng.chance(0.5) ? prng.pick(either(0.6).effects) : null,
    lettering: prng.pick(either(0.7).lettering),
    titleAt: prng.chance(isAnimation ? 0.6 : 0.33) ? "top" : "bottom",
  };
}

function pickLead(prng: Prng, styles: readonly GenreStyle[]): GenreStyle {
  let rest = prng.uniform() * styles.reduce((sum, style) => sum + style.presence, 0);
  return styles.find((style) => (rest -= style.presence) < 0) ?? styles[0];
}

function pickLayout(prng: Prng, genres: readonly string[]): Layout {
  if (genres.includes("Animation")) return "full";
  const isFactual = genres.some((g) => ["Documentary", "News", "Short", "Biography"].includes(g));
  const isTense = genres.some((g) => ["Action", "Crime", "Thriller", "War"].includes(g));
  if (prng.chance(isFactual ? 0.5 : 0.1)) return "framed";
  return prng.chance(isTense ? 0.2 : 0.07) ? "panels" : "full";
}

function pickPalette(
  prng: Prng,
  style: GenreStyle,
  isAnimation: boolean,
  year: number | null,
): Palette {
  const isStray = !isAnimation && prng.chance(STRAY_PALETTE_SHARE);
  const palette = paletteOf(prng.pick(isStray ? PALETTE_NAMES : style.palettes));
  // Old prints have faded; the newest are graded strongly.
  const age = Math.min(1, Math.max(0, (2000 - (year ?? 2005)) / 60));
  const drift = {
    hueDegrees: prng.normal(0, 11),
    saturation: between(prng, 0.7, 1.2) * (1 - 0.45 * age),
    brightness: between(prng, 0.88, 1.1),
  };
  const faded = (colour: string) => mix(driftColour(colour, drift), "#cdb184", 0.22 * age);
  return Object.fromEntries(
    Object.entries(palette).map(([role, colour]) => [role, faded(colour)]),
  ) as unknown as Palette;
}
