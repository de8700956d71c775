/**
 * Named sets of poster colours.
 * @module
 */

/** The colours of one poster, `#rrggbb` each. */
export interface Palette {
  /** Sky at the upper edge. */
  readonly top: string;
  /** Sky at the horizon. */
  readonly low: string;
  /** Things far away. */
  readonly far: string;
  /** Things close by, mostly silhouettes. */
  readonly near: string;
  /** Sun, lamps, rims of light. */
  readonly light: string;
  /** The one loud colour. */
  readonly accent: string;
  /** Lettering. */
  readonly ink: string;
}

/** Palettes by name; the columns are top, low, far, near, light, accent, ink. */
export const PALETTES = {
  blood: "#060507 #43090c #220708 #040304 #d4372a #c3161c #e4dccd",
  moonlit: "#05080f #22384a #14222c #03060a #d5e0dc #8e1b1f #d8e2e4",
  sickly: "#0b0f0a #4c5a35 #27301f #060805 #c9d18a #7f2a1c #dfe0c8",
  ashen: "#15171a #6d7073 #3b3f43 #0c0d0e #d9d7d0 #a32222 #f0eee8",
  tealOrange: "#0b2a38 #e08a3c #27505a #0a1418 #ffd28a #ff7a1f #fdf3e2",
  ember: "#1a0b08 #d9541e #5a2013 #0c0605 #ffc14d #ff5a1a #fff1d6",
  steel: "#0d1620 #5d7f96 #2d4557 #070c11 #cfe6f2 #3aa0d8 #eef6fa",
  neon: "#120a2e #b0267f #3a1b66 #0a0619 #ff6ad0 #24d6e8 #f4f0ff",
  cobalt: "#050b26 #1f5fae #12306b #030613 #9fe0ff #4ac6ff #eaf6ff",
  void: "#020308 #1a1f3d #10142a #010104 #b9c7ff #8f6cf0 #e9ebff",
  nocturne: "#070a12 #2b3350 #171d30 #04060a #f2cf7a #c9a14a #f3ead2",
  gaslight: "#0e0d08 #6b5424 #332a15 #070603 #ffd879 #b8321e #f7e9c3",
  sunset: "#4a2a5c #f6a253 #a8566a #2b1730 #ffe3a1 #e8476a #fff4e0",
  blush: "#f3b6b0 #fde6d2 #e79aa0 #8c3b52 #fff3df #d8345f #8a1f3f",
  golden: "#c9853a #f8dca0 #b4763d #4a2a17 #fff0c4 #b83a22 #4a2312",
  meadow: "#8fc3d6 #f1efc9 #9db26f #3c4a2a #fffbe0 #d9682c #2e3a22",
  overcast: "#8797a0 #d9dcd8 #8d999b #38424a #f4f3ee #a8453a #2a333a",
  twilight: "#1d2b4a #c58f8a #5b5f80 #141a2c #f6d7b0 #d96a5a #f6ecdf",
  winter: "#9db6c6 #eef3f4 #a9bcc6 #3d4f5d #ffffff #b5303a #26384a",
  white: "#ffffff #f4f2ee #dcdad4 #2a2a2c #ffffff #e0261f #d91f1f",
  lemon: "#ffd632 #ffe98a #f2b41c #39250a #fffbe0 #e8361f #c9200f",
  sky: "#2f9be0 #bfe9fb #6fbf6a #1d4f78 #fffdf0 #ff5a36 #ffffff",
  candy: "#ff7fb2 #ffd9a8 #9a6fe0 #5a2a7a #fff7d6 #27c2c9 #ffffff",
  lagoon: "#10a5a0 #c8f3c6 #2f8f5f #0d4a52 #fffbd0 #ffb21f #ffffff",
  orangeade: "#f47a1f #ffcf6b #c9481a #4a1a0c #fff2c9 #1f8fb0 #ffffff",
  enchanted: "#1b1248 #7a55b8 #3d2a7a #100a2c #f6e3ff #f2c14a #fbeeff",
  emerald: "#06231f #4f9a6a #1d5240 #03120f #e4f7b8 #d8b23a #f3f5dc",
  sepia: "#6b4a2c #d9bd8a #8c6a43 #2c1c10 #f4e2b8 #8f2f1c #2c1a0e",
  parchment: "#d8c49a #efe3c4 #b89d6c #3f2c1a #fbf3da #8a2a1e #3a2414",
  khaki: "#3a3d2a #b8a878 #6b6a48 #17180f #efe0a8 #a83a1e #f2ead0",
  dust: "#c9622c #f7cf8a #a44a26 #2c120a #fff0bf #7a1f14 #38140a",
  blaze: "#7a1f14 #f2a13a #8a3a1c #240b06 #ffe08a #d9361a #fbe7bd",
  grey: "#5c5e60 #b9babb #85878a #232527 #ececea #c98a1f #f4f4f2",
  newsprint: "#e6e3da #cfccc2 #8f8d86 #1f1f1f #f7f5ee #b3261e #1c1c1c",
  archive: "#2a2c2e #8f8d86 #55575a #121314 #e6e2d4 #d8a11c #f5f0e0",
  silver: "#1c1c1e #8c8c8e #4a4a4c #080809 #f2f2f2 #d4d4d4 #ffffff",
  stage: "#12051f #6a1450 #33103c #08020f #ffd9f0 #ffb81f #fff3d0",
  turf: "#0d3b66 #7fb2d9 #2f7a3c #0a1a2c #ffffff #f2c01f #ffffff",
  velvet: "#2c060d #8a1c2c #4f0e1a #140306 #f7c9a0 #d4a24a #f9e6cf",
} as const;

/** Name of a palette. */
export type PaletteName = keyof typeof PALETTES;

/** Every palette's name. */
export const PALETTE_NAMES = Object.keys(PALETTES) as PaletteName[];

/** The palette with the given name. */
export function paletteOf(name: PaletteName): Palette {
  const [top, low, far, near, light, accent, ink] = PALETTES[name].split(" ");
  return { top, low, far, near, light, accent, ink };
}
