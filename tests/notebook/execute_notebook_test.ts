import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { executeNotebook, type NotebookEvent } from "../../lib/notebook/execute_notebook.ts";

const manyOutputs = join(import.meta.dirname!, "many_outputs.ipynb");
const nOutputs = 200;

interface Output {
  readonly text?: string | string[];
  readonly data?: Readonly<Record<string, string | string[]>>;
}

interface Cell {
  readonly id: string;
  readonly outputs: readonly Output[];
}

async function outputsOf(options: { isPlain: boolean }): Promise<Record<string, string[]>> {
  const output = await Deno.makeTempFile({ suffix: ".ipynb" });
  try {
    await executeNotebook(manyOutputs, output, { parameters: { nOutputs }, ...options });
    const { cells } = JSON.parse(await Deno.readTextFile(output)) as { cells: Cell[] };
    const join = (text: string | string[]) => [text].flat().join("");
    return Object.fromEntries(cells.map(({ id, outputs }) => [
      id,
      outputs.flatMap(({ text, data }) =>
        text ? join(text).trimEnd().split("\n") : [join(data!["text/plain"])]
      ),
    ]));
  } finally {
    await Deno.remove(output);
  }
}

function assertAllInOrder(outputs: Record<string, string[]>): void {
  const numbers = Array.from({ length: nOutputs }, (_, i) => i);
  assertEquals(outputs.log, numbers.map((i) => `line ${i}`));
  assertEquals(outputs.display, numbers.map((i) => `display ${i}`));
  assertEquals(outputs.large.map((text) => text.length), [1_000_000, '"the result"'.length]);
  assertEquals(outputs.after, ['"the next cell"']);
}

Deno.test("executeNotebook() keeps 200 outputs of a cell in order", async () => {
  assertAllInOrder(await outputsOf({ isPlain: false }));
});

Deno.test("startNotebook() keeps 200 outputs of a cell in order for any client", async () => {
  assertAllInOrder(await outputsOf({ isPlain: true }));
});

Deno.test("executeNotebook() with a note saves the notebook's own cells and the given values' outputs", async () => {
  const output = await Deno.makeTempFile({ suffix: ".ipynb" });
  try {
    const given = { parameters: { nOutputs: 3 }, outputsNote: "**Of another run.**" };
    await executeNotebook(manyOutputs, output, given);
    const [before, after] = await Promise.all(
      [manyOutputs, output].map(async (file) => JSON.parse(await Deno.readTextFile(file)).cells),
    );
    const textOf = (cell: { source: string | string[] }) => [cell.source].flat().join("");
    assertEquals(after.map(textOf), before.map(textOf));
    const code = after.filter((cell: { cell_type: string }) => cell.cell_type === "code");
    assertEquals(
      code.map((cell: { execution_count: number }) => cell.execution_count),
      code.map((_: unknown, i: number) => i + 1),
    );
    const outputsOf = (id: string) => code.find((cell: Cell) => cell.id === id).outputs;
    const printed = outputsOf("log").flatMap(({ text }: Output) => text ?? []).join("");
    assertEquals(printed.trimEnd().split("\n"), ["line 0", "line 1", "line 2"]);
    const [{ data }] = outputsOf("parameters");
    assertEquals([data["text/markdown"]].flat().join(""), "**Of another run.**");
  } finally {
    await Deno.remove(output);
  }
});

Deno.test("executeNotebook() names the error of a failing cell and saves the notebook", async () => {
  const dir = await Deno.makeTempDir();
  const notebook = join(dir, "failing.ipynb");
  const source = 'throw new RangeError("seven is too many")';
  await Deno.writeTextFile(
    notebook,
    JSON.stringify({
      cells: [{
        cell_type: "code",
        id: "a",
        execution_count: null,
        metadata: {},
        outputs: [],
        source,
      }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  const output = join(dir, "out", "failing.ipynb");
  const events: NotebookEvent[] = [];
  await assertRejects(
    () => executeNotebook(notebook, output, { onEvent: (event) => events.push(event) }),
    Error,
    "seven is too many",
  );
  assertEquals(events.map(({ event }) => event), ["cell", "error"]);
  assertStringIncludes(await Deno.readTextFile(output), "seven is too many");
  await Deno.remove(dir, { recursive: true });
});
