import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  decodePoster,
  encodeJpeg,
  type RgbImage,
  UnreadablePosterError,
} from "../../lib/posters/poster_image.ts";
import { layOutPosterSheet, renderPosterSheet } from "../../lib/report/poster_sheet.ts";

function plainPoster(...colour: readonly number[]): RgbImage {
  const [widthPx, heightPx] = [60, 90];
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < pixels.length; i += 3) pixels.set(colour, i);
  return { pixels, widthPx, heightPx };
}

async function inTempDir(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("renderPosterSheet() puts each poster at its place in the rows", async () => {
  const colours = [[200, 40, 40], [40, 160, 40], [40, 40, 200]] as const;
  const posters = colours.map((colour) => ({
    image: plainPoster(...colour),
    captionLines: ["Drama & <War>", { text: "✓ Drama", tone: "right" as const, bold: true }],
  }));
  const sheet = await renderPosterSheet(posters, { columns: 2, posterWidthPx: 40 });
  // Two columns of 40 and three gaps of 12; two rows of 60, each with two lines of 14 and 16 more.
  assertEquals([sheet.widthPx, sheet.heightPx], [116, 12 + 2 * (60 + 28 + 16)]);
  const { widthPx, heightPx } = layOutPosterSheet([2, 2, 2], { columns: 2, posterWidthPx: 40 });
  assertEquals([widthPx, heightPx], [sheet.widthPx, sheet.heightPx]);
  assertEquals(sheet.text.split("\n")[0], "Drama & <War> | ✓ Drama");
  await inTempDir(async (dir) => {
    const file = join(dir, "sheet.jpg");
    await Deno.writeFile(file, sheet.jpeg);
    const drawn = await decodePoster(file);
    assertEquals([drawn.widthPx, drawn.heightPx], [232, 440]);
    const places = [[32, 42], [84, 42], [32, 146]];
    places.forEach(([x, y], i) => {
      const at = 3 * (2 * y * drawn.widthPx + 2 * x);
      for (let channel = 0; channel < 3; channel++) {
        const difference = Math.abs(drawn.pixels[at + channel] - colours[i][channel]);
        assert(difference < 12, `poster ${i} channel ${channel} is off by ${difference}`);
      }
    });
  });
});

Deno.test("renderPosterSheet() takes a picture file", async () => {
  await inTempDir(async (dir) => {
    const image = join(dir, "1.jpg");
    await Deno.writeFile(image, await encodeJpeg(plainPoster(9, 9, 9)));
    const sheet = await renderPosterSheet([{ image, captionLines: [] }]);
    assertEquals([sheet.widthPx, sheet.heightPx], [144, 12 + 180 + 12]);
  });
});

Deno.test("renderPosterSheet() names the file that it cannot read", async () => {
  const posters = [{ image: "/nowhere/7.jpg", captionLines: [] }];
  await assertRejects(() => renderPosterSheet(posters), UnreadablePosterError, "/nowhere/7.jpg");
});

Deno.test("renderPosterSheet() refuses a sheet without posters or columns", async () => {
  await assertRejects(() => renderPosterSheet([]), RangeError, "current value is 0");
  const posters = [{ image: plainPoster(1, 2, 3), captionLines: [] }];
  await assertRejects(() => renderPosterSheet(posters, { columns: 1.5 }), RangeError, "1.5");
});
