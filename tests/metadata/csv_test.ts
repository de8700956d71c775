import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "../../lib/metadata/csv.ts";

const parse = (text: string) => [...parseCsv(text, "films.csv")];

Deno.test("parseCsv() reads CRLF and LF alike, with and without a last line end", () => {
  const expected = [{ fields: ["a", "b"], line: 1 }, { fields: ["1", ""], line: 2 }];
  for (const text of ["a,b\r\n1,\r\n", "a,b\n1,\n", "a,b\r\n1,", "a,b\n1,"]) {
    assertEquals(parse(text), expected);
  }
});

Deno.test("parseCsv() unquotes fields and keeps commas, quotes and line ends inside them", () => {
  assertEquals(parse('"a, ""b""",c\r\n"one\r\ntwo",d\r\n'), [
    { fields: ['a, "b"', "c"], line: 1 },
    { fields: ["one\ntwo", "d"], line: 2 },
  ]);
});

Deno.test("parseCsv() counts the lines of quoted fields and of empty lines", () => {
  const lines = parse('h\n"x\n\ny"\n\nz\n').map(({ line }) => line);
  assertEquals(lines, [1, 2, 6]);
});

Deno.test("parseCsv() yields nothing for an empty text", () => assertEquals(parse(""), []));

Deno.test("parseCsv() names the line of a quoted field that the file's end cuts off", () => {
  assertThrows(
    () => parse('h,i\n1,2\n3,"The Long\nlost end\n'),
    SyntaxError,
    "Cannot parse films.csv line 3 as a quoted field must be closed before the file ends: " +
      'current value is "3,\\"The Long\\nlost end"',
  );
});

Deno.test("parseCsv() names line and character of a quote in an unquoted field", () => {
  assertThrows(
    () => parse('h\n"a\nb"\nThe 6" Giant\nmore\n'),
    SyntaxError,
    "Cannot parse films.csv line 4, character 6 as a field that holds a quote must be quoted",
  );
});

Deno.test("parseCsv() names the line of text after a closing quote", () => {
  assertThrows(
    () => parse('h\n"one\ntwo" three\n'),
    SyntaxError,
    "Cannot parse films.csv line 3, character 4 as a quote inside a quoted field must be doubled",
  );
});
