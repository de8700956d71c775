import { assertEquals, assertThrows } from "@std/assert";
import { decodeTable } from "../../lib/metadata/decode_table.ts";

const bom = [0xef, 0xbb, 0xbf];
const decode = (...bytes: number[]) => decodeTable(new Uint8Array(bytes), "films.csv");

Deno.test("decodeTable() reads every byte as the ISO-8859-1 character of the same number", () => {
  const bytes = Array.from({ length: 255 }, (_, i) => i + 1);
  // Windows-1252, which browsers call latin1, gives a dagger for 0x86.
  assertEquals(decode(...bytes), String.fromCharCode(...bytes));
});

Deno.test("decodeTable() reads UTF-8 after a byte order mark, which it drops", () => {
  assertEquals(decode(...bom, ...new TextEncoder().encode("Łódź")), "Łódź");
});

Deno.test("decodeTable() without a byte order mark does not guess UTF-8", () => {
  assertEquals(decode(0xc3, 0xa9), "\u00c3\u00a9");
});

Deno.test("decodeTable() names the line that is not valid UTF-8", () => {
  assertThrows(
    () => decode(...bom, 0x61, 0x0a, 0x62, 0x0a, 0x4c, 0xe9, 0x6f, 0x0a),
    SyntaxError,
    "Cannot parse films.csv line 3 as the text must be ISO-8859-1, or UTF-8 with a byte order " +
      'mark: current value is invalid UTF-8 at "L\ufffdo"',
  );
});

Deno.test("decodeTable() finds invalid UTF-8 in a last line without an end", () => {
  assertThrows(() => decode(...bom, 0x61, 0x0a, 0xe9), SyntaxError, "films.csv line 2");
});

Deno.test("decodeTable() refuses UTF-16", () => {
  assertThrows(() => decode(0xff, 0xfe, 0x61, 0), SyntaxError, "UTF-16, whose mark is ff fe");
  assertThrows(() => decode(0xfe, 0xff, 0, 0x61), SyntaxError, "UTF-16, whose mark is fe ff");
});

Deno.test("decodeTable() names the line of a zero byte", () => {
  assertThrows(() => decode(0x61, 0x0a, 0), SyntaxError, "line 2 as the text must be ISO-8859-1");
});
