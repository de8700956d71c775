/**
 * The option `--only` of commands that work through a plan.
 * @module
 */

/**
 * The items whose names begin in one of the ways; all of them if none is given.
 * @throws {RangeError} If no name begins in one of the ways.
 */
export function chooseByName<Item extends { readonly name: string }>(
  items: readonly Item[],
  starts: readonly string[],
): Item[] {
  for (const start of starts) {
    if (items.some(({ name }) => name.startsWith(start))) continue;
    throw new RangeError(
      `--only must begin one of ${items.map(({ name }) => name).join(", ")}: ` +
        `current value is "${start}"`,
    );
  }
  return items.filter(({ name }) =>
    starts.length === 0 || starts.some((start) => name.startsWith(start))
  );
}
