import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import {
  decodePoster,
  encodeJpeg,
  encodePng,
  type RgbImage,
  UnreadablePosterError,
} from "../../lib/posters/poster_image.ts";

/** A picture 4 wide and 6 high, red above and blue below. */
const twoHalves: RgbImage = {
  heightPx: 6,
  widthPx: 4,
  pixels: Uint8Array.from({ length: 72 }, (_, i) => i % 3 === (i < 36 ? 0 : 2) ? 255 : 0),
};

const raw = (image: RgbImage) =>
  sharp(image.pixels, { raw: { width: image.widthPx, height: image.heightPx, channels: 3 } });

const inColour = (colour: string, channels: 3 | 4 = 3) =>
  sharp({ create: { width: 16, height: 24, channels, background: colour } });

/** Runs a test on a file with the given bytes. */
async function withFile(bytes: Uint8Array, use: (file: string) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(dir, "7.jpg"), bytes);
    await use(join(dir, "7.jpg"));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const pixelAt = ({ pixels, widthPx }: RgbImage, row: number, column: number) => [
  ...pixels.slice(3 * (row * widthPx + column)).slice(0, 3),
];

/** Checks a colour up to what JPEG and colour profiles change. */
function assertNear(pixel: readonly number[], expected: readonly number[], tolerance: number) {
  const isNear = pixel.length === expected.length &&
    pixel.every((value, i) => Math.abs(value - expected[i]) <= tolerance);
  assert(isNear, `${pixel} is not within ${tolerance} of ${expected}`);
}

const assertUnreadable = (bytes: Uint8Array, reason: string) =>
  withFile(bytes, async (file) => {
    const message = `Cannot read poster ${file}: ${reason}`;
    const error = await assertRejects(() => decodePoster(file), UnreadablePosterError, message);
    assertEquals(error.reason, reason);
  });

Deno.test("decodePoster(encodePng(image)) is the identity", async () => {
  await withFile(await encodePng(twoHalves), async (file) => {
    assertEquals(await decodePoster(file), twoHalves);
  });
});

Deno.test("decodePoster() decodes a JPEG up to its losses", async () => {
  await withFile(await encodeJpeg(twoHalves, { quality: 100 }), async (file) => {
    const image = await decodePoster(file);
    assertEquals([image.heightPx, image.widthPx, image.pixels.length], [6, 4, 72]);
    assertNear(pixelAt(image, 0, 0), [255, 0, 0], 40);
    assertNear(pixelAt(image, 5, 3), [0, 0, 255], 40);
  });
});

Deno.test("decodePoster() squeezes to the given size without keeping proportions", async () => {
  await withFile(await encodePng(twoHalves), async (file) => {
    const image = await decodePoster(file, { heightPx: 2, widthPx: 3 });
    assertEquals([image.heightPx, image.widthPx, image.pixels.length], [2, 3, 18]);
    assertNear(pixelAt(image, 0, 2), [255, 0, 0], 40);
    assertNear(pixelAt(image, 1, 0), [0, 0, 255], 40);
  });
});

Deno.test("decodePoster() gives greyscale three equal channels", async () => {
  const grey = await inColour("#808080").toColourspace("b-w").jpeg().toBuffer();
  assertEquals((await sharp(grey).metadata()).channels, 1);
  await withFile(grey, async (file) => {
    assertNear(pixelAt(await decodePoster(file), 12, 8), [128, 128, 128], 2);
  });
});

Deno.test("decodePoster() converts CMYK to RGB", async () => {
  const cmyk = await inColour("#ff0000").toColourspace("cmyk").jpeg().toBuffer();
  assertEquals((await sharp(cmyk).metadata()).channels, 4);
  await withFile(cmyk, async (file) => {
    const image = await decodePoster(file);
    assertEquals(image.pixels.length, 16 * 24 * 3);
    // Printing inks do not reach a screen's red.
    assertNear(pixelAt(image, 12, 8), [240, 20, 30], 35);
  });
});

Deno.test("decodePoster() lays transparency on white", async () => {
  await withFile(await inColour("rgba(255, 0, 0, 0.5)", 4).png().toBuffer(), async (file) => {
    assertNear(pixelAt(await decodePoster(file), 12, 8), [255, 127, 127], 2);
  });
  await withFile(await inColour("rgba(0, 0, 0, 0)", 4).png().toBuffer(), async (file) => {
    assertEquals(pixelAt(await decodePoster(file), 12, 8), [255, 255, 255]);
  });
});

Deno.test("decodePoster() reduces 16 bits to 8, with and without transparency", async () => {
  for (const [colour, expected] of [["#40c080", [64, 192, 128]], ["#40c08000", [255, 255, 255]]]) {
    const png = await inColour(colour as string, 4).toColourspace("rgb16").png().toBuffer();
    assertEquals((await sharp(png).metadata()).depth, "ushort");
    await withFile(png, async (file) => {
      assertNear(pixelAt(await decodePoster(file), 12, 8), expected as number[], 1);
    });
  }
});

Deno.test("decodePoster() reduces 16-bit greyscale", async () => {
  const png = await inColour("#808080").toColourspace("grey16").png().toBuffer();
  const { depth, channels } = await sharp(png).metadata();
  assertEquals([depth, channels], ["ushort", 1]);
  await withFile(png, async (file) => {
    assertNear(pixelAt(await decodePoster(file), 12, 8), [128, 128, 128], 2);
  });
});

Deno.test("decodePoster() applies the EXIF orientation before it resizes", async () => {
  // Orientation 6: shown after a quarter turn clockwise, so the upper half comes to the right.
  const turned = await raw(twoHalves).withMetadata({ orientation: 6 }).png().toBuffer();
  await withFile(turned, async (file) => {
    const own = await decodePoster(file);
    assertEquals([own.heightPx, own.widthPx], [4, 6]);
    assertEquals([pixelAt(own, 0, 5), pixelAt(own, 3, 0)], [[255, 0, 0], [0, 0, 255]]);
    const squeezed = await decodePoster(file, { heightPx: 12, widthPx: 6 });
    assertEquals([squeezed.heightPx, squeezed.widthPx], [12, 6]);
    assertEquals([pixelAt(squeezed, 0, 5), pixelAt(squeezed, 11, 0)], [[255, 0, 0], [0, 0, 255]]);
  });
});

Deno.test("decodePoster() gives a plain Uint8Array, whose slice is a copy", async () => {
  await withFile(await encodePng(twoHalves), async (file) => {
    const { pixels } = await decodePoster(file);
    pixels.slice(0, 3).fill(7);
    assertEquals(pixels[0], 255);
  });
});

Deno.test("decodePoster() refuses a truncated JPEG", async () => {
  const noise = Uint8Array.from({ length: 48 * 64 * 3 }, (_, i) => (i * i * 31) % 251);
  const whole = await encodeJpeg({ heightPx: 64, widthPx: 48, pixels: noise });
  for (const share of [0.9, 0.5, 0.01]) {
    await assertUnreadable(whole.slice(0, whole.length * share), "the JPEG file is cut off");
  }
});

Deno.test("decodePoster() refuses a damaged PNG and keeps libvips' words as the cause", async () => {
  const png = (await encodePng(twoHalves)).slice(0, 60);
  await assertUnreadable(png, "the picture is damaged");
  await withFile(png, async (file) => {
    const error = await assertRejects(() => decodePoster(file), UnreadablePosterError);
    assert(error.cause instanceof Error && error.cause.message.includes("corrupt header"));
  });
});

Deno.test("decodePoster() refuses an empty file", async () => {
  await assertUnreadable(new Uint8Array(), "the file is empty");
});

Deno.test("decodePoster() refuses a text file", async () => {
  const page = new TextEncoder().encode("<html>404 Not Found</html>");
  await assertUnreadable(page, "not a picture of a known format");
});

Deno.test("decodePoster() refuses a missing file and names it once", async () => {
  const error = await assertRejects(
    () => decodePoster("no/such/7.jpg"),
    UnreadablePosterError,
    "Cannot read poster no/such/7.jpg: No such file or directory (os error 2)",
  );
  assertEquals(error.reason, "No such file or directory (os error 2)");
});
