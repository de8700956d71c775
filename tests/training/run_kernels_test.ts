import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { join } from "node:path";
import { chooseBackend } from "../../lib/backend/choose_backend.ts";
import { kernelChoices, runFastest, setKernelChoices } from "../../lib/backend/kernel_choice.ts";
import { openRunKernels } from "../../lib/training/run_kernels.ts";
import { environmentRecord } from "../../lib/training/run_record.ts";
import { valuesOf } from "./pictures.ts";

const environment = await environmentRecord(await chooseBackend());

/** The second way is always faster. */
async function compute(): Promise<number> {
  const wait = (milliseconds: number) => () => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    return tf.scalar(milliseconds);
  };
  const candidates = [{ name: "slow", run: wait(10) }, { name: "fast", run: wait(0) }];
  return (await valuesOf(runFastest("a sum", candidates)))[0];
}

async function withRuns(
  test: (open: (run: string, deterministic?: boolean) => Promise<() => Promise<void>>) => unknown,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const before = kernelChoices();
  try {
    await test((run, deterministic = false) =>
      openRunKernels({
        runDir: join(dir, run),
        config: { deterministic },
        environment,
        machineFile: join(dir, "machine.json"),
      })
    );
  } finally {
    setKernelChoices(before);
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("a run keeps its choices, and the next run on the machine takes them over", async () => {
  await withRuns(async (open) => {
    const save = await open("first");
    assertEquals(kernelChoices(), {});
    assertEquals(await compute(), 0);
    await save();
    for (const run of ["first", "second"]) {
      setKernelChoices({});
      await open(run);
      assertEquals(kernelChoices(), { "a sum": "fast" });
    }
  });
});

Deno.test("a run that must repeat takes the usual kernels whatever the machine has chosen", async () => {
  await withRuns(async (open) => {
    const save = await open("first");
    await compute();
    await save();
    const saveFixed = await open("fixed", true);
    assertEquals(await compute(), 10);
    await saveFixed();
    assertEquals(kernelChoices(), { "a sum": "slow" });
    // It leaves no trace in what the machine remembers.
    await open("third");
    assertEquals(kernelChoices(), { "a sum": "fast" });
  });
});
