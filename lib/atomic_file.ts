/**
 * Files that are either the old or the new ones, never half of it.
 * @module
 */
import { dirname } from "node:path";

/** Writes a file aside and renames it; makes its folder where missing. */
export async function writeFileAtomic(file: string, content: string | Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(file), { recursive: true });
  const aside = `${file}.part`;
  if (typeof content === "string") await Deno.writeTextFile(aside, content);
  else await Deno.writeFile(aside, content);
  await Deno.rename(aside, file);
}

/** Writes a value as indented JSON, aside first. */
export async function writeJsonAtomic(file: string, value: unknown): Promise<void> {
  await writeFileAtomic(file, JSON.stringify(value, null, 2) + "\n");
}

/** The file's text, or null if there is no such file. */
export async function readTextIfExists(file: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
