/** Tells drawings of the sample set from other pictures on a contact sheet. */
import { decodePosterBytes, type RgbImage } from "../lib/posters/poster_image.ts";
import { layOutPosterSheet } from "../lib/report/poster_sheet.ts";
import { inventMovies, type SampleMovie } from "../lib/sample/invent_movies.ts";
import { makePosterFile } from "../lib/sample/poster_file.ts";
import { addTableDefects } from "../lib/sample/table_defects.ts";

/** Movies and seed of the sample set, as `writeSampleSet` has them by default. */
const nMovies = 1500;
const seed = 20;
const columns = 6;
const gapPx = 12;
/** Means are taken over so many fields across and down, which leaves out grain and JPEG's noise. */
const [nAcross, nDown] = [12, 18];
/**
 * Mean difference of the fields, of 255. Of the first 60 movies a drawing's own was at most 1.4, that
 * between two drawings at least 13.
 */
const LARGEST_DIFFERENCE = 4;

/** A rectangle of pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The sample set's movies with the titles that stand on their posters. */
export function drawnMovies(): SampleMovie[] {
  const movies = inventMovies(nMovies, seed);
  const { rows } = addTableDefects(movies, seed);
  const titles = new Map(rows.map(({ imdbId, title }) => [imdbId, title]));
  return movies.map((movie) => ({ ...movie, title: titles.get(movie.imdbId)! }));
}

/** The poster of a movie of the sample set. */
export async function drawnPoster(movie: SampleMovie): Promise<RgbImage> {
  return await decodePosterBytes((await makePosterFile(movie, seed))!, "drawing");
}

/** Options of {@linkcode foreignPosters}. */
export interface ForeignPostersOptions {
  /** Movies whose drawings are tried, in order; all of the sample set by default. */
  readonly movies?: readonly SampleMovie[];
}

/**
 * Posters of a contact sheet that are no drawings of the sample set, by their place from 0 on. The
 * drawings are made anew and compared, so nothing that the sheet says of itself is believed.
 * @param jpeg The sheet, with six posters in a row.
 * @param captions The sheet's text: a line a poster, its caption's lines divided by " | ".
 * @throws {Error} If the picture is not a sheet of so many posters.
 */
export async function foreignPosters(
  jpeg: Uint8Array,
  captions: string,
  { movies = drawnMovies() }: ForeignPostersOptions = {},
): Promise<number[]> {
  const sheet = await decodePosterBytes(jpeg, "sheet");
  const nLines = captions.split("\n").map((line) => line.split(" | ").length);
  const nColumns = Math.min(columns, nLines.length);
  // The file has twice as many pixels as the sheet.
  const posterWidthPx = Math.round((sheet.widthPx / 2 - gapPx) / nColumns - gapPx);
  const layout = layOutPosterSheet(nLines, { columns, posterWidthPx });
  if (2 * layout.widthPx !== sheet.widthPx || 2 * layout.heightPx !== sheet.heightPx) {
    throw new Error(
      `Cannot look for posters as the sheet must be ${2 * layout.widthPx}x${
        2 * layout.heightPx
      }: ` +
        `current value is ${sheet.widthPx}x${sheet.heightPx}`,
    );
  }
  const unknown = new Map(layout.frames.map((frame, i) => [i, frame]));
  for (const movie of movies) {
    if (unknown.size === 0) break;
    const drawing = await drawnPoster(movie);
    const drawn = fieldMeans(drawing, { left: 0, top: 0, ...drawing });
    for (const [i, frame] of unknown) {
      const shown = fieldMeans(sheet, placeIn(frame, drawing));
      if (meanDifference(drawn, shown) < LARGEST_DIFFERENCE) unknown.delete(i);
    }
  }
  return [...unknown.keys()];
}

/** Where a picture lies in its frame on the sheet: as large as it can be, at the bottom. */
function placeIn(frame: Place, { widthPx, heightPx }: RgbImage): Place {
  const scale = 2 * Math.min(frame.widthPx / widthPx, frame.heightPx / heightPx);
  const size = { widthPx: widthPx * scale, heightPx: heightPx * scale };
  return {
    left: 2 * frame.left + (2 * frame.widthPx - size.widthPx) / 2,
    top: 2 * (frame.top + frame.heightPx) - size.heightPx,
    ...size,
  };
}

/** Mean of each colour in each field of a rectangle. */
export function fieldMeans(image: RgbImage, { left, top, widthPx, heightPx }: Place): number[] {
  const means: number[] = [];
  for (let row = 0; row < nDown; row++) {
    const [y0, y1] = [row, row + 1].map((k) => Math.round(top + heightPx * k / nDown));
    for (let column = 0; column < nAcross; column++) {
      const [x0, x1] = [column, column + 1].map((k) => Math.round(left + widthPx * k / nAcross));
      const sums = [0, 0, 0];
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) {
          const at = 3 * (y * image.widthPx + x);
          for (const c of sums.keys()) sums[c] += image.pixels[at + c];
        }
      }
      means.push(...sums.map((sum) => sum / ((y1 - y0) * (x1 - x0))));
    }
  }
  return means;
}

/** Mean of the differences between fields. */
export function meanDifference(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}
