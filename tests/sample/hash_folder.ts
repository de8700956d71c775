import { createHash } from "node:crypto";
import { join, relative } from "node:path";

/** SHA-256 of every file under a folder, by path relative to it. */
export async function hashFolder(root: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  const visit = async (dir: string) => {
    for await (const { name, isDirectory } of Deno.readDir(dir)) {
      const path = join(dir, name);
      if (isDirectory) await visit(path);
      else {
        const bytes = await Deno.readFile(path);
        hashes[relative(root, path)] = createHash("sha256").update(bytes).digest("hex");
      }
    }
  };
  await visit(root);
  return hashes;
}
