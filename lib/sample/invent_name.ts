/**
 * Names of people who do not exist, for casts and credits.
 * @module
 */
import type { Prng } from "../random.ts";

const FIRST =
  ("Ada Bram Cleo Dario Edda Falk Greta Hugo Ines Jonas Kaia Leif Mira Nils Odile Pavel Quinn Rosa " +
    "Sven Tilda Ugo Vera Wim Xenia Yara Zeno Anouk Bela Corin Dunja").split(" ");
const LAST_START =
  "Ab Bar Cor Dal El Fen Gar Hal Ist Jar Kel Lor Mor Nor Os Pel Quar Ros Sal Tor Ul Vas Wen Zan"
    .split(" ");
const LAST_END =
  "berg dottir elli enko ford gard ides ikov ington ley mann nova ondo quist ries sson tane vale wick zetti"
    .split(" ");

/** A first and a last name. */
export function inventName(prng: Prng): string {
  return `${prng.pick(FIRST)} ${prng.pick(LAST_START)}${prng.pick(LAST_END)}`;
}
