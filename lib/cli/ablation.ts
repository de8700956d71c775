/**
 * `deno task ablation`: how the best network was found, one change at a time.
 * @module
 */
import { ABLATION } from "./ablation_plan.ts";
import { mainOf } from "./main_of.ts";
import { newCommand, parseInteger } from "./options.ts";
import { ABLATION_EPOCHS, planAblation, type PlanAblationOptions } from "./plan_ablation.ts";
import { addPlanOptions, type PlanCommandOptions, workThroughPlan } from "./plan_command.ts";
import { ablationTable, runAblation } from "./run_ablation.ts";

await mainOf(async () => {
  const command = newCommand(
    "ablation",
    "Trains runs that differ from each other by one change and measures them on the validation " +
      "part alone: how the best network was found. Takes many hours; goes on where it was " +
      "stopped, and leaves out what is done.",
  );
  addPlanOptions(command)
    .option(
      "--epochs <number>",
      "epochs of the runs for which the plan names no number",
      parseInteger,
      ABLATION_EPOCHS,
    )
    .parse(Deno.args, { from: "user" });
  const options = command.opts<PlanAblationOptions & PlanCommandOptions>();
  const jobs = planAblation(ABLATION, options);
  return await workThroughPlan(
    options,
    (jobOptions) => runAblation(jobs, jobOptions),
    () => ablationTable(jobs),
  );
});
