import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { writeDecisions } from "../../lib/model/decisions.ts";
import { modelSha256, saveModel } from "../../lib/model/model_files.ts";
import { madeUpDecisions } from "../model/made_up_decisions.ts";
import { tinyMetadata, tinyModel } from "../model/tiny_model.ts";
import { runDeno } from "../run_deno.ts";
import { fixtureLabels, writeFixturePosters } from "../training/fixture_posters.ts";
import { withTempDir } from "../with_temp_dir.ts";

await chooseBackend();

/** A folder with a run, whose model is untrained, and three posters, the second damaged. */
async function withRun(
  use: (runDir: string, files: readonly string[], dir: string) => Promise<void>,
): Promise<void> {
  await withTempDir(async (dir) => {
    const model = tinyModel();
    await saveModel(join(dir, "run", "model"), model, tinyMetadata);
    model.dispose();
    const files = (await writeFixturePosters(dir, 3)).map(({ posterFile }) => posterFile);
    await Deno.writeTextFile(files[1], "not a picture");
    await use(join(dir, "run"), files, dir);
  });
}

function predict(...args: readonly string[]) {
  return runDeno(["lib/cli/predict.ts", ...args]);
}

Deno.test("predict --json prints one line a poster and ends with 1 where one is damaged", async () => {
  await withRun(async (runDir, files) => {
    const { code, stdout } = await predict("--json", "--model", runDir, ...files);
    assertEquals(code, 1);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines.map((line) => line.file), [...files]);
    assertEquals(lines[1], {
      file: files[1],
      error: `Cannot read poster ${files[1]}: not a picture of a known format`,
    });
    for (const line of [lines[0], lines[2]]) {
      assertEquals(Object.keys(line), ["file", "genres"]);
      assertEquals(line.genres.length, fixtureLabels.length);
      for (const entry of line.genres) {
        assertEquals(Object.keys(entry), ["genre", "probability"]);
        assert(fixtureLabels.includes(entry.genre));
        assert(entry.probability >= 0 && entry.probability <= 1);
      }
    }
  });
});

Deno.test("predict prints a table of the likeliest genres, errors apart", async () => {
  await withRun(async (runDir, files, dir) => {
    const { code, stdout, stderr } = await predict("--model", runDir, "--top", "2", dir);
    assertEquals(code, 1);
    assertStringIncludes(stderr, `Cannot read poster ${files[1]}: not a picture of a known format`);
    const lines = stdout.trimEnd().split("\n");
    assertMatch(lines[0], /poster.*genres/);
    const genre = `(${fixtureLabels.join("|")})`;
    for (const name of ["1.jpg", "3.jpg"]) {
      const row = lines.find((line) => line.includes(name));
      assertMatch(row ?? "", new RegExp(`${genre} \\d+ % · ${genre} \\d+ %\\s*$`));
    }
    assert(!stdout.includes("2.jpg"));
  });
});

Deno.test("predict ends with 0 where every poster can be read, and takes the model's own folder", async () => {
  await withRun(async (runDir, files) => {
    const { code, stdout, stderr } = await predict(
      "--json",
      "--model",
      join(runDir, "model"),
      files[0],
    );
    assertEquals(code, 0, stderr);
    assertEquals(JSON.parse(stdout).file, files[0]);
    assertStringIncludes(stderr, "No decisions.json beside the model");
  });
});

Deno.test("predict marks predicted genres where the run has decisions for these weights", async () => {
  await withRun(async (runDir, files) => {
    const sha = await modelSha256(join(runDir, "model"));
    const line = { slope: 1, intercept: 9 }; // all but certain: above every threshold
    await writeDecisions(runDir, madeUpDecisions(fixtureLabels, sha, line));
    const table = await predict("--model", runDir, "--top", "1", files[0]);
    assertEquals(table.code, 0, table.stderr);
    for (const genre of fixtureLabels) {
      assertMatch(table.stdout, new RegExp(`${genre} \\d+ % ✓`)); // beyond --top too
    }
    assertStringIncludes(table.stdout, "✓ predicted: above the genre's threshold");
    const json = await predict("--json", "--model", join(runDir, "model"), files[0]);
    for (const entry of JSON.parse(json.stdout).genres) {
      assertEquals(Object.keys(entry), ["genre", "probability", "isPredicted"]);
      assert(entry.probability > 0.9 && entry.isPredicted === true);
    }
    const raw = await predict("--json", "--raw", "--model", runDir, files[0]);
    for (const entry of JSON.parse(raw.stdout).genres) {
      assertEquals(Object.keys(entry), ["genre", "probability"]);
    }
  });
});

Deno.test("predict refuses decisions of other weights, and a measure without thresholds", async () => {
  await withRun(async (runDir, files) => {
    await writeDecisions(runDir, madeUpDecisions(fixtureLabels, "0".repeat(64)));
    const { code, stdout, stderr } = await predict("--model", runDir, files[0]);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, "as it must belong to the model's weights");
    const unknown = await predict("--for", "accuracy", "--model", runDir, files[0]);
    assertEquals(unknown.code, 1);
    assertStringIncludes(unknown.stderr, "It must be one of macroF1, microF1, hammingLoss.");
  });
});

Deno.test("predict says where it looked for a model, and what to do", async () => {
  await withRun(async (_, files, dir) => {
    const { code, stdout, stderr } = await predict("--model", join(dir, "none"), files[0]);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, `Error: Cannot find a model in ${join(dir, "none")}: train one`);
  });
});

Deno.test("predict names a path that is not there, in one line", async () => {
  await withRun(async (runDir, _, dir) => {
    const { code, stdout, stderr } = await predict("--model", runDir, join(dir, "missing.jpg"));
    assertEquals([code, stdout], [1, ""]);
    // TensorFlow's own start-up lines may stand before it.
    assertMatch(stderr, /^Cannot read poster .*missing\.jpg: .*$/m);
  });
});
