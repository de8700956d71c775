import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { notebookParameters } from "../../lib/cli/notebook_parameters.ts";
import { notebookPath, NOTEBOOKS } from "../../lib/cli/run_notebooks.ts";
import { makeRunConfig } from "../../lib/config.ts";
import { dataSource } from "../../lib/dataset/data_source.ts";
import { cellSource, readNotebookCells } from "../../lib/notebook/notebook_cells.ts";
import { runDeno } from "../run_deno.ts";
import { withTempDir } from "../with_temp_dir.ts";

Deno.test("notebookParameters() gives each notebook the parameters that it has, but for posters", async () => {
  const parameters = notebookParameters({
    source: dataSource("/somewhere/posters"),
    fromYear: 2000,
    toYear: null,
    unknownYear: "drop",
    splitSeed: 1,
    lenient: false,
    run: "a-run",
    config: makeRunConfig({}),
    publish: true,
  });
  for (const name of NOTEBOOKS) {
    const cell = (await readNotebookCells(notebookPath(name)))
      .find(({ metadata }) => metadata?.tags?.includes("parameters"))!;
    const declared = [...cellSource(cell).matchAll(/^const (\w+)/gm)].map(([, word]) => word);
    assertEquals(
      Object.keys(parameters[name]).toSorted(),
      declared.filter((word) => word !== "posters").toSorted(),
      name,
    );
  }
});

/** The command's words for a wrong use; the saved notebooks must stay as they are. */
async function refusalOf(...args: string[]): Promise<string> {
  const readAll = () => Promise.all(NOTEBOOKS.map((name) => Deno.readTextFile(notebookPath(name))));
  const before = await readAll();
  const { code, stdout, stderr } = await runDeno(["lib/cli/notebooks.ts", ...args]);
  assertEquals([code, stdout], [1, ""]);
  assertEquals(await readAll(), before);
  return stderr;
}

Deno.test("deno task notebooks --data wants a run that is trained", async () => {
  await withTempDir(async (dir) => {
    const words = await refusalOf("--data", join(dir, "posters"), "--run", "no-such-run");
    assertStringIncludes(words, "results/no-such-run as it must hold a trained run");
  });
});

Deno.test("deno task notebooks refuses a name that begins no notebook's", async () => {
  assertStringIncludes(await refusalOf("01", "06"), 'current value is "06"');
});

Deno.test("deno task notebooks refuses --run without --data", async () => {
  assertStringIncludes(await refusalOf("--run", "a-run"), 'current value is "a-run" without it');
});
