import { assertEquals, assertRejects } from "@std/assert";
import { encodeJpeg } from "../../lib/posters/poster_image.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { choosePosters, evenlySpaced } from "./poster_choice.ts";

Deno.test("evenlySpaced() takes different items from the whole list, in order", () => {
  assertEquals(evenlySpaced([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5), [0, 2, 4, 6, 8]);
  assertEquals(evenlySpaced([0, 1, 2, 3, 4, 5, 6], 3), [0, 2, 4]);
  assertEquals(evenlySpaced(["a", "b"], 3), ["a", "b"]);
});

Deno.test("choosePosters() takes whole batches of readable posters and nothing else", async () => {
  await withTempDir(async (dir) => {
    await Deno.mkdir(`${dir}/posters`);
    const jpeg = await encodeJpeg({ pixels: new Uint8Array(12), heightPx: 2, widthPx: 2 });
    for (const name of ["10.jpg", "9.jpg", "200.jpg", "notes.jpg"]) {
      await Deno.writeFile(`${dir}/posters/${name}`, jpeg);
    }
    await Deno.writeFile(`${dir}/posters/5.jpg`, jpeg.subarray(0, 40));
    assertEquals(await choosePosters(dir, 100, 2), [
      `${dir}/posters/9.jpg`,
      `${dir}/posters/10.jpg`,
    ]);
    await assertRejects(() => choosePosters(dir, 100, 4), RangeError, "current value is 3");
  });
});

Deno.test("choosePosters() says which folder has no posters", async () => {
  await withTempDir(async (dir) => {
    await assertRejects(() => choosePosters(dir, 100, 4), Error, `${dir} as it must hold posters/`);
  });
});
