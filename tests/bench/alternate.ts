/** Runs contestants in turn, one at a time. */
import type { RoundRates } from "./compare_rates.ts";
import type { JobReply } from "./messages.ts";

/** A contestant's job; part of `Worker`. */
export interface Turn {
  /** Name that the results show. */
  readonly name: string;
  /** Runs the job to its end. */
  run(): Promise<JobReply>;
}

/**
 * Runs A B C, A B C and so on, so that a slow minute of the machine meets all of them.
 * @param say Told of each round's rates.
 * @returns Pictures per second of each contestant and round.
 */
export async function alternate(
  turns: readonly Turn[],
  nRounds: number,
  say: (line: string) => void,
): Promise<RoundRates[]> {
  const results = turns.map(({ name }) => ({ name, rates: [] as number[] }));
  for (let round = 1; round <= nRounds; round++) {
    for (const [i, { run }] of turns.entries()) {
      const { nImages, seconds } = await run();
      results[i].rates.push(nImages / seconds);
    }
    const rates = results.map(({ name, rates }) => `${name} ${rates.at(-1)!.toFixed(1)}`);
    say(`round ${round}/${nRounds}, images/s: ${rates.join("; ")}`);
  }
  return results;
}
