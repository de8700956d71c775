/**
 * `deno task report`: all evaluated runs in one document, with charts, model card and data sheet.
 * @module
 */
import { join } from "node:path";
import { leaderboard } from "../report/leaderboard.ts";
import { terminalTable } from "../report/text_table.ts";
import { writeReport } from "../report/write_report.ts";
import { projectRoot } from "../setup/paths.ts";
import { ABLATION } from "./ablation_plan.ts";
import { mainOf } from "./main_of.ts";
import { newCommand } from "./options.ts";

await mainOf(async () => {
  const command = newCommand(
    "report",
    "Tables all evaluated runs, baselines first, and draws their charts; writes README.md, " +
      "ABLATION.md, MODEL_CARD.md and charts/ beside the runs, and the data sheet.",
  )
    .option("--results <folder>", "folder of the runs", join(projectRoot, "results"))
    .option(
      "--data-sheet <file>",
      "data sheet to write",
      join(projectRoot, "data", "DATA_SHEET.md"),
    )
    .parse(Deno.args, { from: "user" });
  const { results, dataSheet } = command.opts<{ results: string; dataSheet: string }>();
  const report = await writeReport({
    resultsDir: results,
    dataSheetFile: dataSheet,
    ablation: ABLATION,
  });
  for (const board of report.boards) {
    console.log(`${board.title}\n\n${terminalTable(leaderboard(board))}\n`);
  }
  for (const file of report.removedCharts) console.log(`Removed ${file}: its run is gone`);
  for (const file of report.files) console.log(`Written to ${file}`);
});
