import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  bytesPerPicture,
  decodedDirOf,
  existingDecodedDir,
  readPosters,
} from "../../lib/dataset/decoded_posters.ts";
import { decodePoster, UnreadablePosterError } from "../../lib/posters/poster_image.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { madeUpPoster } from "./made_up_data.ts";

const size = { heightPx: 6, widthPx: 5 };

/** Calls a function with a poster and a folder for what is kept of it. */
async function withPoster(
  use: (posterFile: string, decodedDir: string) => Promise<void>,
): Promise<void> {
  await withTempDir(async (dir) => {
    const posterFile = join(dir, "1.jpg");
    await Deno.writeFile(posterFile, await madeUpPoster(80));
    await use(posterFile, join(dir, "decoded"));
  });
}

async function read(
  posterFile: string,
  decodedDir?: string,
  pictureSize = size,
): Promise<Uint8Array> {
  const target = new Uint8Array(bytesPerPicture(pictureSize));
  const [error] = await readPosters([posterFile], pictureSize, target, decodedDir);
  if (error) throw error;
  return target;
}

/** Paths of all files below a folder. */
async function filesIn(dir: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    files.push(...isDirectory ? await filesIn(join(dir, name)) : [join(dir, name)]);
  }
  return files;
}

async function onlyFileIn(dir: string): Promise<string> {
  const files = await filesIn(dir);
  assertEquals(files.length, 1);
  return files[0];
}

Deno.test("readPosters() gives decodePoster()'s pixels, decoded or read back", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    const { pixels } = await decodePoster(posterFile, size);
    assertEquals(await read(posterFile), pixels);
    assertEquals(await read(posterFile, decodedDir), pixels);
    assertEquals(await read(posterFile, decodedDir), pixels);
  });
});

Deno.test("readPosters() reads what is kept instead of decoding again", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    await read(posterFile, decodedDir);
    const kept = await onlyFileIn(decodedDir);
    // Another poster's pixels in the place of this one's: only a reader of the file sees them.
    const otherFile = `${posterFile}.other`;
    await Deno.writeFile(otherFile, await madeUpPoster(200));
    const other = await read(otherFile, `${decodedDir}2`);
    await Deno.copyFile(await onlyFileIn(`${decodedDir}2`), kept);
    assertEquals(await read(posterFile, decodedDir), other);
    assertNotEquals(await read(posterFile), other);
  });
});

Deno.test("readPosters() keeps nothing without a folder", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    await read(posterFile);
    await assertRejects(() => Deno.stat(decodedDir), Deno.errors.NotFound);
  });
});

Deno.test("readPosters() never gives a changed poster its former pixels", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    const before = await read(posterFile, decodedDir);
    const { atime, mtime } = await Deno.stat(posterFile);
    await Deno.writeFile(posterFile, await madeUpPoster(81));
    // Not even where the file looks untouched.
    await Deno.utime(posterFile, atime!, mtime!);
    const after = await read(posterFile, decodedDir);
    assertNotEquals(after, before);
    assertEquals(after, (await decodePoster(posterFile, size)).pixels);
    assertEquals((await filesIn(decodedDir)).length, 2);
  });
});

Deno.test("readPosters() keeps each size by itself", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    // As many bytes, other pictures.
    for (const pictureSize of [size, { heightPx: 5, widthPx: 6 }]) {
      await read(posterFile, decodedDir, pictureSize);
      assertEquals(
        await read(posterFile, decodedDir, pictureSize),
        (await decodePoster(posterFile, pictureSize)).pixels,
      );
    }
    assertEquals((await filesIn(decodedDir)).length, 2);
  });
});

const damages: Readonly<Record<string, (content: Uint8Array) => Uint8Array>> = {
  "cut off": (content) => content.slice(0, content.length - 30),
  "cut off within the checksum": (content) => content.slice(0, content.length - 2),
  "empty": () => new Uint8Array(),
  "of zeros": (content) => new Uint8Array(content.length),
  "changed in one bit": (content) => content.map((byte, i) => i === 17 ? byte ^ 1 : byte),
};
for (const [damage, apply] of Object.entries(damages)) {
  Deno.test(`readPosters() writes a kept picture again that is ${damage}`, async () => {
    await withPoster(async (posterFile, decodedDir) => {
      const pixels = await read(posterFile, decodedDir);
      const kept = await onlyFileIn(decodedDir);
      const content = await Deno.readFile(kept);
      await Deno.writeFile(kept, apply(content));
      assertEquals(await read(posterFile, decodedDir), pixels);
      assertEquals(await Deno.readFile(kept), content);
    });
  });
}

Deno.test("readPosters() can keep the same poster several times at once", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    const all = await Promise.all(Array.from({ length: 8 }, () => read(posterFile, decodedDir)));
    const { pixels } = await decodePoster(posterFile, size);
    for (const each of all) assertEquals(each, pixels);
    // No file is left aside.
    await onlyFileIn(decodedDir);
  });
});

Deno.test("readPosters() refuses a poster that has become unreadable, kept or not", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    await read(posterFile, decodedDir);
    await Deno.writeTextFile(posterFile, "not a picture");
    await assertRejects(() => read(posterFile, decodedDir), UnreadablePosterError, "known format");
    await Deno.remove(posterFile);
    await assertRejects(() => read(posterFile, decodedDir), UnreadablePosterError, "os error 2");
    await onlyFileIn(decodedDir);
  });
});

Deno.test("readPosters() says where it cannot keep a picture", async () => {
  await withPoster(async (posterFile, decodedDir) => {
    await Deno.writeTextFile(decodedDir, "a file where the folder should be");
    await assertRejects(() => read(posterFile, decodedDir), Error, decodedDir);
  });
});

Deno.test("existingDecodedDir() is the folder if training has made it", async () => {
  await withTempDir(async (dir) => {
    assertEquals(await existingDecodedDir(dir), undefined);
    await Deno.mkdir(decodedDirOf(dir));
    assertEquals(await existingDecodedDir(dir), decodedDirOf(dir));
  });
});
