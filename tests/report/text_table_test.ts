import { assertEquals } from "@std/assert";
import { formatCount, formatShare } from "../../lib/report/format_number.ts";
import { htmlTable, makeTable, markdownTable, terminalTable } from "../../lib/report/text_table.ts";

const ROWS = [
  { genre: "Drama", count: 9784, ap: { value: 0.71234, low: 0.7, high: 0.725 } },
  { genre: "War | <Peace>", count: 36, ap: { value: null, low: null, high: null } },
];

Deno.test("terminalTable() aligns numbers right and words left", () => {
  assertEquals(
    terminalTable(makeTable(ROWS, ["genre", "count", { key: "ap", digits: 3, header: "AP" }])),
    [
      "genre          count                    AP",
      "─────────────  ─────  ────────────────────",
      "Drama           9784  0.712 [0.700, 0.725]",
      "War | <Peace>     36                     –",
    ].join("\n"),
  );
});

Deno.test("markdownTable() escapes the bar and states alignments", () => {
  assertEquals(
    markdownTable(makeTable(ROWS, ["genre", { key: "count", format: formatCount }])),
    "| genre | count |\n| --- | ---: |\n| Drama | 9,784 |\n| War \\| <Peace> | 36 |",
  );
});

Deno.test("htmlTable() escapes what HTML would read as a tag", () => {
  const html = htmlTable(makeTable(ROWS, ["genre"]));
  assertEquals(
    html.match(/<td[^>]*>(.*?)<\/td>/g)!.at(-1),
    '<td style="text-align:left">War | &lt;Peace&gt;</td>',
  );
});

Deno.test("makeTable() shows missing values as a dash and lists joined", () => {
  const rows = [{ a: null, b: undefined, c: NaN, d: ["Drama", "War"], e: 0.5, f: true }];
  assertEquals(makeTable(rows).rows, [["–", "–", "–", "Drama, War", "0.5000", "true"]]);
});

Deno.test("makeTable() of no rows has headers only", () => {
  assertEquals(terminalTable(makeTable<{ a: number }>([], ["a"])), "a\n─");
});

Deno.test("formatShare() keeps about two digits", () => {
  assertEquals([0, 0.0004, 0.0123, 0.0996, 0.493, 1, NaN].map(formatShare), [
    "0%",
    "<0.1%",
    "1.2%",
    "10%",
    "49%",
    "100%",
    "–",
  ]);
});
