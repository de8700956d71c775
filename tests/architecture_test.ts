import { assert, assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../lib/setup/paths.ts";
import { importsOf, readSources, withoutComments } from "./imports_of.ts";

/** Folders of `lib/` in the order in which data flows; "." are the files of `lib/` itself. */
const layers = [
  [".", "setup"],
  ["metadata"],
  ["posters"],
  ["sample"],
  ["backend"],
  ["dataset"],
  ["metrics"],
  ["model"],
  ["training"],
  ["evaluation"],
  ["report"],
  ["notebook"],
  ["cli"],
];

/** The only places that import a heavy dependency. */
const entrances: Readonly<Record<string, readonly string[]>> = {
  sharp: ["posters/poster_image.ts"],
  "@resvg/resvg-js": ["svg.ts"],
  "nodejs-polars": ["metadata/movies_frame.ts"],
  "@std/csv": ["metadata/csv.ts"],
  "pure-rand": ["random.ts"],
  vega: ["report/"],
  "vega-lite": ["report/"],
  commander: ["cli/"],
  "@tensorflow/tfjs-node": ["backend/tensorflow_node.ts", "backend/saved_graph.ts"],
  "@tensorflow/tfjs-backend-webgpu": ["backend/choose_backend.ts"],
  "@tensorflow/tfjs": ["dataset/batches.ts", "backend/", "model/", "training/"],
};

const sources = await readSources(join(projectRoot, "lib"));
const importsOfFile = new Map([...sources].map(([file, source]) => [file, importsOf(source)]));

/** Files of `lib/` that a file imports, as paths from `lib/`. */
function arrowsFrom(file: string): string[] {
  return importsOfFile.get(file)!
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => join(dirname(file), specifier));
}

/** Place of a file's folder in the order; folders inside a folder count as it. */
function layerOf(file: string): number {
  const [folder, ...rest] = file.split("/");
  return layers.findIndex((names) => names.includes(rest.length ? folder : "."));
}

Deno.test("importsOf() finds every kind of import and none in a comment", () => {
  const source = `/**
 * import { no } from "no.ts";
 */
import a from "a";
import type { B } from "./b.ts";
import {
  c,
} from "../c.ts";
import "d"; // registers
// import "no.ts";
export type E = typeof import("e");
export * from "f";
const g = await import("g");
console.log('import "no.ts"');
`;
  assertEquals(importsOf(source).toSorted(), ["../c.ts", "./b.ts", "a", "d", "e", "f", "g"]);
});

Deno.test("lib/ consists of the folders of the architecture", () => {
  for (const file of sources.keys()) assert(layerOf(file) >= 0, `${file} is in no known folder`);
  const used = new Set([...sources.keys()].map(layerOf));
  assertEquals(used.size, layers.length);
});

Deno.test("lib/ imports only files that are there", () => {
  for (const file of sources.keys()) {
    for (const target of arrowsFrom(file)) assert(sources.has(target), `${file} -> ${target}`);
  }
});

Deno.test("lib/ has no import that points back", () => {
  const back = [...sources.keys()].flatMap((file) =>
    arrowsFrom(file)
      .filter((target) => layerOf(target) > layerOf(file))
      .map((target) => `${file} -> ${target}`)
  );
  assertEquals(back, []);
});

Deno.test("lib/ has no cycle of imports", () => {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert(!path.includes(file), `cycle: ${[...path, file].join(" -> ")}`);
    if (finished.has(file)) return;
    for (const target of arrowsFrom(file)) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  assertEquals(finished.size, sources.size);
});

for (const [dependency, allowed] of Object.entries(entrances)) {
  Deno.test(`${dependency} enters lib/ only through ${allowed.join(", ")}`, () => {
    const importers = [...importsOfFile].filter(([, specifiers]) =>
      specifiers.some((name) => name === dependency || name.startsWith(`${dependency}/`))
    ).map(([file]) => file);
    assert(importers.length > 0);
    const others = importers.filter((file) => !allowed.some((place) => file.startsWith(place)));
    assertEquals(others, []);
  });
}

Deno.test("lib/setup/ imports only itself and built-in modules, as it runs before an install", () => {
  for (const [file, specifiers] of importsOfFile) {
    if (!file.startsWith("setup/")) continue;
    assert(specifiers.every((name) => /^(node:|\.\/)/.test(name)), `${file}: ${specifiers}`);
  }
});

Deno.test("lib/metrics/ imports nothing but itself: arrays in, numbers out", () => {
  for (const [file, specifiers] of importsOfFile) {
    if (!file.startsWith("metrics/")) continue;
    assert(specifiers.every((name) => name.startsWith("./")), `${file}: ${specifiers}`);
  }
});

Deno.test("lib/ names each file after its one job, below 300 lines", () => {
  for (const [file, source] of sources) {
    const name = basename(file);
    assert(/^[a-z0-9]+(_[a-z0-9]+)*(\.d)?\.ts$/.test(name), `${file} is not in snake_case`);
    assert(!["utils.ts", "helpers.ts", "index.ts"].includes(name), `${file} names no job`);
    const nLines = source.split("\n").length;
    assert(nLines < 300, `${file} has ${nLines} lines`);
  }
});

Deno.test("lib/ draws no number outside lib/random.ts and the seeded tensors", () => {
  for (const [file, source] of sources) {
    assert(!withoutComments(source).includes("Math.random"), `${file} calls Math.random`);
  }
});
