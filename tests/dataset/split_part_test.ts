import { assertEquals, assertThrows } from "@std/assert";
import { partSizes } from "../../lib/dataset/split_part.ts";

const tenths = { train: 0.8, val: 0.1, test: 0.1 };

Deno.test("partSizes() rounds down and gives what is left to the largest remainders", () => {
  assertEquals(partSizes(100, tenths), { train: 80, val: 10, test: 10 });
  assertEquals(partSizes(30, tenths), { train: 24, val: 3, test: 3 });
  // 12.8, 1.6 and 1.6: both left over go to the largest remainder, then to the earlier part.
  assertEquals(partSizes(16, tenths), { train: 13, val: 2, test: 1 });
  assertEquals(partSizes(0, tenths), { train: 0, val: 0, test: 0 });
});

Deno.test("partSizes() uses up every sample and misses no fraction by 1 or more", () => {
  const fractions = { train: 0.7, val: 0.13, test: 0.17 };
  for (let n = 0; n < 500; n++) {
    const { train, val, test } = partSizes(n, fractions);
    assertEquals(train + val + test, n);
    const errors = [train - 0.7 * n, val - 0.13 * n, test - 0.17 * n].map(Math.abs);
    assertEquals(errors.filter((error) => error >= 1), []);
  }
});

Deno.test("partSizes() rejects fractions that are no shares of a whole", () => {
  for (
    const fractions of [
      { train: 0.8, val: 0.1, test: 0.2 },
      { train: 1.1, val: -0.1, test: 0 },
      { train: 0, val: 0.5, test: 0.5 },
      { train: NaN, val: 0.5, test: 0.5 },
    ]
  ) {
    assertThrows(() => partSizes(10, fractions), RangeError, "with the sum 1, train above 0");
  }
});
