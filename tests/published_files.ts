/**
 * What must not be published: pictures other than charts and drawn posters, and rows of the real
 * table. The functions name what they find in a file.
 */
import { join } from "node:path";
import type { Movie } from "../lib/metadata/movie.ts";
import type { NotebookCell } from "../lib/notebook/notebook_cells.ts";
import { renderChart } from "../lib/report/render_chart.ts";
import type { ChartSpec } from "../lib/report/theme.ts";
import { decodePosterBytes } from "../lib/posters/poster_image.ts";
import { runCommand } from "../lib/setup/command.ts";
import { fieldMeans, foreignPosters, meanDifference } from "./drawn_posters.ts";

const chartFile = /^results\/([^/]+\/)?charts\/[^/]+\.(png|svg)$/;
/** Sheets of the sample set's drawings. */
const sampleSheets = ["results/sample_posters.jpg", "results/sample_grad_cam.jpg"];
/** The one file of numbers: the weights of the exported model. */
export const publishedWeights = "results/best/model/weights.bin";
const pictureName = /\.(png|jpe?g|gif|webp|avif|tiff?|bmp|svg)$/i;
/** How JPEG, PNG, GIF and WebP begin, as text with one character a byte and in base64. */
const signatures: readonly [bytes: string, base64: string][] = [
  ["\xff\xd8\xff", "/9j/"],
  ["\x89PNG\r\n", "iVBORw0K"],
  ["GIF8", "R0lGOD"],
  ["RIFF", "UklGR"],
];
/** Below this, base64 that begins like a picture is a coincidence; far below any poster. */
const FEWEST_BASE64_CHARACTERS = 400;

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}

type Cell = NotebookCell & { readonly id?: string; readonly outputs?: readonly Output[] };

/** Files of the folders that are in the repository or would be with `git add`, as paths from its root. */
export async function publishedFiles(root: string, folders: readonly string[]): Promise<string[]> {
  const listed = await runCommand("git", [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "-z",
    ...folders,
  ], { cwd: root });
  const files: string[] = [];
  for (const file of new Set(listed.split("\0").filter(Boolean))) {
    // A file that was removed but not yet committed is listed too.
    const info = await Deno.stat(join(root, file)).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    });
    if (info?.isFile) files.push(file);
  }
  return files.sort();
}

/**
 * Pictures in a file that are neither a chart nor a sheet of the sample set, and files in which one
 * could be packed up.
 * @param file Path from the repository's root.
 * @param others All published files, among which a chart's specification must be.
 */
export async function foreignPictures(
  file: string,
  bytes: Uint8Array,
  others: readonly string[],
): Promise<string[]> {
  if (sampleSheets.includes(file)) return [];
  const text = new TextDecoder("latin1").decode(bytes);
  if (file.endsWith(".ipynb")) return await picturesOfNotebook(text);
  const isPicture = pictureName.test(file) || signatures.some(([start]) => text.startsWith(start));
  const found = picturesInText(text);
  if (isPicture) {
    const specification = file.replace(/\.\w+$/, ".vl.json");
    if (!chartFile.test(file) || !others.includes(specification)) found.push("a picture, no chart");
    if (/<image\b/i.test(text)) found.push("a picture inside an SVG");
  } else if (file !== publishedWeights && text.includes("\0")) found.push("no text");
  return found;
}

/** Titles, numbers and addresses of the real table in a text. */
export function realRows(text: string, { titles, imdbIds }: RealTable): string[] {
  const found = new Set<string>();
  // Pieces between what separates cells, lines, strings and tags.
  for (const piece of text.split(/\\n|\\"|[\n\r"|<>\t;{}[\]]|, /)) {
    if (titles.has(piece.trim())) found.add(`title ${piece.trim()}`);
  }
  // Titles with their year also inside a sentence.
  for (const { index, 0: year } of text.matchAll(/\((?:18|19|20)\d\d\)/g)) {
    const end = index + year.length;
    for (let start = index - 1; start >= Math.max(0, index - 120); start--) {
      const candidate = text.slice(start, end);
      if (titles.has(candidate)) found.add(`title ${candidate}`);
    }
  }
  for (const [, number] of text.matchAll(/\btt(\d{7,8})\b/g)) {
    if (imdbIds.has(Number(number))) found.add(`address tt${number}`);
  }
  for (const [, number] of text.matchAll(/imdbId\W{1,6}(\d+)/g)) {
    if (imdbIds.has(Number(number))) found.add(`imdbId ${number}`);
  }
  for (const [run] of text.matchAll(/\b\d{4,8}\b(?:[\s,;"|]+\d{4,8}\b){3,}/g)) {
    const numbers = run.match(/\d+/g)!.map(Number);
    if (numbers.every((number) => imdbIds.has(number))) found.add(`list of imdbIds: ${run}`);
  }
  return [...found];
}

/** What of the real table can be recognised. */
export interface RealTable {
  /** Titles of 12 characters or more, with and without their year. */
  readonly titles: ReadonlySet<string>;
  /** Numbers of the movies. */
  readonly imdbIds: ReadonlySet<number>;
}

/**
 * The table as {@linkcode realRows} looks for it.
 * @param invented Titles of the sample set; where one is that of a real movie by chance, it is free.
 */
export function realTable(
  movies: readonly Pick<Movie, "title" | "imdbId">[],
  invented: readonly string[] = [],
): RealTable {
  const bare = (title: string) => title.replace(/\s*\((?:18|19|20)\d\d\)$/, "");
  const free = new Set(invented.flatMap((title) => [title, bare(title)]));
  const titles = movies
    .flatMap(({ title }) => [title.trim(), bare(title.trim())])
    .filter((title) => title.length >= 12 && !free.has(title));
  return { titles: new Set(titles), imdbIds: new Set(movies.map(({ imdbId }) => imdbId)) };
}

async function picturesOfNotebook(text: string): Promise<string[]> {
  const notebook = JSON.parse(text) as { cells: Cell[] };
  const found: string[] = [];
  const cells: unknown[] = [];
  for (const cell of notebook.cells) {
    const outputs: unknown[] = [];
    for (const { data = {}, ...rest } of cell.outputs ?? []) {
      const { "image/png": png, "image/jpeg": jpeg, ...others } = data;
      const isChart = png === undefined || await isPictureOfChart(data);
      if (!isChart) found.push(`cell ${cell.id}: a PNG that is not the chart beside it`);
      const fault = jpeg === undefined ? null : await faultOfSheet(data);
      if (fault) found.push(`cell ${cell.id}: ${fault}`);
      outputs.push({ ...rest, data: others });
    }
    cells.push({ ...cell, outputs });
  }
  return [...found, ...picturesInText(JSON.stringify({ ...notebook, cells }))];
}

/** Difference, of 255, below which two pictures of a chart show the same. */
const sameChart = 2;

/** Whether the output is a chart: its specification is there and draws this very picture. */
async function isPictureOfChart(data: Readonly<Record<string, unknown>>): Promise<boolean> {
  const spec = data["application/vnd.vegalite.v5+json"] as ChartSpec | undefined;
  if (!spec || !textOf(data, "text/plain").startsWith("[chart] ")) return false;
  const pictures = [bytesOf(data, "image/png"), (await renderChart(spec)).png];
  const sizes = pictures.map((png) => [...png.subarray(16, 24)].join());
  if (sizes[0] !== sizes[1]) return false;
  const [shown, drawn] = await Promise.all(pictures.map(async (png) => {
    const image = await decodePosterBytes(png, "chart");
    return fieldMeans(image, { left: 0, top: 0, ...image });
  }));
  return meanDifference(shown, drawn) < sameChart;
}

/** What is wrong with a contact sheet; null where all of its posters are the sample set's. */
async function faultOfSheet(data: Readonly<Record<string, unknown>>): Promise<string | null> {
  let foreign;
  try {
    foreign = await foreignPosters(bytesOf(data, "image/jpeg"), textOf(data, "text/plain"));
  } catch (error) {
    return `a JPEG that is no sheet of drawings (${(error as Error).message})`;
  }
  return foreign.length ? `posters ${foreign} of the sheet are no drawings` : null;
}

function textOf(data: Readonly<Record<string, unknown>>, mimeType: string): string {
  return [data[mimeType]].flat().join("");
}

function bytesOf(data: Readonly<Record<string, unknown>>, mimeType: string): Uint8Array {
  return Uint8Array.fromBase64(textOf(data, mimeType).replaceAll("\n", ""));
}

function picturesInText(text: string): string[] {
  const found = /data:image\//i.test(text) ? ["a data:image address"] : [];
  for (const [, base64] of signatures) {
    for (let at = text.indexOf(base64); at >= 0; at = text.indexOf(base64, at + 1)) {
      const [run] = /^(?:[A-Za-z0-9+/=]|\\n|\n)*/.exec(text.slice(at, at + 2000))!;
      if (run.length < FEWEST_BASE64_CHARACTERS) continue;
      found.push("a picture in base64");
      break;
    }
  }
  return found;
}
