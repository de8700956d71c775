import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { checkPrivatePath, postersDirOf } from "../../lib/cli/poster_file_path.ts";
import { projectRoot } from "../../lib/setup/paths.ts";

Deno.test("checkPrivatePath() takes a run's folder for posters and what is outside the checkout", () => {
  const runDir = join(projectRoot, "results", "movie-posters-original-seed1");
  const outside = join(projectRoot, "..", "sheet.jpg");
  for (const file of [join(postersDirOf(runDir), "sheet.jpg"), outside]) {
    assertEquals(checkPrivatePath(file), file);
  }
});

Deno.test("checkPrivatePath() refuses every other place of the checkout", () => {
  const places = [
    "sheet.jpg",
    "results/movie-posters-original-seed1/sheet.jpg",
    "results/posters/sheet.jpg",
    "results/run/posters",
    "results/run/posters/../sheet.jpg",
    "..sheet.jpg",
  ];
  for (const place of places) {
    const path = `${projectRoot}/${place}`;
    assertThrows(() => checkPrivatePath(path), Error, "must be outside the checkout or in");
  }
});
