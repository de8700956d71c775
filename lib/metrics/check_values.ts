/**
 * Checks on single lists of numbers, with the words of their errors.
 * @module
 */

/** A rule for single values, with the words that follow "must be" in the error. */
export interface ValueRule {
  /** The words. */
  readonly mustBe: string;
  /** Whether a value is allowed. */
  readonly holds: (value: number) => boolean;
}

/** 1 where a sample has a label, else 0. */
export const INDICATOR: ValueRule = {
  mustBe: "0 or 1",
  holds: (value) => value === 0 || value === 1,
};
/** Any number that can be ranked. */
export const SCORE: ValueRule = { mustBe: "a finite number", holds: Number.isFinite };
/** A score that is also a probability. */
export const PROBABILITY: ValueRule = {
  mustBe: "a probability in [0, 1]",
  holds: (value) => value >= 0 && value <= 1,
};

/**
 * Checks the length and the values of one list of numbers.
 * @throws {TypeError} If it is not a list.
 * @throws {RangeError} If its length differs or a value is not allowed.
 */
export function checkRow(
  task: string,
  { name, row, length, rule }: {
    name: string;
    row: ArrayLike<number>;
    length: number;
    rule: ValueRule;
  },
): void {
  const actual = lengthOf(task, name, row);
  if (actual !== length) {
    throw new RangeError(
      `Cannot compute ${task} as ${name} must have ${length} values: current value is ${actual}`,
    );
  }
  for (let j = 0; j < length; j++) {
    if (!rule.holds(row[j])) {
      throw new RangeError(
        `Cannot compute ${task} as ${name}[${j}] must be ${rule.mustBe}: ` +
          `current value is ${row[j]}`,
      );
    }
  }
}

/**
 * Length of a list.
 * @throws {TypeError} If it is not a list.
 */
export function lengthOf(task: string, name: string, list: ArrayLike<unknown>): number {
  if (typeof list !== "object" || list === null || typeof list.length !== "number") {
    throw new TypeError(
      `Cannot compute ${task} as ${name} must be an array: current value is ${list}`,
    );
  }
  return list.length;
}

/**
 * Refuses a list without entries.
 * @throws {RangeError} If the length is 0.
 */
export function checkNotEmpty(task: string, name: string, length: number): void {
  if (length === 0) {
    throw new RangeError(
      `Cannot compute ${task} as ${name} must not be empty: current value is []`,
    );
  }
}
