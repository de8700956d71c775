import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { type HistoryRow, readHistory, writeHistory } from "../../lib/training/history.ts";
import { withTempDir } from "../with_temp_dir.ts";

const measures = {
  valLoss: Math.LN2,
  valHammingLoss: 1 / 3,
  valOneError: 0,
  valCoverage: 8.25,
  valMacroAp: 0.1 + 0.2,
};

const rows: readonly HistoryRow[] = [
  {
    epoch: 0,
    step: 0,
    trainLoss: null,
    ...measures,
    seconds: null,
    imagesPerSecond: null,
    learningRate: null,
  },
  {
    epoch: 1,
    step: 25,
    trainLoss: 1e-7,
    ...measures,
    seconds: 12.5,
    imagesPerSecond: 64,
    learningRate: 3e-4,
  },
];

const earlierHeader =
  "epoch,step,trainLoss,valLoss,valHammingLoss,valOneError,valCoverage,valMacroAp,seconds,imagesPerSecond";
const header = `${earlierHeader},learningRate`;

Deno.test("readHistory() gives back what writeHistory() wrote, to the bit", async () => {
  await withTempDir(async (dir) => {
    const runDir = join(dir, "new", "run");
    for (const written of [rows, rows.slice(0, 1), []]) {
      await writeHistory(runDir, written);
      assertEquals(await readHistory(runDir), [...written]);
    }
  });
});

Deno.test("writeHistory() writes CSV with a header and blank cells for what is not known", async () => {
  await withTempDir(async (dir) => {
    await writeHistory(dir, rows);
    const lines = (await Deno.readTextFile(join(dir, "history.csv"))).split("\n");
    assertEquals(lines.slice(0, 2), [
      header,
      `0,0,,${Math.LN2},${1 / 3},0,8.25,${0.1 + 0.2},,,`,
    ]);
    assertEquals(lines.length, 4);
    assertEquals(lines[3], "");
  });
});

Deno.test("readHistory() gives no rows where there is no file", async () => {
  await withTempDir(async (dir) => assertEquals(await readHistory(dir), []));
});

Deno.test("readHistory() reads an earlier file, which had no learning rate", async () => {
  await withTempDir(async (dir) => {
    const lines = [earlierHeader, "0,0,,1,1,1,1,1,,", "1,5,1,1,1,1,1,1,2,4", ""];
    await Deno.writeTextFile(join(dir, "history.csv"), lines.join("\n"));
    const [first, second] = await readHistory(dir);
    assertEquals([first.imagesPerSecond, first.learningRate], [null, null]);
    assertEquals([second.imagesPerSecond, second.learningRate], [4, null]);
  });
});

for (
  const [what, text, message] of [
    ["other columns", "epoch,loss\n1,2\n", "line 1 as the columns must be epoch,step,"],
    ["an empty file", "", "line 1 as the columns must be epoch,step,"],
    ["a word", `${header}\n0,0,,1,1,1,1,much,,,\n`, "line 2 as it must hold 11 numbers"],
    ["a missing cell", `${header}\n0,0,,1,1,1,1,1,,,\n1,5,1,1\n`, 'value is "1,5,1,1"'],
    ["a blank epoch", `${header}\n,0,,1,1,1,1,1,,,\n`, "line 2 as it must hold 11 numbers"],
    ["a blank loss", `${header}\n0,0,,,1,1,1,1,,,\n`, "line 2 as it must hold 11 numbers"],
  ] as const
) {
  Deno.test(`readHistory() refuses ${what} and names the line`, async () => {
    await withTempDir(async (dir) => {
      await Deno.writeTextFile(join(dir, "history.csv"), text);
      await assertRejects(() => readHistory(dir), SyntaxError, message);
    });
  });
}
