import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join, relative } from "node:path";
import { decodePoster } from "../../lib/posters/poster_image.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import { withTinyRun } from "../evaluation/tiny_run.ts";
import { runDeno } from "../run_deno.ts";

function gradCam(...args: readonly string[]) {
  return runDeno(["lib/cli/grad_cam.ts", ...args]);
}

Deno.test("grad-cam draws a run's sheet, and where posters are real keeps it out of the checkout", async () => {
  await withTinyRun(async (runDir, { dataDir, datasetDir }) => {
    // Data set and run are named by their place, which is outside the checkout here.
    const run = ["--run", relative(join(projectRoot, "results"), runDir)];
    const dataset = ["--dataset", relative(join(projectRoot, "data"), datasetDir)];
    const common = ["--data", dataDir, ...dataset, ...run, "--part", "train", "--each", "1"];
    const { code, stdout, stderr } = await gradCam(...common);
    assertEquals(code, 0, stderr);
    const file = join(runDir, "posters", "grad_cam.jpg");
    assertMatch(stdout, /^Heat maps of \w+/);
    assertStringIncludes(stdout, file);
    assertStringIncludes(stdout, "do not pass it on");
    const { widthPx } = await decodePoster(file);
    assertEquals(widthPx, 2 * (12 + 6 * 132));

    // The same network, named by its folder, draws the same sheet.
    const byModel = [...common.slice(0, 4), "--part", "train", "--each", "1", "--model", runDir];
    const other = join(runDir, "posters", "by_model.jpg");
    assertEquals((await gradCam(...byModel, "--out", other)).code, 0);
    assertEquals(await Deno.readFile(other), await Deno.readFile(file));

    const tracked = join(projectRoot, "results", "made-up-original-seed1", "sheet.jpg");
    const refused = await gradCam(...common, "--out", tracked);
    assertEquals([refused.code, refused.stdout], [1, ""]);
    assertStringIncludes(refused.stderr, "Cannot write real posters there");

    const unknown = await gradCam(...common, "--genres", "Pink");
    assertEquals(unknown.code, 1);
    assertStringIncludes(unknown.stderr, 'current value is "Pink"');
  });
});

Deno.test("grad-cam names the run that is not there", async () => {
  const { code, stderr } = await gradCam("--run", "no-such-run");
  assertEquals(code, 1);
  assertStringIncludes(stderr, "no-such-run as it must hold a trained run");
});
