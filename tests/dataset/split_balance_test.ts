import { assertEquals } from "@std/assert";
import { splitBalance } from "../../lib/dataset/split_balance.ts";

Deno.test("splitBalance() gives the share of each label in each part that has samples", () => {
  const samples = [
    { labels: [0], part: "train" as const },
    { labels: [0, 1], part: "train" as const },
    { labels: [1], part: "test" as const },
  ];
  assertEquals(splitBalance({ labels: ["Drama", "War"], samples }), [
    { label: "Drama", part: "train", share: 1 },
    { label: "Drama", part: "test", share: 0 },
    { label: "War", part: "train", share: 0.5 },
    { label: "War", part: "test", share: 1 },
  ]);
});
