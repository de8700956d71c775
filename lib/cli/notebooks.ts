/**
 * `deno task notebooks`: runs the notebooks on the sample set and saves them in place.
 * @module
 */
import { dataSource } from "../dataset/data_source.ts";
import { runConfigFor, runDirOf } from "../training/train_run.ts";
import { interruptSignal, mainOf } from "./main_of.ts";
import { newCommand } from "./options.ts";
import { notebookPath, NOTEBOOKS, runNotebooks } from "./run_notebooks.ts";

await mainOf(async () => {
  const command = newCommand(
    "notebooks",
    "Runs the notebooks on the sample set, each from a fresh kernel, and saves them with their " +
      "outputs in notebooks/. Do this before a commit that changes what they show.",
  )
    .argument("[names...]", "only the notebooks whose names begin so, such as 01 04")
    .option("--keep-run", "go on with the sample set's run instead of training it anew", false)
    .parse(Deno.args, { from: "user" });
  const names = NOTEBOOKS.filter((name) =>
    !command.args.length || command.args.some((prefix) => name.startsWith(prefix))
  );
  if (names.includes("03_train_cnn") && !command.opts().keepRun) {
    const source = dataSource();
    await removeIfExists(runDirOf(source, runConfigFor(source)));
  }
  const jobs = names.map((name) => ({ name, output: notebookPath(name) }));
  return await runNotebooks(jobs, interruptSignal()) ? 0 : 130;
});

async function removeIfExists(dir: string): Promise<void> {
  try {
    await Deno.remove(dir, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
