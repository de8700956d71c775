import { assert, assertEquals } from "@std/assert";
import { runDeno } from "../run_deno.ts";
import type { MemoryInUse } from "./train_ten_epochs.ts";

// V8 doubles its young generation and compiles code anew at times of its own choice: not here,
// except where JavaScript does the arithmetic.
const v8Flags = [
  "--expose-gc",
  "--min-semi-space-size=16",
  "--max-semi-space-size=16",
  ...Deno.env.get("POSTER_BACKEND") === "cpu" ? [] : ["--no-opt", "--no-maglev"],
];
// glibc keeps freed memory, for each thread by itself, for as long as it likes: here it gives it back.
const env = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_TRIM_THRESHOLD_: "65536",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TOP_PAD_: "0",
};

Deno.test("training keeps as many tensors and as much memory after 10 epochs as after 2", async () => {
  const { code, stdout, stderr } = await runDeno(
    [`--v8-flags=${v8Flags.join()}`, "tests/training/train_ten_epochs.ts"],
    { env },
  );
  assertEquals(code, 0, stderr);
  const afterEpochs: MemoryInUse[] = JSON.parse(stdout);
  assertEquals(afterEpochs.length, 10);
  assertEquals(new Set(afterEpochs.map(({ nTensors }) => nTensors)).size, 1, stdout);
  const [second, last] = [afterEpochs[1], afterEpochs[9]].map((memory) => memory.residentBytes);
  // A process without TensorFlow is a third as large, and no more even.
  assert(last - second <= 0.01 * Math.max(second, 450e6), stdout);
});
