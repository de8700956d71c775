/**
 * Draws sets of one to three genres that occur together as often as in the real table.
 * @module
 */
import { type Prng, shuffle } from "../random.ts";
import { GENRE_SHARES } from "./genre_shares.ts";

const GENRES = Object.keys(GENRE_SHARES);
const PER = 10_000;
/** Weight at the start of pairs that the table of frequencies does not list. */
const RARE_PAIR_WEIGHT = 0.01;
const N_ROUNDS = 60;
/** Genres that the real table names before all others; the rest is in alphabetical order. */
const NAMED_FIRST = ["Documentary", "Animation", "Short"];

interface WeightedSet {
  readonly genres: readonly string[];
  weight: number;
}

/**
 * Genres of a number of movies, in random order. The sets are drawn at equal steps along their
 * summed weights, rare genres first, so that each genre's count is close to its share.
 * @returns One to three genres per movie, in the real table's order.
 */
export function drawGenreSets(nMovies: number, prng: Prng): string[][] {
  const sets = fitSets();
  const total = sets.reduce((sum, { weight }) => sum + weight, 0);
  const start = prng.uniform();
  const drawn: string[][] = [];
  let passed = 0;
  for (const { genres, weight } of sets) {
    passed += weight;
    while (drawn.length < nMovies && (drawn.length + start) / nMovies * total < passed) {
      drawn.push(sortGenres(genres));
    }
  }
  return shuffle(drawn, { prng });
}

/** Genres in the order in which the real table names them. */
export function sortGenres(genres: readonly string[]): string[] {
  const rank = (genre: string) => [...NAMED_FIRST, genre].indexOf(genre);
  return [...genres].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * All sets with weights that give the listed frequencies, by iterative proportional fitting: each
 * round scales, for every frequency in turn, the sets that it counts.
 */
function fitSets(): WeightedSet[] {
  const sets = allSets();
  const targets: { target: number; members: WeightedSet[] }[] = [];
  const add = (target: number, counts: (set: WeightedSet) => boolean) =>
    targets.push({ target: target / PER, members: sets.filter(counts) });
  for (const [genre, { share, alone, with: companions }] of Object.entries(GENRE_SHARES)) {
    for (const [other, together] of Object.entries(companions)) {
      add(together, ({ genres }) => genres.includes(genre) && genres.includes(other));
    }
    add(alone, ({ genres }) => genres.length === 1 && genres[0] === genre);
    add(share, ({ genres }) => genres.includes(genre));
  }
  for (let round = 0; round < N_ROUNDS; round++) {
    for (const { target, members } of targets) {
      const sum = members.reduce((partial, { weight }) => partial + weight, 0);
      if (sum > 0) { for (const set of members) set.weight *= target / sum; }
    }
  }
  return sets;
}

/** Every set of one, two or three genres, those with the rarest genre first. */
function allSets(): WeightedSet[] {
  const sets: WeightedSet[] = [];
  for (let a = GENRES.length - 1; a >= 0; a--) {
    sets.push({ genres: [GENRES[a]], weight: 1 });
    for (let b = a - 1; b >= 0; b--) {
      sets.push(startSet(a, b));
      for (let c = b - 1; c >= 0; c--) sets.push(startSet(a, b, c));
    }
  }
  return sets;
}

function startSet(...indices: readonly number[]): WeightedSet {
  const genres = indices.map((i) => GENRES[i]);
  const isListed = (rare: string, frequent: string) => frequent in GENRE_SHARES[rare].with;
  const weight = genres.flatMap((rare, i) =>
    genres.slice(i + 1).map((other) => isListed(rare, other) ? 1 : RARE_PAIR_WEIGHT)
  ).reduce<number>((product, factor) => product * factor, 1);
  return { genres, weight };
}
