import { assertEquals, assertRejects } from "@std/assert";
import { makeRunConfig } from "../../lib/config.ts";
import type { WorkerSettings } from "./messages.ts";
import { startWorker } from "./worker.ts";

const settings: WorkerSettings = {
  benchmark: "training",
  config: makeRunConfig({ batchSize: 7 }),
  nLabels: 3,
  nSteps: 2,
  nBatchesInMemory: 1,
  posterFiles: [],
};

/** A worker that is one line of JavaScript. */
function scripted(source: string, env?: Record<string, string | undefined>) {
  return startWorker(
    { name: "scripted", command: [Deno.execPath(), "eval", source], env },
    settings,
  );
}

/** A worker that shows a variable and the settings in its answers. */
const echo = `
  import { serveJobs } from "./tests/bench/serve_jobs.ts";
  await serveJobs(({ config, nSteps }) => Promise.resolve({
    versions: { variable: Deno.env.get("BENCH_TEST") ?? "unset" },
    nParameters: config.batchSize,
    jobs: { twice: () => Promise.resolve(2 * nSteps) },
  }));`;

Deno.test("startWorker() hands over the settings, and jobs are answered until it is stopped", async () => {
  const worker = await scripted(echo, { BENCH_TEST: "set" });
  try {
    assertEquals(worker.ready.versions, { variable: "set" });
    assertEquals(worker.ready.nParameters, 7);
    for (let round = 0; round < 2; round++) assertEquals((await worker.run("twice")).nImages, 4);
  } finally {
    await worker.stop();
  }
});

Deno.test("startWorker() takes a variable away that the benchmark itself has", async () => {
  Deno.env.set("BENCH_TEST", "inherited");
  try {
    const worker = await scripted(echo, { BENCH_TEST: undefined });
    await worker.stop();
    assertEquals(worker.ready.versions, { variable: "unset" });
  } finally {
    Deno.env.delete("BENCH_TEST");
  }
});

Deno.test("startWorker() says why a worker ended", async () => {
  const error = await assertRejects(() => scripted(`console.error("no wheel"); Deno.exit(3)`));
  assertEquals((error as Error).message, 'Worker "scripted" ended with code 3:\nno wheel\n');
});
