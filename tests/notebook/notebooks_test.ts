/** The project's notebooks: their form, and that they run. */
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { join } from "node:path";
import { notebookPath, NOTEBOOKS } from "../../lib/cli/run_notebooks.ts";
import { dataSource, prepareDataset } from "../../lib/dataset/data_source.ts";
import { executeNotebook } from "../../lib/notebook/execute_notebook.ts";
import {
  cellSource,
  type NotebookCell,
  notebookModule,
  readNotebookCells,
} from "../../lib/notebook/notebook_cells.ts";
import { writeSampleSet } from "../../lib/sample/sample_set.ts";
import { projectRoot } from "../../lib/setup/paths.ts";

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type CodeCell = NotebookCell & { readonly id: string; readonly outputs: readonly Output[] };

async function codeCells(notebook: string): Promise<CodeCell[]> {
  const cells = await readNotebookCells(notebook) as CodeCell[];
  return cells.filter(({ cell_type }) => cell_type === "code");
}

function mimeTypesOf(cells: readonly CodeCell[], id: string): string[] {
  const { outputs } = cells.find((cell) => cell.id === id)!;
  return outputs.flatMap(({ data }) => Object.keys(data ?? {}));
}

/** Cells that show a chart; that of the steps is there only where the run trained some. */
const chartCells: Readonly<Record<typeof NOTEBOOKS[number], readonly string[]>> = {
  "01_explore_movies": ["funnel", "years", "genres", "per-movie", "pairs", "score"],
  "02_build_dataset": ["funnel", "balance"],
  "03_train_cnn": ["train", "curve"],
  "04_evaluate": ["measures", "genres", "curves", "reliability", "confusion", "threshold"],
  "05_predict": ["bars"],
};

for (const name of NOTEBOOKS) {
  Deno.test(`notebook ${name} asks first, has short cells, parameters and findings`, async () => {
    const cells = await readNotebookCells(notebookPath(name)) as CodeCell[];
    assert(/^# 0\d · .*\?$/m.test(cellSource(cells[0])), "the title is a question");
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    for (const cell of code) assertLessOrEqual(cellSource(cell).split("\n").length, 15);
    assertEquals(code.filter(({ metadata }) => metadata?.tags?.includes("parameters")).length, 1);
    assertEquals(code.at(-1)!.id, "findings");
    assert(!code.some((cell) => /\bfunction\b/.test(cellSource(cell))), "functions live in lib");
  });

  Deno.test(`notebook ${name} is saved with charts and without errors`, async () => {
    const cells = await codeCells(notebookPath(name));
    const outputs = cells.flatMap((cell) => cell.outputs);
    assertEquals(
      outputs.filter(({ output_type, name }) => output_type === "error" || name === "stderr"),
      [],
    );
    for (const id of chartCells[name].filter((id) => id !== "train")) {
      assert(mimeTypesOf(cells, id).includes("image/png"), `cell ${id} shows a picture`);
      assert(mimeTypesOf(cells, id).includes("application/vnd.vegalite.v5+json"));
    }
    const code = notebookModule(cells);
    assert(code.includes('data = ""'), "as it stands it runs on the sample set");
    assert(!/publish = true|posters: string\[\] = \[[^\]]/.test(code));
    assert(!cells.some(({ metadata }) => metadata?.tags?.includes("injected-parameters")));
  });
}

Deno.test("the saved notebooks are all of one data set, and say so where it is not the sample set", async () => {
  const notes = new Set<string>();
  for (const name of NOTEBOOKS) {
    const cells = await codeCells(notebookPath(name));
    const parameters = cells.find(({ metadata }) => metadata?.tags?.includes("parameters"))!;
    const [note = ""] = parameters.outputs.map(({ data }) =>
      [data?.["text/markdown"]].flat().join("")
    );
    const [, dataset] = /saved here are of the data set `([^`]+)`/.exec(note) ?? [];
    notes.add(dataset ?? "sample");
    const sheet = cells.find(({ outputs }) => outputs.some(({ data }) => data?.["image/jpeg"]));
    if (!sheet || !dataset) continue;
    const words = JSON.stringify(cells.map(({ outputs }) => outputs));
    assert(words.includes(`posters: those of \`${dataset}\` belong to others`), name);
  }
  assertEquals(notes.size, 1, [...notes].join());
});

Deno.test("the notebooks run one after the other, every output in its own cell", async () => {
  const dir = await Deno.makeTempDir();
  const name = `test-${crypto.randomUUID()}`;
  try {
    await writeSampleSet({ outDir: dir, nMovies: 150 });
    const overrides = {
      imageHeightPx: 33,
      imageWidthPx: 22,
      convFilters: [8],
      denseUnits: 16,
      epochs: 2,
      batchSize: 8,
    };
    const common = { data: dir, dataset: name };
    const parameters = {
      "01_explore_movies": { data: dir },
      "02_build_dataset": common,
      "03_train_cnn": { ...common, run: name, overrides },
      "04_evaluate": { ...common, run: name },
      "05_predict": { ...common, run: name },
    };
    for (const notebook of NOTEBOOKS) {
      const output = join(dir, `${notebook}.ipynb`);
      await executeNotebook(notebookPath(notebook), output, { parameters: parameters[notebook] });
      const cells = await codeCells(output);
      const errors = cells.flatMap(({ outputs }) => outputs)
        .filter(({ output_type, name }) => output_type === "error" || name === "stderr");
      assertEquals(errors, []);
      for (const id of chartCells[notebook]) {
        assert(mimeTypesOf(cells, id).includes("image/png"), `${notebook}: cell ${id}`);
      }
      assert(mimeTypesOf(cells, "findings").includes("text/markdown"));
    }
    // The commands find the notebooks' data set unchanged, else they could not evaluate its runs.
    const source = dataSource(dir, name);
    const written = await Deno.readTextFile(join(source.datasetDir, "manifest.json"));
    await prepareDataset(source);
    assertEquals(await Deno.readTextFile(join(source.datasetDir, "manifest.json")), written);
    const runDir = join(projectRoot, "results", name);
    const metrics = JSON.parse(await Deno.readTextFile(join(runDir, "metrics.json")));
    assertEquals(metrics.dataset, name);
    for (const file of ["config.json", "environment.json", "history.csv", "charts/measures.png"]) {
      assert((await Deno.stat(join(runDir, file))).isFile);
    }
  } finally {
    for (
      const folder of [dir, join(projectRoot, "data", name), join(projectRoot, "results", name)]
    ) {
      await Deno.remove(folder, { recursive: true }).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    }
  }
});
