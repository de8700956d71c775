/**
 * Folders that are gone afterwards.
 * @module
 */

/** Removes a file, or a folder with all in it; nothing happens where there is none. */
export async function removeIfExists(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
