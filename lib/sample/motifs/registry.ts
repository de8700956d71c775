/**
 * All motifs by name.
 * @module
 */
import * as building from "./building.ts";
import * as city from "./city.ts";
import * as clue from "./clue.ts";
import * as creature from "./creature.ts";
import * as emblem from "./emblem.ts";
import * as landscape from "./landscape.ts";
import * as lone from "./lone.ts";
import * as pattern from "./pattern.ts";
import * as people from "./people.ts";
import * as portrait from "./portrait.ts";
import * as printMarks from "./print_marks.ts";
import * as prop from "./prop.ts";
import * as scatter from "./scatter.ts";
import * as space from "./space.ts";
import * as vehicle from "./vehicle.ts";
import * as weather from "./weather.ts";
import type { Motif } from "../stage.ts";

/** Name of a backdrop. */
export type BackdropName = keyof (
  & typeof landscape
  & typeof city
  & typeof space
  & typeof pattern
);

/** Name of a subject. */
export type SubjectName = keyof (
  & typeof building
  & typeof clue
  & typeof creature
  & typeof emblem
  & typeof lone
  & typeof people
  & typeof portrait
  & typeof prop
  & typeof vehicle
);

/** Name of an effect. */
export type EffectName = keyof (typeof weather & typeof scatter & typeof printMarks);

/** Backgrounds that fill the poster. */
export const BACKDROPS: Readonly<Record<BackdropName, Motif>> = {
  ...landscape,
  ...city,
  ...space,
  ...pattern,
};

/** What stands in front of a backdrop. */
export const SUBJECTS: Readonly<Record<SubjectName, Motif>> = {
  ...building,
  ...clue,
  ...creature,
  ...emblem,
  ...lone,
  ...people,
  ...portrait,
  ...prop,
  ...vehicle,
};

/** What lies over both. */
export const EFFECTS: Readonly<Record<EffectName, Motif>> = {
  ...weather,
  ...scatter,
  ...printMarks,
};
