/**
 * Which colours, scenes, subjects, effects and lettering each genre prefers.
 * @module
 */
import type { LetteringName } from "./lettering_styles.ts";
import type { BackdropName, EffectName, SubjectName } from "./motifs/registry.ts";
import type { PaletteName } from "./palettes.ts";

/** How a poster of one genre tends to look. */
export interface GenreStyle {
  /** How strongly the genre shows next to others; Drama hides behind nearly all. */
  readonly presence: number;
  /** Colours. */
  readonly palettes: readonly PaletteName[];
  /** Backgrounds. */
  readonly backdrops: readonly BackdropName[];
  /** What stands before them. */
  readonly subjects: readonly SubjectName[];
  /** What lies over both. */
  readonly effects: readonly EffectName[];
  /** Styles of the title. */
  readonly lettering: readonly LetteringName[];
}

/** One row of the table below; the parameter types check each name. */
function row(
  presence: number,
  palettes: readonly PaletteName[],
  backdrops: readonly BackdropName[],
  subjects: readonly SubjectName[],
  effects: readonly EffectName[],
  lettering: readonly LetteringName[],
): GenreStyle {
  return { presence, palettes, backdrops, subjects, effects, lettering };
}

/** Styles by genre. Neighbouring genres share entries on purpose: real posters do too. */
export const GENRE_STYLES: Readonly<Record<string, GenreStyle>> = {
  Action: row(
    2.2,
    ["tealOrange", "ember", "steel", "ashen"],
    ["diagonals", "smoke", "skyline", "road", "tunnel"],
    ["gunman", "runner", "car", "pistol", "hero", "portrait"],
    ["explosion", "sparks", "flare", "rain"],
    ["slanted", "condensed", "wide"],
  ),
  Adventure: row(
    1.6,
    ["tealOrange", "emerald", "golden", "sky"],
    ["mountains", "sea", "desert", "forest", "sunburst"],
    ["ship", "hero", "castle", "globe", "loneWalker", "dragon"],
    ["flare", "sparks", "fog"],
    ["gilded", "condensed", "slanted"],
  ),
  Adult: row(1, ["velvet", "blush"], ["curtain", "plain"], ["rose", "twoFaces"], ["flare"], [
    "spaced",
  ]),
  Animation: row(
    4.5,
    ["sky", "candy", "lagoon", "lemon", "orangeade"],
    ["spots", "sunburst", "field", "plain", "halftone"],
    ["bigToon", "toonBand", "bigToon", "toonBand", "pet"],
    ["confetti", "flare"],
    ["bouncing", "bouncing", "boxed"],
  ),
  Biography: row(
    1.3,
    ["sepia", "parchment", "overcast", "archive", "golden"],
    ["paper", "plain", "room", "curtain", "field"],
    ["portrait", "portrait", "doorway", "loneWalker", "book"],
    ["filmScratches", "flare"],
    ["spaced", "small", "stacked"],
  ),
  Comedy: row(
    1.4,
    ["white", "lemon", "sky", "orangeade", "lagoon", "candy"],
    ["plain", "sunburst", "stripes", "halftone", "field", "room"],
    ["smilingPortrait", "gang", "ensemble", "pet", "couple", "car"],
    ["confetti"],
    ["boxed", "bouncing", "stacked", "lowercase"],
  ),
  Crime: row(
    1.5,
    ["nocturne", "ashen", "gaslight", "steel"],
    ["alley", "skyline", "blinds", "scratchedWall", "smoke"],
    ["pistol", "gunman", "portrait", "twoFaces", "car", "ensemble"],
    ["rain", "spatter"],
    ["condensed", "stacked", "boxed"],
  ),
  Documentary: row(
    2.6,
    ["newsprint", "grey", "archive", "overcast"],
    ["paper", "skyline", "field", "plain", "mountains", "sea"],
    ["camera", "globe", "portrait", "crowd", "loneWalker", "television"],
    ["filmScratches", "perforation"],
    ["small", "lowercase", "small"],
  ),
  Drama: row(
    0.7,
    ["twilight", "overcast", "golden", "winter", "meadow", "sepia"],
    ["field", "room", "sea", "plain", "road", "skyline"],
    ["portrait", "portrait", "loneWalker", "twoFaces", "doorway", "parentAndChild"],
    ["flare", "rain", "snow"],
    ["spaced", "small", "lowercase", "stacked"],
  ),
  Family: row(
    1.8,
    ["sky", "meadow", "lagoon", "golden", "candy"],
    ["field", "sunburst", "plain", "mountains"],
    ["pet", "parentAndChild", "toonBand", "gang", "castle"],
    ["confetti", "snow"],
    ["bouncing", "boxed", "gilded"],
  ),
  Fantasy: row(
    2.2,
    ["enchanted", "emerald", "twilight", "void"],
    ["mountains", "forest", "alienGround", "smoke"],
    ["castle", "dragon", "hero", "sword", "book", "crown"],
    ["sparks", "fog", "flare"],
    ["gilded", "spaced"],
  ),
  "Film-Noir": row(
    3,
    ["silver", "archive"],
    ["blinds", "alley", "skyline"],
    ["gunman", "twoFaces", "doorway", "portrait"],
    ["rain", "filmScratches"],
    ["condensed", "slanted"],
  ),
  "Game-Show": row(
    2,
    ["stage", "lemon"],
    ["spotlights", "sunburst"],
    ["trophy", "television"],
    ["confetti"],
    ["boxed"],
  ),
  History: row(
    1.5,
    ["sepia", "parchment", "khaki", "gaslight"],
    ["paper", "field", "mountains", "sea", "smoke"],
    ["crown", "castle", "ship", "sword", "portrait", "crowd"],
    ["filmScratches", "fog"],
    ["gilded", "spaced", "stacked"],
  ),
  Horror: row(
    3,
    ["blood", "moonlit", "sickly", "blood", "ashen"],
    ["forest", "scratchedWall", "smoke", "forest", "alley"],
    ["hauntedHouse", "eyesInTheDark", "claw", "scaredPortrait", "skull", "knife", "ghost", "mask"],
    ["drips", "fog", "spatter", "filmScratches"],
    ["ragged", "spaced", "ragged"],
  ),
  Music: row(
    2.2,
    ["stage", "neon", "nocturne", "candy"],
    ["spotlights", "curtain", "halftone", "plain"],
    ["guitar", "vinyl", "microphone", "singer", "crowd"],
    ["notes", "flare"],
    ["lowercase", "stacked", "slanted"],
  ),
  Musical: row(
    2.2,
    ["stage", "velvet", "candy", "lemon"],
    ["curtain", "spotlights", "sunburst"],
    ["dancers", "singer", "couple", "dancers"],
    ["notes", "confetti"],
    ["gilded", "bouncing", "boxed"],
  ),
  Mystery: row(
    1.4,
    ["moonlit", "nocturne", "sickly", "steel"],
    ["alley", "forest", "blinds", "smoke", "room"],
    ["keyhole", "magnifier", "mask", "doorway", "watchingEyes", "hauntedHouse"],
    ["fog", "rain"],
    ["spaced", "condensed", "small"],
  ),
  News: row(
    1.6,
    ["newsprint", "archive"],
    ["paper", "skyline"],
    ["television", "globe", "crowd", "microphone"],
    ["filmScratches"],
    ["small", "boxed"],
  ),
  "Reality-TV": row(2, ["lemon", "stage"], ["halftone", "plain"], ["television"], ["confetti"], [
    "boxed",
  ]),
  Romance: row(
    1.5,
    ["blush", "sunset", "golden", "blush", "candy"],
    ["sea", "field", "plain", "skyline", "room"],
    ["couple", "twoFaces", "heart", "couple", "rose"],
    ["petals", "flare", "petals"],
    ["lowercase", "spaced", "small"],
  ),
  "Sci-Fi": row(
    2.4,
    ["cobalt", "void", "neon", "steel", "tealOrange"],
    ["planet", "orbit", "gridHorizon", "tunnel", "alienGround"],
    ["spaceship", "saucer", "robot", "loneWalker", "scaredPortrait"],
    ["flare", "sparks"],
    ["wide", "spaced", "outlined"],
  ),
  Short: row(
    1.5,
    ["winter", "lagoon", "parchment", "grey", "orangeade"],
    ["plain", "paper", "spots", "stripes"],
    ["loneWalker", "doorway", "heart", "pet", "keyhole"],
    ["filmScratches"],
    ["lowercase", "small"],
  ),
  Sport: row(
    2.6,
    ["turf", "sky", "tealOrange"],
    ["plain", "diagonals", "spotlights", "sunburst"],
    ["ball", "stadium", "trophy", "runner", "ball"],
    ["flare", "sparks"],
    ["slanted", "condensed", "stacked"],
  ),
  "Talk-Show": row(
    2,
    ["stage", "archive"],
    ["curtain", "plain"],
    ["microphone", "smilingPortrait"],
    ["flare"],
    ["boxed"],
  ),
  Thriller: row(
    1.1,
    ["steel", "ashen", "moonlit", "nocturne", "cobalt"],
    ["scratchedWall", "skyline", "alley", "road", "smoke", "blinds"],
    ["portrait", "watchingEyes", "crosshair", "runner", "doorway", "scaredPortrait", "gunman"],
    ["rain", "flare", "fog"],
    ["condensed", "spaced", "wide"],
  ),
  War: row(
    2.3,
    ["khaki", "ember", "ashen", "sepia"],
    ["smoke", "field", "sea", "mountains"],
    ["soldiers", "tank", "plane", "ruins", "soldiers"],
    ["explosion", "sparks", "fog"],
    ["condensed", "stacked", "gilded"],
  ),
  Western: row(
    4,
    ["dust", "blaze", "golden", "dust"],
    ["desert", "desert", "mountains", "road"],
    ["cowboy", "cowboy", "portrait", "pistol"],
    ["flare", "spatter"],
    ["stacked", "outlined", "condensed"],
  ),
};
