import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { decodeTable } from "../../lib/metadata/decode_table.ts";
import { filterMovies } from "../../lib/metadata/filter_movies.ts";
import { parseCsv } from "../../lib/metadata/csv.ts";
import { MOVIE_COLUMNS, parseMovie } from "../../lib/metadata/parse_movie.ts";
import type { Movie } from "../../lib/metadata/movie.ts";
import { decodePoster, UnreadablePosterError } from "../../lib/posters/poster_image.ts";
import { writeSampleSet } from "../../lib/sample/sample_set.ts";
import { hashFolder } from "./hash_folder.ts";

const nMovies = 80;
const root = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));
const outDir = join(root, "first");
const summary = await writeSampleSet({ outDir, nMovies, seed: 3 });
const tableBytes = await Deno.readFile(join(outDir, "MovieGenre.csv"));
const tableText = decodeTable(tableBytes, "MovieGenre.csv");
const poster = (imdbId: number) => join(outDir, "posters", `${imdbId}.jpg`);

function readMovies(): Movie[] {
  const [header, ...records] = [...parseCsv(tableText, "MovieGenre.csv")];
  assertEquals(header.fields, [...MOVIE_COLUMNS]);
  return records.map((record) => {
    const movie = parseMovie(record, header.fields);
    assert("imdbId" in movie, `row breaks a rule: ${JSON.stringify(movie)}`);
    return movie;
  });
}

Deno.test("writeSampleSet() gives the same bytes for the same settings", async () => {
  const again = await writeSampleSet({ outDir: join(root, "again"), nMovies, seed: 3 });
  assertEquals(again, summary);
  assertEquals(await hashFolder(join(root, "again")), await hashFolder(outDir));
});

Deno.test("writeSampleSet() returns at once where the set is already there", async () => {
  let nMoments = 0;
  const again = await writeSampleSet({ outDir, nMovies, seed: 3, onProgress: () => nMoments++ });
  assertEquals(again, summary);
  assertEquals(nMoments, 0);
});

Deno.test("writeSampleSet() replaces other settings and broken sets, and keeps other files", async () => {
  const dir = join(root, "replaced");
  await writeSampleSet({ outDir: dir, nMovies: 60, seed: 4 });
  await Deno.writeTextFile(join(dir, "manifest.json"), "{}");
  const moments: number[] = [];
  const other = await writeSampleSet({
    outDir: dir,
    nMovies: 60,
    seed: 5,
    onProgress: ({ done, total }) => moments.push(done / total),
  });
  assertEquals([other.seed, moments.at(-1)], [5, 1]);
  assertEquals(await Deno.readTextFile(join(dir, "manifest.json")), "{}");
  const whole = await hashFolder(dir);
  await Deno.remove(join(dir, "MovieGenre.csv"));
  await writeSampleSet({ outDir: dir, nMovies: 60, seed: 5 });
  assertEquals(await hashFolder(dir), whole);
});

Deno.test("writeSampleSet() refuses a folder with other data", async () => {
  const dir = join(root, "real");
  await Deno.mkdir(dir);
  await Deno.writeTextFile(join(dir, "MovieGenre.csv"), "precious");
  await assertRejects(
    () => writeSampleSet({ outDir: dir, nMovies: 60 }),
    Error,
    "the folder must not hold other data",
  );
  assertEquals(await Deno.readTextFile(join(dir, "MovieGenre.csv")), "precious");
});

Deno.test("writeSampleSet() rejects settings out of range", async () => {
  for (const wrong of [{ nMovies: 59 }, { nMovies: 100.5 }, { nMovies: 100, seed: 0.5 }]) {
    await assertRejects(() => writeSampleSet({ outDir: join(root, "no"), ...wrong }), RangeError);
  }
});

Deno.test("the sample table is ISO-8859-1 with CRLF and quotes only where needed", () => {
  assert(tableText.endsWith("\r\n"));
  assertEquals(tableText.split("\n").length, tableText.split("\r\n").length);
  assert(tableBytes.some((byte) => byte >= 0xc0), "no letter beyond ASCII");
  for (const [, cell] of tableText.matchAll(/"((?:[^"]|"")*)"/g)) assert(/[,"]/.test(cell));
});

Deno.test("the sample table has the defects that its summary lists", () => {
  const movies = readMovies();
  const { rowDefects: d } = summary;
  assertEquals(movies.length, summary.nRows);
  assertEquals(new Set(movies.map((m) => m.imdbId)).size, nMovies);
  const idsWhere = (isHit: (movie: Movie) => boolean) =>
    [...new Set(movies.filter(isHit).map((m) => m.imdbId))].sort((a, b) => a - b);
  assertEquals(idsWhere((m) => m.genres.length === 0), [...d.blankGenre]);
  assertEquals(idsWhere((m) => m.posterUrl === null), [...d.blankPoster]);
  assertEquals(idsWhere((m) => m.imdbScore === null), [...d.blankScore]);
  assertEquals(idsWhere((m) => m.year === null), [...d.noYear]);
  assertEquals(idsWhere((m) => m.title.includes("a.k.a.")), [...d.secondName]);
  assertEquals(idsWhere((m) => m.title.includes('"')), [...d.innerQuotes]);
  assertEquals(idsWhere((m) => m.title.includes("í")).length >= d.garbledAccents.length, true);
  const repeated = idsWhere((m) => movies.filter(({ imdbId }) => imdbId === m.imdbId).length > 1);
  assertEquals(repeated, [...d.duplicateRow]);
  for (const imdbId of repeated) {
    const [first, second] = movies.filter((m) => m.imdbId === imdbId);
    assertEquals({ ...first, line: 0 }, { ...second, line: 0 });
  }
  const twins = movies.filter(({ title }) =>
    new Set(movies.filter((m) => m.title === title).map((m) => m.imdbId)).size > 1
  );
  assert(d.sameTitle.every((imdbId) => twins.some((m) => m.imdbId === imdbId)));
});

Deno.test("about four fifths of the sample movies are from 2000 on", () => {
  const { kept } = filterMovies(readMovies());
  assert(kept.length > 0.65 * nMovies && kept.length < 0.82 * nMovies, `${kept.length} kept`);
  assert(kept.every(({ genres }) => genres.length >= 1 && genres.length <= 3));
});

Deno.test("sample posters measure 182 x 268, the larger ones more, and differ", async () => {
  const { posterDefects: p } = summary;
  const names = [...Deno.readDirSync(join(outDir, "posters"))].map(({ name }) => name);
  assertEquals(names.length, summary.nPosterFiles);
  const broken = new Set([...p.truncated, ...p.empty, ...p.notPicture]);
  const ids = names.map((name) => parseInt(name)).filter((imdbId) => !broken.has(imdbId));
  const contents = new Set<string>();
  for (const imdbId of ids) {
    const { widthPx, heightPx, pixels } = await decodePoster(poster(imdbId));
    assertEquals([widthPx, heightPx], p.larger.includes(imdbId) ? [273, 402] : [182, 268]);
    const isGrey = pixels.every((value, i) => Math.abs(value - pixels[i - i % 3]) <= 3);
    if (p.grey.includes(imdbId)) assert(isGrey, `${imdbId} has colour`);
    contents.add(new TextDecoder("latin1").decode(await Deno.readFile(poster(imdbId))));
  }
  assertEquals(contents.size, ids.length - p.twin.length);
});

Deno.test("defective sample posters are missing or cannot be read", async () => {
  const { posterDefects: p } = summary;
  for (const imdbId of [...p.truncated, ...p.empty, ...p.notPicture, ...p.missing]) {
    await assertRejects(() => decodePoster(poster(imdbId)), UnreadablePosterError);
  }
  await assertRejects(() => Deno.stat(poster(p.missing[0])), Deno.errors.NotFound);
  assertEquals((await Deno.stat(poster(p.empty[0]))).size, 0);
});
