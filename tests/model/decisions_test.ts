import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readDecisions, thresholdsFor, writeDecisions } from "../../lib/model/decisions.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { madeUpDecisions } from "./made_up_decisions.ts";

const labels = ["Comedy", "Drama"];
const decisions = madeUpDecisions(labels, "abc");
const expected = { labels, weightsSha256: "abc" };

Deno.test("readDecisions() gives what writeDecisions() wrote, and null where nothing is", async () => {
  await withTempDir(async (dir) => {
    assertEquals(await readDecisions(dir, expected), null);
    await writeDecisions(dir, decisions);
    assertEquals(await readDecisions(dir, expected), decisions);
  });
});

Deno.test("thresholdsFor() lists one set in the genres' order", () => {
  assertEquals(thresholdsFor(decisions, "microF1"), [0.25, 0.25]);
  assertEquals(thresholdsFor(decisions, "hammingLoss"), [0.5, 0.5]);
});

Deno.test("readDecisions() refuses those of other weights and says what to do", async () => {
  await withTempDir(async (dir) => {
    await writeDecisions(dir, decisions);
    await assertRejects(
      () => readDecisions(dir, { labels, weightsSha256: "def" }),
      Error,
      `Cannot use ${
        join(dir, "decisions.json")
      } as it must belong to the model's weights: it was ` +
        "chosen for others. Evaluate the run again (deno task evaluate)",
    );
  });
});

Deno.test("readDecisions() tells mirrored pictures apart, absent from a file counting as none", async () => {
  await withTempDir(async (dir) => {
    const mirrored = { ...decisions, testTimeFlips: true };
    for (const [written, wanted] of [[decisions, true], [mirrored, undefined], [mirrored, false]]) {
      await writeDecisions(dir, written as typeof decisions);
      const testTimeFlips = wanted as boolean | undefined;
      await assertRejects(
        () => readDecisions(dir, { ...expected, testTimeFlips }),
        Error,
        "as it must be for what the model predicts from, " +
          (wanted ? "mirrored pictures too: current value is pictures as they are" : "pictures as"),
      );
    }
    assertEquals(await readDecisions(dir, { ...expected, testTimeFlips: true }), mirrored);
    await writeDecisions(dir, decisions);
    assertEquals(await readDecisions(dir, { ...expected, testTimeFlips: false }), decisions);
  });
});

Deno.test("readDecisions() refuses other genres and another order", async () => {
  await withTempDir(async (dir) => {
    await writeDecisions(dir, decisions);
    await assertRejects(
      () => readDecisions(dir, { ...expected, labels: ["Drama", "Comedy"] }),
      Error,
      "in their order, Drama, Comedy: current value is Comedy, Drama",
    );
  });
});

Deno.test("readDecisions() names the number that is out of range", async () => {
  await withTempDir(async (dir) => {
    const [first, second] = decisions.genres;
    const cases = [
      [
        { ...second, slope: -1 },
        "the slope of Drama must be a number above 0: current value is -1",
      ],
      [
        { ...second, slope: null },
        "the slope of Drama must be a number above 0: current value is null",
      ],
      [
        { ...second, intercept: "2" },
        'the intercept of Drama must be a finite number: current value is "2"',
      ],
      [
        { ...second, thresholds: { ...second.thresholds, hammingLoss: 1.5 } },
        "the threshold for hammingLoss of Drama must be in [0, 1]: current value is 1.5",
      ],
      [
        { ...second, thresholds: undefined },
        "the threshold for macroF1 of Drama must be in [0, 1]: current value is undefined",
      ],
    ] as const;
    for (const [broken, message] of cases) {
      await Deno.writeTextFile(
        join(dir, "decisions.json"),
        JSON.stringify({ ...decisions, genres: [first, broken] }),
      );
      await assertRejects(() => readDecisions(dir, expected), RangeError, message);
    }
  });
});

Deno.test("readDecisions() refuses a file that is no JSON, and JSON of another kind", async () => {
  await withTempDir(async (dir) => {
    const file = join(dir, "decisions.json");
    await Deno.writeTextFile(file, "{");
    await assertRejects(() => readDecisions(dir, expected), SyntaxError, `Cannot read ${file}: `);
    for (const text of ["null", "[]", '{"weightsSha256":"def"}']) {
      await Deno.writeTextFile(file, text);
      await assertRejects(() => readDecisions(dir, expected), Error, `Cannot use ${file}`);
    }
    await Deno.writeTextFile(file, '{"weightsSha256":"abc","genres":[null,3]}');
    await assertRejects(() => readDecisions(dir, expected), Error, "must name the model's genres");
  });
});
