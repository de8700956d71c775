/**
 * The file `manifest.json` of a data set.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { checkManifest } from "./check_manifest.ts";
import type { DatasetManifest } from "./dataset_manifest.ts";

/**
 * Writes `<datasetDir>/manifest.json`, under another name first, so that a reader never sees half
 * a file. The same manifest gives the same bytes.
 * @returns Path of the file.
 */
export async function writeManifest(
  datasetDir: string,
  manifest: DatasetManifest,
): Promise<string> {
  const file = join(datasetDir, "manifest.json");
  await writeFileAtomic(file, formatManifest(manifest));
  return file;
}

/**
 * Reads `<datasetDir>/manifest.json` and checks that it is complete and agrees with itself.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not JSON.
 * @throws {TypeError} If a value has the wrong type.
 * @throws {RangeError} If a value is out of range, or the format is of another version.
 */
export async function readManifest(datasetDir: string): Promise<DatasetManifest> {
  const file = join(datasetDir, "manifest.json");
  const text = await Deno.readTextFile(file);
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Cannot read ${file} as it must be JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
  checkManifest(manifest, file);
  return manifest;
}

/** JSON with one line per sample, skipped poster and so on: readable, and small. */
function formatManifest(manifest: DatasetManifest): string {
  const lines = Object.entries(manifest).map(([key, value]) => {
    const isTable = Array.isArray(value) && typeof value[0] === "object";
    const json = isTable
      ? `[\n${value.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`
      : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${json}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}
