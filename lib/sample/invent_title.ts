/**
 * Invents titles in the manner of a genre.
 * @module
 */
import { type Prng, shuffle } from "../random.ts";
import { inventName } from "./invent_name.ts";
import {
  FOREIGN_ENDS,
  FOREIGN_STARTS,
  PLACES,
  TITLE_WORDS,
  type TitleWords,
} from "./title_words.ts";

const NUMBERS = ["Two", "Three", "Four", "Five", "Seven", "Nine", "Twelve"];
const FOREIGN_SHARE = 0.05;

type Pattern = (prng: Prng, words: TitleWords) => string;

// Repeated entries are more frequent.
const theAdjectiveNoun: Pattern = (prng, { adjectives, nouns }) =>
  `The ${prng.pick(adjectives)} ${prng.pick(nouns)}`;
const adjectiveNoun: Pattern = (prng, { adjectives, nouns }) =>
  `${prng.pick(adjectives)} ${prng.pick(nouns)}`;
const PATTERNS: readonly Pattern[] = [
  theAdjectiveNoun,
  theAdjectiveNoun,
  theAdjectiveNoun,
  adjectiveNoun,
  adjectiveNoun,
  adjectiveNoun,
  (prng, { nouns }) => `The ${prng.pick(nouns)} of ${prng.pick(PLACES)}`,
  (prng, { nouns }) => {
    const [first, second] = shuffle(nouns, { prng });
    return `The ${first} and the ${second}`;
  },
  (prng, { nouns }) => `${inventName(prng).split(" ")[0]}'s ${prng.pick(nouns)}`,
  (prng, { nouns }) => `A ${prng.pick(PLACES)} ${prng.pick(nouns)}`,
  (prng, { adjectives, nouns }) =>
    `${prng.pick(NUMBERS)} ${prng.pick(adjectives)} ${pluralOf(prng.pick(nouns))}`,
  (prng, { adjectives, nouns }) =>
    `${prng.pick(PLACES)}: ${prng.pick(adjectives)} ${prng.pick(nouns)}`,
  (prng, { nouns }) => `${prng.pick(PLACES)}, My ${prng.pick(nouns)}`,
  (prng, { nouns }) => `${prng.pick(nouns)} ${prng.integer(2, 4)}`,
  (prng) => inventName(prng),
];

/**
 * A title without a year, in the words of one of the genres; about one in twenty has letters beyond
 * ASCII.
 */
export function inventTitle(prng: Prng, genres: readonly string[]): string {
  if (prng.chance(FOREIGN_SHARE)) return prng.pick(FOREIGN_STARTS) + prng.pick(FOREIGN_ENDS);
  const known = genres.filter((genre) => genre in TITLE_WORDS);
  const words = TITLE_WORDS[known.length > 0 ? prng.pick(known) : "Drama"];
  return prng.pick(PATTERNS)(prng, words);
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return noun.slice(0, -1) + "ies";
  return noun + (/(s|x|ch|sh)$/.test(noun) ? "es" : "s");
}
