/**
 * The bytes of one poster of the sample set.
 * @module
 */
import { encodeJpeg } from "../posters/poster_image.ts";
import { deriveSeed, makePrng } from "../random.ts";
import { renderSvg } from "../svg.ts";
import { drawPoster } from "./draw_poster.ts";
import { addGrain } from "./film_grain.ts";
import type { SampleMovie } from "./invent_movies.ts";
import type { PosterDefect } from "./poster_defects.ts";
import { between } from "./stage.ts";

const LARGER_SCALE = 1.5;
const QUALITY = 88;

/**
 * Draws, prints and encodes a poster.
 * @param movie Its drawing depends on nothing but this movie and the seed.
 * @param defect What is unusual about the file, if anything.
 * @returns The file's content, or null where the file is missing.
 */
export async function makePosterFile(
  movie: SampleMovie,
  seed: number,
  defect?: PosterDefect,
): Promise<Uint8Array | null> {
  if (defect === "missing") return null;
  if (defect === "empty") return new Uint8Array();
  if (defect === "notPicture") {
    return new TextEncoder().encode("<html><body>404 Not Found</body></html>\n");
  }
  const posterSeed = deriveSeed(seed, "poster", movie.imdbId);
  const svg = drawPoster({ ...movie, seed: posterSeed });
  const drawing = renderSvg(svg, { scale: defect === "larger" ? LARGER_SCALE : 1 });
  const prng = makePrng(deriveSeed(posterSeed, "grain"));
  const image = addGrain(drawing, between(prng, 3, 10), prng);
  const jpeg = await encodeJpeg(image, { quality: QUALITY, isGrey: defect === "grey" });
  return defect === "truncated" ? jpeg.slice(0, Math.floor(jpeg.length * 0.6)) : jpeg;
}
