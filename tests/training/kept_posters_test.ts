import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { decodedDirOf, existingDecodedDir } from "../../lib/dataset/decoded_posters.ts";
import { evaluateRun } from "../../lib/evaluation/evaluate_run.ts";
import { trainRun } from "../../lib/training/train_run.ts";
import { madeUpSource, tinyRunConfig } from "../evaluation/tiny_run.ts";
import { weightsOf } from "./small_run.ts";

const config = { ...tinyRunConfig, epochs: 2 };

/** Number of files below a folder. */
async function countFiles(dir: string): Promise<number> {
  let n = 0;
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    n += isDirectory ? await countFiles(join(dir, name)) : 1;
  }
  return n;
}

Deno.test("trainRun() gives the same weights with kept posters as without", async () => {
  const source = await madeUpSource("made-up");
  const runDir = (name: string) => join(source.dataDir, name);
  try {
    await trainRun({ source, config, runDir: runDir("decoding"), keepDecoded: false });
    assertEquals(await existingDecodedDir(source.datasetDir), undefined);
    await trainRun({ source, config, runDir: runDir("keeping") });
    const nKept = await countFiles(decodedDirOf(source.datasetDir));
    await trainRun({ source, config, runDir: runDir("reading") });
    assertEquals(await countFiles(decodedDirOf(source.datasetDir)), nKept);
    const weights = await weightsOf(runDir("decoding"));
    assertEquals(await weightsOf(runDir("keeping")), weights);
    assertEquals(await weightsOf(runDir("reading")), weights);
    // Evaluation keeps the test part's posters too.
    await evaluateRun(runDir("reading"), source);
    assert(await countFiles(decodedDirOf(source.datasetDir)) > nKept);
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
});

Deno.test("trainRun() keeps no posters for a single epoch", async () => {
  const source = await madeUpSource("made-up");
  try {
    await trainRun({ source, config: tinyRunConfig, runDir: join(source.dataDir, "run") });
    assertEquals(await existingDecodedDir(source.datasetDir), undefined);
  } finally {
    await Deno.remove(source.dataDir, { recursive: true });
  }
});
