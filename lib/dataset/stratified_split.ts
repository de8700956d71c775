/**
 * Splits multi-label samples so that every part has its share of every label.
 * @module
 */
import { deriveSeed, makePrng, type Prng, shuffle } from "../random.ts";
import { partSizes, SPLIT_PARTS, type SplitFractions, type SplitPart } from "./split_part.ts";

/** A sample as the split sees it. */
export interface SplitSample {
  /** Indices of its labels, each once. */
  readonly labels: readonly number[];
  /** Samples with the same group stay in one part. */
  readonly group: string;
}

/** Options of {@linkcode stratifiedSplit}. */
export interface StratifiedSplitOptions {
  /** Size of each part; 0.8, 0.1 and 0.1 by default. */
  readonly fractions?: SplitFractions;
  /** The run's seed; the same seed gives the same split. */
  readonly seed: number;
}

/** Default sizes of the parts. */
export const DEFAULT_SPLIT_FRACTIONS: SplitFractions = { train: 0.8, val: 0.1, test: 0.1 };

/**
 * Iterative stratification: the label with the fewest samples left is dealt out first, each of its
 * samples to the part that lacks most of that label. Three things differ from the paper: samples of
 * one group move together, groups of several samples are dealt out before the others, and a part
 * that is full takes no more. So the parts have exactly the sizes of {@linkcode partSizes}, unless
 * the groups of several samples alone do not fit into them; a part is then too large by less than
 * the largest group.
 * A label with fewer samples than there are parts goes to train alone.
 *
 * K. Sechidis, G. Tsoumakas, I. Vlahavas: On the Stratification of Multi-Label Data, ECML 2011.
 * @param samples In an order that does not change from run to run.
 * @returns The part of each sample, in the same order.
 * @throws {RangeError} If the fractions are not valid.
 */
export function stratifiedSplit(
  samples: readonly SplitSample[],
  { fractions = DEFAULT_SPLIT_FRACTIONS, seed }: StratifiedSplitOptions,
): SplitPart[] {
  const prng = makePrng(deriveSeed(seed, "split"));
  const groups = shuffle(groupSamples(samples), { prng });
  const nSamplesOfLabel = sumCounts(groups);
  const sizes = partSizes(samples.length, fractions);
  const parts = SPLIT_PARTS.map((name): PartState => ({
    name,
    room: sizes[name],
    wanted: new Map(),
  }));
  const partOf: SplitPart[] = Array(samples.length);
  const assign = (group: SampleGroup, part: PartState) => {
    part.room -= group.members.length;
    for (const [label, n] of group.counts) {
      part.wanted.set(label, (part.wanted.get(label) ?? 0) - n);
    }
    for (const member of group.members) partOf[member] = part.name;
  };
  const isRare = (label: number) => (nSamplesOfLabel.get(label) ?? 0) < SPLIT_PARTS.length;
  const isAlone = (group: SampleGroup) => group.members.length === 1;
  // Large groups are the hardest to place, so they go while every part has room.
  for (const stage of [groups.filter((group) => !isAlone(group)), groups.filter(isAlone)]) {
    for (const [label, n] of sumCounts(stage)) {
      for (const { name, wanted } of parts) {
        wanted.set(label, (wanted.get(label) ?? 0) + n * fractions[name]);
      }
    }
    for (const { label, group } of rarestLabelFirst(stage)) {
      const preferred = label !== null && isRare(label) ? [parts[0]] : parts;
      assign(group, choosePart(label, withRoom(preferred, group, parts), prng));
    }
  }
  return partOf;
}

interface SampleGroup {
  /** Indices of its samples. */
  readonly members: number[];
  /** Samples per label. */
  readonly counts: Map<number, number>;
}

interface PartState {
  readonly name: SplitPart;
  /** Samples that the part still takes. */
  room: number;
  /** Samples of each label that the part still wants; negative where it has too many. */
  readonly wanted: Map<number, number>;
}

function groupSamples(samples: readonly SplitSample[]): SampleGroup[] {
  const groups = new Map<string, SampleGroup>();
  samples.forEach(({ labels, group: key }, index) => {
    let group = groups.get(key);
    if (!group) groups.set(key, group = { members: [], counts: new Map() });
    group.members.push(index);
    for (const label of labels) group.counts.set(label, (group.counts.get(label) ?? 0) + 1);
  });
  return [...groups.values()];
}

function sumCounts(groups: readonly SampleGroup[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { counts } of groups) {
    for (const [label, n] of counts) sums.set(label, (sums.get(label) ?? 0) + n);
  }
  return sums;
}

/** Each group once, by the label that has the fewest samples left; those without labels last. */
function* rarestLabelFirst(groups: readonly SampleGroup[]) {
  let rest = groups;
  while (true) {
    const left = [...sumCounts(rest)].sort(([a, nOfA], [b, nOfB]) => nOfA - nOfB || a - b);
    if (left.length === 0) break;
    const [label] = left[0];
    for (const group of rest) if (group.counts.has(label)) yield { label, group };
    rest = rest.filter((group) => !group.counts.has(label));
  }
  for (const group of rest) yield { label: null, group };
}

/** Parts the group fits into, of the preferred ones if any; if there is none, the roomiest. */
function withRoom(
  preferred: readonly PartState[],
  group: SampleGroup,
  all: readonly PartState[],
): PartState[] {
  const fits = (part: PartState) => part.room >= group.members.length;
  const fitting = preferred.filter(fits);
  if (fitting.length > 0) return fitting;
  const others = all.filter(fits);
  if (others.length > 0) return others;
  const mostRoom = Math.max(...all.map(({ room }) => room));
  return all.filter(({ room }) => room === mostRoom);
}

/** The part that wants the label most; of several, the one with most room, then by chance. */
function choosePart(
  label: number | null,
  parts: readonly PartState[],
  prng: Prng,
): PartState {
  const wanted = ({ wanted }: PartState) => label === null ? 0 : wanted.get(label) ?? 0;
  const mostWanted = Math.max(...parts.map(wanted));
  const wanting = parts.filter((part) => wanted(part) === mostWanted);
  const mostRoom = Math.max(...wanting.map(({ room }) => room));
  return prng.pick(wanting.filter(({ room }) => room === mostRoom));
}
