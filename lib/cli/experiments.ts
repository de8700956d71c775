/**
 * `deno task experiments`: the runs behind the project's tables.
 * @module
 */
import { planExperiments, type PlanOptions } from "./experiment_plan.ts";
import { experimentsTable } from "./experiments_table.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";
import { addPlanOptions, type PlanCommandOptions, workThroughPlan } from "./plan_command.ts";
import { runExperiments } from "./run_experiments.ts";

await mainOf(async () => {
  const command = newCommand(
    "experiments",
    "Trains and evaluates the runs behind the project's tables: seeds, batch " +
      "size 1, age filters, shares of the training part. Takes many hours; goes on where it was " +
      "stopped, and leaves out what is done.",
  );
  addPlanOptions(command)
    .option("--epochs <number>", "epochs of every run, at most", parseInteger)
    .parse(Deno.args, { from: "user" });
  const options = command.opts<PlanOptions & PlanCommandOptions>();
  const jobs = planExperiments(options);
  return await workThroughPlan(
    options,
    (jobOptions) => runExperiments(jobs, jobOptions),
    () => experimentsTable(jobs),
  );
});
