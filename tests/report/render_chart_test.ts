import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { truncateText, wrapText } from "../../lib/report/fit_text.ts";
import { genreCountsChart } from "../../lib/report/genre_counts_chart.ts";
import { writeChart } from "../../lib/report/render_chart.ts";
import { textWidth } from "../../lib/report/text_width.ts";
import { renderSvg } from "../../lib/svg.ts";

/** Width of the ink of a text as it is drawn, in SVG units. */
function drawnWidth(text: string, bold: boolean): number {
  const scale = 4;
  const { pixels, widthPx, heightPx } = renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"><text x="10" y="28" ` +
      `font-family="DejaVu Sans" font-size="20" font-weight="${bold ? "bold" : "normal"}">` +
      `${text}</text></svg>`,
    { scale, background: "white" },
  );
  const rgba = pixels();
  const inked = Array.from({ length: widthPx }, (_, x) => x).filter((x) =>
    Array.from({ length: heightPx }, (_, y) => y).some((y) => rgba[4 * (y * widthPx + x)] < 128)
  );
  return (inked.at(-1)! - inked[0] + 1) / scale;
}

for (const bold of [false, true]) {
  Deno.test(`textWidth() agrees with the drawn ${bold ? "bold" : "normal"} text`, () => {
    for (const text of ["Documentary", "Hamming loss ↓", "HHHHHHHH", "0.0765 [0.074, 0.079]"]) {
      // Between two letters the text takes its whole advance; kerning may move it by a pixel.
      const drawn = drawnWidth(`H${text}H`, bold) - drawnWidth("HH", bold);
      assertAlmostEquals(drawn, textWidth(text, 20, bold), 1);
    }
  });
}

Deno.test("wrapText() breaks at spaces and loses no word", () => {
  const text = "one two three four five six seven";
  const lines = wrapText(text, { widthPx: 80, fontSizePx: 12 });
  assert(lines.length > 2);
  assertEquals(lines.join(" "), text);
  assert(lines.every((line) => textWidth(line, 12) <= 80));
  assertEquals(wrapText("", { widthPx: 80, fontSizePx: 12 }), []);
});

Deno.test("truncateText() cuts to the room and says so", () => {
  const cut = truncateText("Documentary, Biography", { widthPx: 70, fontSizePx: 10 });
  assert(cut.endsWith("…") && cut.startsWith("Docu"));
  assert(textWidth(cut, 10) <= 70);
});

Deno.test("writeChart() writes the three files and nothing else", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const spec = genreCountsChart([{ genre: "War", count: 2 }]);
    const paths = await writeChart(`${dir}/charts`, "genres", spec);
    const names = [...Deno.readDirSync(`${dir}/charts`)].map((entry) => entry.name).sort();
    assertEquals(names, ["genres.png", "genres.svg", "genres.vl.json"]);
    assertEquals(paths.map((path) => path.slice(dir.length)), [
      "/charts/genres.vl.json",
      "/charts/genres.svg",
      "/charts/genres.png",
    ]);
    assertEquals(
      JSON.parse(await Deno.readTextFile(paths[0])),
      JSON.parse(JSON.stringify(spec)),
    );
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
