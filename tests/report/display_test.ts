import { assert, assertEquals } from "@std/assert";
import { showChart, showMarkdown, showPosterSheet, showTable } from "../../lib/report/display.ts";
import { genreCountsChart } from "../../lib/report/genre_counts_chart.ts";
import { makeTable } from "../../lib/report/text_table.ts";

interface Message {
  readonly type: string;
  readonly content: {
    readonly data: Record<string, unknown>;
    readonly metadata: Record<string, unknown>;
    readonly transient: Record<string, unknown>;
  };
}

const CHART = genreCountsChart([{ genre: "War", count: 2 }, { genre: "Drama", count: 3 }]);

/** What the functions send to a kernel; a stand-in takes the place of `Deno.jupyter`. */
async function messagesOf(show: () => Promise<void>): Promise<Message[]> {
  const messages: Message[] = [];
  const broadcast = (type: string, content: Message["content"]) => {
    messages.push({ type, content });
    return Promise.resolve();
  };
  const deno = Deno as unknown as { jupyter: unknown };
  deno.jupyter = { broadcast };
  try {
    await show();
  } finally {
    deno.jupyter = undefined;
  }
  return messages;
}

/** What the functions print outside a notebook. */
async function printedBy(show: () => Promise<void>): Promise<string> {
  const lines: unknown[] = [];
  const log = console.log;
  console.log = (...words: unknown[]) => lines.push(...words);
  try {
    await show();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

Deno.test("showChart() outside a notebook prints the chart's title", async () => {
  assertEquals(
    await printedBy(() => showChart(CHART)),
    "[chart] Movies of each genre A movie counts once for each of its genres.",
  );
});

Deno.test("showTable() outside a notebook prints the aligned table", async () => {
  assertEquals(await printedBy(() => showTable([{ genre: "War" }])), "genre\n─────\nWar");
});

Deno.test("showChart() sends Vega-Lite as version 5, a PNG with its size, and text", async () => {
  const [{ type, content }] = await messagesOf(() => showChart(CHART));
  assertEquals(type, "display_data");
  assertEquals(Object.keys(content.data), [
    "application/vnd.vegalite.v5+json",
    "image/png",
    "text/plain",
  ]);
  const vegaLite = content.data["application/vnd.vegalite.v5+json"] as Record<string, unknown>;
  assertEquals(vegaLite.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  assertEquals(vegaLite.data, CHART.data);
  const png = Uint8Array.fromBase64(content.data["image/png"] as string);
  assertEquals([...png.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  const { width, height } = content.metadata["image/png"] as { width: number; height: number };
  assertEquals(width, 640);
  assertEquals(new DataView(png.buffer).getUint32(20), 2 * height);
  assertEquals(content.transient, {});
});

Deno.test("showChart() replaces an earlier output by its id", async () => {
  const messages = await messagesOf(async () => {
    await showChart(CHART, { displayId: "loss" });
    await showChart(CHART, { displayId: "loss", update: true });
  });
  assertEquals(messages.map((message) => message.type), ["display_data", "update_display_data"]);
  assertEquals(messages.map((message) => message.content.transient), [
    { display_id: "loss" },
    { display_id: "loss" },
  ]);
});

Deno.test("showTable() takes rows with chosen columns or a ready table", async () => {
  const rows = [{ genre: "War", count: 2, id: 7 }];
  const messages = await messagesOf(async () => {
    await showTable(rows, ["genre", "count"], { displayId: "a" });
    await showTable(makeTable(rows, ["genre", "count"]), { displayId: "a" });
  });
  assertEquals(messages[0], messages[1]);
  const { data } = messages[0].content;
  assertEquals(Object.keys(data), ["text/html", "text/markdown", "text/plain"]);
  assertEquals(data["text/markdown"], "| genre | count |\n| --- | ---: |\n| War | 2 |");
});

Deno.test("showMarkdown() and showPosterSheet() carry their text", async () => {
  const sheet = { jpeg: new Uint8Array([255, 216]), widthPx: 10, heightPx: 20, text: "War" };
  const messages = await messagesOf(async () => {
    await showMarkdown("**War**");
    await showPosterSheet(sheet);
  });
  assertEquals(messages[0].content.data, { "text/markdown": "**War**", "text/plain": "**War**" });
  assertEquals(messages[1].content.data, { "image/jpeg": "/9g=", "text/plain": "War" });
  assertEquals(messages[1].content.metadata, { "image/jpeg": { width: 10, height: 20 } });
  assert(messages.length === 2);
});
