import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { NO_ABLATION } from "../../lib/report/ablation_page.ts";
import { NO_REAL_RUN, SAMPLE_NOTE } from "../../lib/report/results_page.ts";
import { writeReport } from "../../lib/report/write_report.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { writeMadeUpAblationRun } from "./made_up_ablation.ts";
import { MADE_UP_RUNS, writeMadeUpRun, writeMadeUpRuns } from "./made_up_runs.ts";

async function report(dir: string) {
  const written = await writeReport({
    resultsDir: join(dir, "results"),
    dataSheetFile: join(dir, "DATA_SHEET.md"),
    ablation: [{ name: "wide", step: "architecture", change: "more filters" }],
  });
  const [page, card, sheet, ablation] = await Promise.all(
    written.files.map((file) => Deno.readTextFile(file)),
  );
  return { ...written, page, card, sheet, ablation };
}

Deno.test("writeReport() writes pages whose charts are all there, and repeats itself", async () => {
  await withTempDir(async (dir) => {
    await writeMadeUpRuns(join(dir, "results"));
    const { page, card, sheet } = await report(dir);
    const links = [...page.matchAll(/\]\((charts\/[^)]+)\)/g)].map(([, link]) => link);
    assertEquals(new Set(links).size, links.length);
    for (const link of links) {
      assert((await Deno.stat(join(dir, "results", link))).size > 500, link);
    }
    for (
      const name of [
        "films-epochs",
        "films-keras-against-ours",
        "films-original-training-size",
        "films-years",
        "age-filter-1",
      ]
    ) assert(links.includes(`charts/${name}.svg`), name);
    assertEquals(page.match(/NaN|undefined|null|Infinity|\[object/), null);
    assertEquals((card + sheet).match(/NaN|undefined|null|Infinity|\[object/), null);
    assert(!page.includes(NO_REAL_RUN) && !card.includes(NO_REAL_RUN));
    assertStringIncludes(card, "0.4976");
    assertStringIncludes(sheet, "| too old | 80 | 520 |");

    // A chart of a run that is gone is removed; a reader's own file stays.
    await Deno.writeTextFile(join(dir, "results", "charts", "gone.svg"), "<svg/>");
    await Deno.writeTextFile(join(dir, "results", "charts", "notes.txt"), "mine");
    const again = await report(dir);
    assertEquals(again.removedCharts, [join(dir, "results", "charts", "gone.svg")]);
    assertEquals(await Deno.readTextFile(join(dir, "results", "charts", "notes.txt")), "mine");
    assertEquals([again.page, again.card, again.sheet], [page, card, sheet]);
  });
});

Deno.test("writeReport() keeps drawn posters in a section of their own, without reported figures", async () => {
  await withTempDir(async (dir) => {
    await writeMadeUpRuns(join(dir, "results"));
    const { page } = await report(dir);
    const [sample] = page.split(/^## /m).filter((section) =>
      section.startsWith("Data set `sample`")
    );
    assertStringIncludes(sample, SAMPLE_NOTE);
    assertEquals(sample.match(/0\.4976|films/), null);
    const others = page.replace(sample, "");
    assert(!others.includes("sample-sample-seed1"));
  });
});

Deno.test("writeReport() says so where only the sample run is there", async () => {
  await withTempDir(async (dir) => {
    await writeMadeUpRun(join(dir, "results"), MADE_UP_RUNS.find(({ isSample }) => isSample)!);
    const { page, card, sheet } = await report(dir);
    for (const text of [page, card]) {
      assertStringIncludes(text, NO_REAL_RUN);
      assertStringIncludes(text, SAMPLE_NOTE);
      assert(!text.includes("0.4976"));
    }
    assertStringIncludes(sheet, "No run on real posters is here");
  });
});

Deno.test("writeReport() writes its pages where no run is there at all", async () => {
  await withTempDir(async (dir) => {
    await Deno.mkdir(join(dir, "results"));
    const { page, card, boards, ablation } = await report(dir);
    assertEquals(boards, []);
    assertStringIncludes(ablation, NO_ABLATION);
    assertStringIncludes(page, NO_REAL_RUN);
    assertStringIncludes(card, "No run has been evaluated yet.");
  });
});

Deno.test("writeReport() links to the ablation, whose runs are on its page alone", async () => {
  await withTempDir(async (dir) => {
    const resultsDir = join(dir, "results");
    await writeMadeUpRun(resultsDir, MADE_UP_RUNS[0]);
    const without = await report(dir);
    await writeMadeUpAblationRun(resultsDir, { name: "wide", seed: 1, skill: 0.2 });
    const { page, card, sheet, ablation } = await report(dir);
    assertEquals([page, card, sheet], [without.page, without.card, without.sheet]);
    assertStringIncludes(page, "](ABLATION.md)");
    assertStringIncludes(ablation, "| wide | more filters | constant |");
    assertStringIncludes(ablation, "### Architecture");
    assert((await Deno.stat(join(resultsDir, "ABLATION.md"))).isFile);
  });
});
