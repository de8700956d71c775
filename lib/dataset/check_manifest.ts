/**
 * Checks a manifest that was read from a file.
 * @module
 */
import { countLabels, countParts } from "./count_labels.ts";
import { type DatasetManifest, MANIFEST_FORMAT_VERSION } from "./dataset_manifest.ts";
import { SPLIT_PARTS } from "./split_part.ts";

type Json = Record<string, unknown>;

/**
 * Checks types, ranges, and that the counts are those of the samples.
 * @param file Name for the error messages.
 * @throws {TypeError} If a value has the wrong type.
 * @throws {RangeError} If a value is out of range, or the format is of another version.
 */
export function checkManifest(value: unknown, file: string): asserts value is DatasetManifest {
  const check = (
    isValid: boolean,
    [name, found]: readonly [string, unknown],
    rule: string,
    Fault: typeof TypeError | typeof RangeError = TypeError,
  ) => {
    if (isValid) return;
    throw new Fault(
      `Cannot read ${file} as ${name} must be ${rule}: current value is ${JSON.stringify(found)}`,
    );
  };
  check(isObject(value), ["the manifest", value], "an object");
  const manifest = value as Json;
  const version = manifest.formatVersion;
  check(
    version === MANIFEST_FORMAT_VERSION,
    ["formatVersion", version],
    `${MANIFEST_FORMAT_VERSION} (build the data set again)`,
    RangeError,
  );
  check(typeof manifest.name === "string", ["name", manifest.name], "a string");
  for (const name of ["filter", "split", "partSizes", "samePosters", "sha256"]) {
    check(isObject(manifest[name]), [name, manifest[name]], "an object");
  }
  for (const name of ["labelCounts", "funnel", "rejectedRows", "skippedPosters", "samples"]) {
    check(isObjects(manifest[name]), [name, manifest[name]], "a list of objects");
  }
  const { labels, samples } = manifest as Json & { labels: string[]; samples: Json[] };
  check(
    Array.isArray(labels) && labels.length > 0 && new Set(labels).size === labels.length &&
      labels.every((label) => typeof label === "string" && label !== ""),
    ["labels", labels],
    "a list of different names",
  );
  for (const [name, hash] of Object.entries(manifest.sha256 as Json)) {
    check(/^[0-9a-f]{64}$/.test(String(hash)), [`sha256.${name}`, hash], "64 hexadecimal digits");
  }
  check(samples.length > 0, ["samples", samples], "at least one", RangeError);
  const ids = new Set<unknown>();
  samples.forEach((sample, i) => {
    const fault = faultOfSample(sample, labels.length);
    check(!fault, [`samples[${i}].${fault?.key}`, sample[fault?.key ?? ""]], fault?.rule ?? "");
    check(!ids.has(sample.imdbId), [`samples[${i}].imdbId`, sample.imdbId], "unique", RangeError);
    ids.add(sample.imdbId);
  });
  const counted = manifest as unknown as DatasetManifest;
  const counts: Json = {
    partSizes: countParts(counted.samples),
    labelCounts: countLabels(counted),
  };
  for (const [name, found] of Object.entries(counts)) {
    const expected = JSON.stringify(found);
    const agrees = JSON.stringify(manifest[name]) === expected;
    check(agrees, [name, manifest[name]], `what the samples give, ${expected}`, RangeError);
  }
}

function faultOfSample(sample: Json, nLabels: number): { key: string; rule: string } | undefined {
  const { imdbId, year, imdbScore, labels, part } = sample;
  if (!Number.isInteger(imdbId) || (imdbId as number) < 1) {
    return { key: "imdbId", rule: "a positive integer" };
  }
  if (year !== null && !Number.isInteger(year)) return { key: "year", rule: "an integer or null" };
  if (typeof imdbScore !== "number" || imdbScore < 0 || imdbScore > 10) {
    return { key: "imdbScore", rule: "a number from 0 to 10" };
  }
  const isLabel = (label: unknown) =>
    Number.isInteger(label) && (label as number) >= 0 && (label as number) < nLabels;
  if (
    !Array.isArray(labels) || labels.length === 0 || new Set(labels).size < labels.length ||
    !labels.every(isLabel)
  ) {
    return { key: "labels", rule: `different integers from 0 to ${nLabels - 1}` };
  }
  if (!SPLIT_PARTS.some((name) => name === part)) {
    return { key: "part", rule: `one of ${SPLIT_PARTS.join(", ")}` };
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
