/**
 * `deno task ok`: the gate that every change passes.
 * @module
 */
import { Command } from "commander";
import { join } from "node:path";
import { notebookModule, readNotebookCells } from "../notebook/notebook_cells.ts";
import { CommandError, runCommand } from "../setup/command.ts";
import { projectRoot } from "../setup/paths.ts";

new Command("deno task ok")
  .description("Checks format, lint, types (lib, tests, notebook cells) and docs.")
  .parse(Deno.args, { from: "user" });

const notebooksDir = join(projectRoot, "notebooks");
// One level below the root, as the notebooks are, so that their relative imports hold.
const cellsDir = join(projectRoot, ".cache");

const cellFiles = await extractNotebookCells();

const gate: readonly [string, () => Promise<unknown>][] = [
  // Notebooks through their extracted cells: deno fmt --check refuses every notebook that it has not
  // formatted itself before, whatever is in it.
  ["format", () => deno("fmt", "--check", ".", ...cellFiles)],
  ["lint", () => deno("lint", "lib", "tests")],
  ["types of lib and tests", () => deno("check", "lib", "tests")],
  ["types of notebook cells", () => deno("check", ...cellFiles)],
  ["docs", checkDocs],
];

let nFailed = 0;
for (const [name, check] of gate) {
  try {
    await check();
    console.log(`ok      ${name}`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(`FAILED  ${name}\n${error.message}`);
    nFailed++;
  }
}
Deno.exit(nFailed ? 1 : 0);

async function deno(...args: string[]): Promise<void> {
  await runCommand(Deno.execPath(), [args[0], "--quiet", ...args.slice(1)], {
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
  });
}

async function extractNotebookCells(): Promise<string[]> {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(notebooksDir)) {
    if (!name.endsWith(".ipynb")) continue;
    const file = join(cellsDir, name.replace(/\.ipynb$/, ".cells.ts"));
    await Deno.mkdir(cellsDir, { recursive: true });
    await Deno.writeTextFile(
      file,
      notebookModule(await readNotebookCells(join(notebooksDir, name))),
    );
    files.push(file);
  }
  return files.sort();
}

async function checkDocs(): Promise<void> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", "--quiet", ...await documentedFiles()],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
  }).output();
  const errors = new TextDecoder().decode(stderr).split(/^(?=error)/m)
    // "private" here is every type of another package, such as tfjs's tensors.
    .filter((error) => /^error\[/.test(error) && !error.startsWith("error[private-type-ref]"));
  if (errors.length) throw new CommandError(errors.join(""));
}

/** Every file of `lib` that exports something; commands are scripts. */
async function documentedFiles(dir = join(projectRoot, "lib")): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    const path = join(dir, name);
    if (isDirectory) files.push(...await documentedFiles(path));
    else if (name.endsWith(".ts")) files.push(path);
  }
  return files.sort();
}
