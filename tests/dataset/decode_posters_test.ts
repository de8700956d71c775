import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import sharp from "sharp";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { decodeJpegs, hasNativeDecoding } from "../../lib/backend/native_decoding.ts";
import { decodePosters } from "../../lib/dataset/decode_posters.ts";
import { plainJpegSize } from "../../lib/posters/plain_jpeg.ts";
import {
  decodePosterBytes,
  encodeJpeg,
  UnreadablePosterError,
} from "../../lib/posters/poster_image.ts";
import { makePrng } from "../../lib/random.ts";

await chooseBackend();
const ignore = !hasNativeDecoding();

/** A picture with hard edges and noise, where resizing and its clipping show. */
function noisyPicture(heightPx: number, widthPx: number, seed: number) {
  const prng = makePrng(seed);
  const pixels = Uint8Array.from(
    { length: heightPx * widthPx * 3 },
    (_, i) => Math.floor(i / 21) % 2 ? prng.integer(0, 255) : i % 255,
  );
  return { heightPx, widthPx, pixels };
}

const jpegOf = (heightPx: number, widthPx: number, isGrey = false) =>
  encodeJpeg(noisyPicture(heightPx, widthPx, heightPx), { isGrey });

const progressive = async (heightPx: number, widthPx: number) => {
  const { pixels } = noisyPicture(heightPx, widthPx, 3);
  return new Uint8Array(
    await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .jpeg({ progressive: true, quality: 60 }).toBuffer(),
  );
};

for (
  const [own, wanted] of [
    [[268, 182], [224, 224]],
    [[268, 182], [224, 160]],
    [[268, 182], [160, 112]],
    [[268, 182], [268, 182]],
    [[268, 182], [300, 200]],
    [[268, 182], [135, 300]],
    [[281, 190], [256, 184]],
    [[61, 47], [60, 48]],
    [[12, 8], [6, 5]],
    [[5, 3], [4, 2]],
    [[1, 1], [3, 2]],
  ] satisfies [number, number][][]
) {
  Deno.test({
    name: `decodeJpegs() gives libvips' bytes: ${own.join("x")} to ${wanted.join("x")}`,
    ignore,
    fn: async () => {
      const [heightPx, widthPx] = wanted;
      const [height, width] = own;
      const files = [
        await jpegOf(height, width),
        await jpegOf(height, width, true),
        await progressive(height, width),
      ];
      const found = await decodeJpegs(files, { heightPx, widthPx });
      for (const [i, bytes] of files.entries()) {
        const { pixels } = await decodePosterBytes(bytes, "7.jpg", { heightPx, widthPx });
        assertEquals(found[i], pixels);
      }
    },
  });
}

Deno.test({
  name: "decodeJpegs() gives null for what is no whole JPEG, and the others all the same",
  ignore,
  fn: async () => {
    const jpeg = await jpegOf(40, 30);
    const size = { heightPx: 30, widthPx: 20 };
    const found = await decodeJpegs([new Uint8Array(), jpeg, jpeg.slice(0, 300), jpeg], size);
    assertEquals(found.map((pixels) => pixels !== null), [false, true, false, true]);
    assertEquals(found[1], found[3]);
    assertEquals(await decodeJpegs([], size), []);
  },
});

Deno.test("decodePosters() gives decodePosterBytes()'s pixels for files of all kinds", async () => {
  const size = { heightPx: 30, widthPx: 20 };
  const picture = noisyPicture(40, 30, 1);
  const raw = () => sharp(picture.pixels, { raw: { width: 30, height: 40, channels: 3 } });
  const files = [
    await raw().jpeg().toBuffer(),
    await raw().jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    await raw().jpeg().withIccProfile("p3").toBuffer(),
    await raw().toColourspace("cmyk").jpeg().toBuffer(),
    await raw().png().toBuffer(),
    await raw().webp().toBuffer(),
    // The JPEG decoder is to shrink these.
    await encodeJpeg(noisyPicture(200, 160, 2)),
    await encodeJpeg(noisyPicture(40, 60, 2)),
  ].map((bytes) => new Uint8Array(bytes));
  const contents = files.map((bytes, i) => ({ file: `${i}.jpg`, bytes }));
  const found = await decodePosters(contents, size);
  for (const [i, { file, bytes }] of contents.entries()) {
    assertEquals(found[i], (await decodePosterBytes(bytes, file, size)).pixels, file);
  }
});

Deno.test("decodePosters() says of each poster why it gives no pixels", async () => {
  const jpeg = await jpegOf(40, 30);
  const missing = new UnreadablePosterError("8.jpg", "it is away", null);
  const contents = [
    { file: "1.jpg", bytes: jpeg.slice(0, 400) },
    missing,
    { file: "3.jpg", bytes: jpeg },
    { file: "4.jpg", bytes: new TextEncoder().encode("Not Found") },
  ];
  const found = await decodePosters(contents, { heightPx: 30, widthPx: 20 });
  assertInstanceOf(found[0], UnreadablePosterError);
  assertEquals(found[0].reason, "the JPEG file is cut off");
  assertEquals(found[1], missing);
  assert(found[2] instanceof Uint8Array);
  assertInstanceOf(found[3], UnreadablePosterError);
  assertEquals(found[3].reason, "not a picture of a known format");
});

Deno.test("plainJpegSize() knows plain JPEG files by their segments", async () => {
  assertEquals(plainJpegSize(await jpegOf(40, 30)), { heightPx: 40, widthPx: 30 });
  assertEquals(plainJpegSize(await jpegOf(21, 50, true)), { heightPx: 21, widthPx: 50 });
  assertEquals(plainJpegSize(await progressive(40, 30)), { heightPx: 40, widthPx: 30 });
  const jpeg = await jpegOf(40, 30);
  for (const length of [0, 1, 4, 20, jpeg.length - 1]) {
    assertEquals(plainJpegSize(jpeg.slice(0, length)), null);
  }
  const picture = sharp(jpeg);
  for (
    const other of [
      picture.clone().withMetadata({ orientation: 3 }).jpeg(),
      picture.clone().withIccProfile("p3").jpeg(),
      picture.clone().toColourspace("cmyk").jpeg(),
      picture.clone().png(),
    ]
  ) assertEquals(plainJpegSize(new Uint8Array(await other.toBuffer())), null);
});
