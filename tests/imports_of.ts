/** What the architecture test reads: the source files of a folder, and what each imports. */
import { join, relative } from "node:path";

const comments = /^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const staticImports = /^(?:import|export)\s+(?:[\w*\s{},]+?\sfrom\s+)?"([^"]+)"/gm;
const dynamicImports = /\bimport\("([^"]+)"\)/g;

/** Source without the comments that fill whole lines, such as examples in docs. */
export function withoutComments(source: string): string {
  return source.replace(comments, "");
}

/** Everything that a module imports, types included, each once. */
export function importsOf(source: string): string[] {
  const code = withoutComments(source);
  const found = [staticImports, dynamicImports].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier]) => specifier)
  );
  return [...new Set(found)];
}

/** Source of every TypeScript file under a folder, by its path from there. */
export async function readSources(root: string, dir = root): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    const path = join(dir, name);
    if (isDirectory) {
      for (const [file, source] of await readSources(root, path)) sources.set(file, source);
    } else if (name.endsWith(".ts")) {
      sources.set(relative(root, path).replaceAll("\\", "/"), await Deno.readTextFile(path));
    }
  }
  return sources;
}
