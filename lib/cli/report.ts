/**
 * `deno task report`: all evaluated runs in one document.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../atomic_file.ts";
import { leaderboards, listRuns } from "../report/leaderboard.ts";
import { markdownTable, terminalTable } from "../report/text_table.ts";
import { projectRoot } from "../setup/paths.ts";
import { mainOf } from "./main_of.ts";
import { newCommand } from "./options.ts";

const sampleNote =
  "Posters drawn by code: an easier world than the real one. These figures stand " +
  "beside no others.";

await mainOf(async () => {
  const command = newCommand("report", "Tables all evaluated runs, baselines first.")
    .option("--out <file>", "Markdown file to write", join(projectRoot, "results", "README.md"))
    .parse(Deno.args, { from: "user" });
  const { out } = command.opts<{ out: string }>();
  const boards = leaderboards(await listRuns(join(projectRoot, "results")));
  for (const { dataset, table } of boards) console.log(`${dataset}\n\n${terminalTable(table)}\n`);
  const sections = boards.map(({ dataset, isSample, table }) =>
    `## Data set \`${dataset}\`\n\n${isSample ? sampleNote + "\n\n" : ""}${markdownTable(table)}\n`
  );
  const intro = "# Results\n\nWritten by `deno task report` from the runs' `metrics.json`. Test " +
    "part, in brackets 95 % bootstrap intervals over the movies; ↓ lower is better, ↑ higher is " +
    "better. A run is made by `deno task reproduce`; its `config.json` holds every value.\n";
  await writeFileAtomic(out, [intro, ...sections].join("\n"));
  console.log(`Written to ${out}`);
});
