/** Posters that are not their own mirror image. */
import { join } from "node:path";
import type { DataSource } from "../../lib/dataset/data_source.ts";
import { encodeJpeg } from "../../lib/posters/poster_image.ts";

/** Paints over all readable posters of a data set: dark on the left, bright on the right. */
export async function paintLopsidedPosters({ dataDir }: DataSource): Promise<void> {
  const postersDir = join(dataDir, "posters");
  for await (const { name } of Deno.readDir(postersDir)) {
    if (name === "111.jpg" || name === "112.jpg") continue;
    const shade = Number.parseInt(name);
    const pixels = Uint8Array.from({ length: 12 * 8 * 3 }, (_, i) => i / 3 % 8 < 4 ? 0 : shade);
    const content = await encodeJpeg({ heightPx: 12, widthPx: 8, pixels });
    await Deno.writeFile(join(postersDir, name), content);
  }
}
