/** Nothing of the real data is published: no poster in any form, no row of the table. */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { loadMovies } from "../lib/metadata/load_movies.ts";
import {
  decodePosterBytes,
  encodeJpeg,
  encodePng,
  type RgbImage,
} from "../lib/posters/poster_image.ts";
import { chartBundle } from "../lib/report/display_bundles.ts";
import { genreCountsChart } from "../lib/report/genre_counts_chart.ts";
import { renderPosterSheet } from "../lib/report/poster_sheet.ts";
import { inventMovies } from "../lib/sample/invent_movies.ts";
import { projectRoot } from "../lib/setup/paths.ts";
import { drawnMovies, drawnPoster, foreignPosters } from "./drawn_posters.ts";
import {
  foreignPictures,
  publishedFiles,
  publishedWeights,
  realRows,
  realTable,
} from "./published_files.ts";

const folders = ["notebooks", "results", "data"];
const files = await publishedFiles(projectRoot, folders);
const contents = new Map<string, Uint8Array>();
for (const file of files) contents.set(file, await Deno.readFile(join(projectRoot, file)));

/** Where the real table lies beside the clone, if it is there. */
const table = join(projectRoot, "..", "shared", "movie-posters", "MovieGenre.csv");
const isTableThere = await Deno.stat(table).then(() => true, (error) => {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
});

Deno.test("published notebooks and results hold no picture but charts and drawn posters", async () => {
  assertGreater(files.length, 10);
  const found: string[] = [];
  for (const [file, bytes] of contents) {
    for (const fault of await foreignPictures(file, bytes, files)) found.push(`${file}: ${fault}`);
  }
  assertEquals(found, []);
});

Deno.test({
  name: "published notebooks and results hold no title, number or address of the real table",
  ignore: !isTableThere,
  fn: async () => {
    const { movies } = await loadMovies(table, { lenient: true });
    const real = realTable(movies, inventMovies(1500, 20).map(({ title }) => title));
    assertGreater(real.titles.size, 30_000);
    const found: string[] = [];
    for (const [file, bytes] of contents) {
      if (/\.(png|jpg)$/.test(file)) continue;
      const rows = realRows(new TextDecoder().decode(bytes), real);
      found.push(...rows.map((row) => `${file}: ${row}`));
    }
    assertEquals(found, []);
    // The same search finds a planted row, in a sentence and in a cell.
    const { title, imdbId } = movies.find(({ title }) => real.titles.has(title))!;
    const planted = `As ${title} shows.\n| ${imdbId} | "${title}" | tt${
      `${imdbId}`.padStart(7, "0")
    } |`;
    assertGreater(realRows(planted, real).length, 1);
  },
});

Deno.test({
  name: "the exported model's weights are those of its decisions, as many as its model.json says",
  ignore: !contents.has(publishedWeights),
  fn: async () => {
    const weights = contents.get(publishedWeights)!;
    const read = (file: string) =>
      JSON.parse(new TextDecoder().decode(contents.get(join("results", "best", file))));
    const { weightsManifest } = read("model/model.json");
    const specs = weightsManifest[0].weights as WeightSpec[];
    const sizes = specs.map(({ shape, quantization }) =>
      shape.reduce((product, side) => product * side, bytesOf[quantization?.dtype ?? "float32"])
    );
    assertEquals(weights.length, sizes.reduce((sum, size) => sum + size));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", weights.slice()));
    assertEquals(read("decisions.json").weightsSha256, digest.toHex());
  },
});

interface WeightSpec {
  readonly shape: readonly number[];
  readonly quantization?: { readonly dtype: "float16" | "uint8" };
}

const bytesOf = { float32: 4, float16: 2, uint8: 1 };

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Array(600).fill(1));
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...Array(600).fill(7));
const utf8 = (text: string) => new TextEncoder().encode(text);
const notebook = (parameters: string, data: unknown, source = "") =>
  utf8(JSON.stringify({
    cells: [
      {
        cell_type: "code",
        id: "p",
        metadata: { tags: ["parameters"] },
        source: parameters,
        outputs: [],
      },
      { cell_type: "code", id: "c", source, outputs: [{ output_type: "display_data", data }] },
    ],
  }));

Deno.test("foreignPictures() lets charts with a specification and the sample's sheet pass", async () => {
  const others = ["results/run/charts/a.vl.json", "results/charts/a.vl.json"];
  for (
    const file of [
      "results/run/charts/a.png",
      "results/charts/a.png",
      "results/sample_posters.jpg",
      "results/sample_grad_cam.jpg",
    ]
  ) {
    assertEquals(await foreignPictures(file, png, others), []);
  }
  assertEquals(await foreignPictures("results/README.md", utf8("# Results"), others), []);
  const numbers = Uint8Array.of(1, 0, 2);
  assertEquals(await foreignPictures(publishedWeights, numbers, others), []);
});

Deno.test("foreignPictures() finds a picture among the results, whatever its name", async () => {
  const others = ["results/run/charts/a.vl.json"];
  const planted: [string, Uint8Array][] = [
    ["results/run/charts/b.png", png],
    ["results/run/poster.jpg", jpeg],
    ["results/run/a.png", png],
    ["results/run/charts/a.jpg", jpeg],
    ["results/run/weights.bin", jpeg],
    ["results/run/model/weights.bin", Uint8Array.of(1, 0, 2)],
    ["results/run/charts/a.svg", utf8('<svg><image href="x.jpg"/></svg>')],
    ["results/run/charts/a.vl.json", utf8(`{"url":"data:image/png;base64,AAAA"}`)],
    ["results/MODEL_CARD.md", utf8(`<!-- ${jpeg.toBase64()} -->`)],
  ];
  for (const [file, bytes] of planted) {
    assertEquals((await foreignPictures(file, bytes, others)).length, 1, file);
  }
});

const findIn = (bytes: Uint8Array) => foreignPictures("notebooks/x.ipynb", bytes, []);

Deno.test("foreignPictures() lets a sheet of drawings pass and finds any other poster on it", async () => {
  const images = await Promise.all(drawnMovies().slice(0, 2).map(drawnPoster));
  const sheetOf = async (images: readonly RgbImage[]) => {
    const posters = images.map((image) => ({ image, captionLines: ["Drama", "War"] }));
    const { jpeg, text } = await renderPosterSheet(posters);
    return notebook('const data = "";', { "image/jpeg": jpeg.toBase64(), "text/plain": text });
  };
  assertEquals(await findIn(await sheetOf(images)), []);
  // The same drawing upside down has its colours, but is no drawing.
  const turned = { ...images[1], pixels: images[1].pixels.toReversed() };
  const movies = drawnMovies().slice(0, 20);
  const { jpeg, text } = await renderPosterSheet(
    [images[0], turned].map((image) => ({ image, captionLines: ["Drama"] })),
  );
  assertEquals(await foreignPosters(jpeg, text, { movies }), [1]);
});

Deno.test("foreignPictures() finds a picture in a notebook that is neither sheet nor chart", async () => {
  const sample = 'const data = "";';
  const sheet = { "image/jpeg": jpeg.toBase64(), "text/plain": "Drama" };
  assertEquals((await findIn(notebook(sample, sheet))).length, 1, "not a readable JPEG");
  const image = await encodeJpeg({ heightPx: 90, widthPx: 60, pixels: new Uint8Array(16200) });
  const single = { "image/jpeg": image.toBase64(), "text/plain": "Drama" };
  assertEquals((await findIn(notebook(sample, single))).length, 1, "a poster, not a sheet");
  assertEquals((await findIn(notebook(sample, { "image/png": png.toBase64() }))).length, 1);
  const html = { "text/html": `<img src="data:image/jpeg;base64,${jpeg.toBase64()}">` };
  assert((await findIn(notebook(sample, html))).length > 0);
  assertEquals((await findIn(notebook(sample, {}, `show("${jpeg.toBase64()}")`))).length, 1);
});

Deno.test("foreignPictures() finds a picture in place of a chart, of its size too", async () => {
  const spec = genreCountsChart([{ genre: "War", count: 2 }, { genre: "Drama", count: 3 }]);
  const { data } = await chartBundle(spec);
  assertEquals(await findIn(notebook("", data)), []);
  assertEquals((await findIn(notebook("", { ...data, "image/png": png.toBase64() }))).length, 1);
  const { widthPx, heightPx } = await decodePosterBytes(
    Uint8Array.fromBase64(data["image/png"] as string),
    "chart",
  );
  const pixels = new Uint8Array(3 * widthPx * heightPx).map((_, i) => i % 251);
  const planted = (await encodePng({ widthPx, heightPx, pixels })).toBase64();
  assertEquals((await findIn(notebook("", { ...data, "image/png": planted }))).length, 1);
});

Deno.test("realRows() finds titles, numbers and addresses, and nothing like them", () => {
  const real = realTable(
    [
      { title: "A Made-up Movie (1999)", imdbId: 123_456 },
      { title: "Short (2001)", imdbId: 234_567 },
      { title: "Drawn by Chance (2003)", imdbId: 345_678 },
      { title: "Another One of Them (2004)", imdbId: 456_789 },
    ],
    ["Drawn by Chance (2003)"],
  );
  const find = (text: string) => realRows(text, real);
  assertEquals(find("We saw A Made-up Movie (1999) there"), ["title A Made-up Movie (1999)"]);
  assertEquals(find('["A Made-up Movie"]'), ["title A Made-up Movie"]);
  assertEquals(find("| A Made-up Movie | Drama |"), ["title A Made-up Movie"]);
  assertEquals(find("title/tt0234567/"), ["address tt0234567"]);
  assertEquals(find('{"imdbId":234567}'), ["imdbId 234567"]);
  assertEquals(find("[123456, 234567, 345678, 456789]").length, 1);
  assertEquals(find("Short (2001) and Drawn by Chance (2003), tt9000001, 123456, 17812"), [
    "title Short (2001)",
  ]);
  assertEquals(find("Some counts: [1234, 5678, 9012, 3456, 7890]"), []);
});
