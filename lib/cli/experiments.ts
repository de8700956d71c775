/**
 * `deno task experiments`: the runs behind the project's tables.
 * @module
 */
import { chooseBackend, describeBackend } from "../backend/choose_backend.ts";
import { terminalTable } from "../report/text_table.ts";
import { planExperiments, type PlanOptions } from "./experiment_plan.ts";
import { experimentsTable } from "./experiments_table.ts";
import { interruptSignal, mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";
import { runExperiments } from "./run_experiments.ts";
import { terminalProgress } from "./terminal_progress.ts";

interface ExperimentsOptions extends PlanOptions {
  readonly splitSeed: number;
  readonly lenient: boolean;
  readonly list: boolean;
}

await mainOf(async () => {
  const command = newCommand(
    "experiments",
    "Trains and evaluates the runs behind the project's tables one after the other: seeds, batch " +
      "size 1, age filters, shares of the training part. Takes many hours; goes on where it was " +
      "stopped, and leaves out what is done.",
  )
    .option(
      "--data <folder>",
      "folder with MovieGenre.csv and posters/; the sample set if omitted",
      "",
    )
    .option("--dataset <name>", "name of the main data set; the folder's by default", "")
    .option("--split-seed <number>", "seed of the split", parseInteger, 1)
    .option("--lenient", "leave out table rows that break a rule instead of stopping", false)
    .option("--only <names...>", "only the experiments whose names begin so")
    .option("--epochs <number>", "epochs of every run, at most", parseInteger)
    .option("--list", "say what is done and what is left, and do nothing", false)
    .parse(Deno.args, { from: "user" });
  const options = command.opts<ExperimentsOptions>();
  const jobs = planExperiments(options);
  const printTable = async () => console.log(`\n${terminalTable(await experimentsTable(jobs))}\n`);
  if (options.list) return await printTable();

  console.log(`Backend: ${describeBackend(await chooseBackend())}`);
  const { isStopped, failed } = await runExperiments(jobs, {
    splitSeed: options.splitSeed,
    lenient: options.lenient,
    signal: interruptSignal(),
    onProgress: terminalProgress(),
    say: (line) => console.log(line),
  });
  await printTable();
  if (failed.length) console.error(`Failed: ${failed.join(", ")}`);
  if (isStopped) {
    console.log("Stopped. The same command goes on from here.");
    return 130;
  }
  if (failed.length) return 1;
  console.log("All done. Next: deno task report");
});
