/**
 * What the value of a setting may be.
 * @module
 */

/** Rule of one setting; ranges include both ends. */
export type SettingRule =
  | {
    readonly kind: "number" | "integer" | "numbers" | "integers";
    readonly min: number;
    readonly max: number;
  }
  | { readonly kind: "word"; readonly words: readonly string[] }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "flag" }
  | { readonly kind: "text" };

/** Any number of a range. */
export function numberFrom(min: number, max: number): SettingRule {
  return { kind: "number", min, max };
}

/** A whole number of a range. */
export function integerFrom(min: number, max: number): SettingRule {
  return { kind: "integer", min, max };
}

/** A list, not empty, of numbers of a range. */
export function numbersFrom(min: number, max: number): SettingRule {
  return { kind: "numbers", min, max };
}

/** A list, not empty, of whole numbers of a range. */
export function integersFrom(min: number, max: number): SettingRule {
  return { kind: "integers", min, max };
}

/** One of some words. */
export function oneOf(...words: readonly string[]): SettingRule {
  return { kind: "word", words };
}

/** A list, which may be empty, of different ones of some words. */
export function someOf(...words: readonly string[]): SettingRule {
  return { kind: "words", words };
}

/** True or false. */
export function flag(): SettingRule {
  return { kind: "flag" };
}

/** Any text, which may be empty. */
export function anyText(): SettingRule {
  return { kind: "text" };
}

/**
 * Checks a value.
 * @param key Name of the setting, for the message.
 * @throws {TypeError} If it is of the wrong type.
 * @throws {RangeError} If it is out of range.
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * assertThrows(() => checkSetting("epochs", 0, integerFrom(1, 10)), RangeError, "from 1 to 10");
 * ```
 */
export function checkSetting(key: string, value: unknown, rule: SettingRule): void {
  if (rule.kind === "word") {
    if (typeof value === "string" && rule.words.includes(value)) return;
    const words = rule.words.map((word) => JSON.stringify(word)).join(" or ");
    throw new RangeError(`${key} must be ${words}: current value is ${JSON.stringify(value)}`);
  }
  if (rule.kind === "words") {
    const isFit = Array.isArray(value) && new Set(value).size === value.length &&
      value.every((item) => rule.words.includes(item));
    if (isFit) return;
    const words = rule.words.map((word) => JSON.stringify(word)).join(" and ");
    const message = `${key} must be a list of different words among ${words}: ` +
      `current value is ${JSON.stringify(value)}`;
    throw Array.isArray(value) ? new RangeError(message) : new TypeError(message);
  }
  if (rule.kind === "text") {
    if (typeof value === "string") return;
    throw new TypeError(`${key} must be a text: current value is ${JSON.stringify(value)}`);
  }
  if (rule.kind === "flag") {
    if (typeof value === "boolean") return;
    throw new TypeError(`${key} must be true or false: current value is ${JSON.stringify(value)}`);
  }
  const { kind, min, max } = rule;
  if (kind === "integers" || kind === "numbers") {
    if (!Array.isArray(value) || !value.length) {
      throw new TypeError(`${key} must be a list of ${kind}: current value is ${value}`);
    }
    const rule = kind === "integers" ? integerFrom(min, max) : numberFrom(min, max);
    for (const item of value) checkSetting(key, item, rule);
    return;
  }
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`${key} must be a number: current value is ${JSON.stringify(value)}`);
  }
  if (value < min || value > max || (kind === "integer" && !Number.isInteger(value))) {
    const article = kind === "integer" ? "an integer" : "a number";
    throw new RangeError(
      `${key} must be ${article} from ${min} to ${max}: current value is ${value}`,
    );
  }
}
