import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeSettings } from "./bench_settings.ts";
import { type BenchmarkResult, describeResult, resultRecord } from "./benchmark_result.ts";
import type { EnvironmentRecord } from "../../lib/training/run_record.ts";
import { compareRates } from "./compare_rates.ts";

const environment: EnvironmentRecord = {
  backend: { name: "cpu", description: "tfjs 4.22.0", passedOver: [] },
  commit: null,
  processor: "Fast One",
  instructionSets: ["avx2"],
  nCores: 2,
  memoryGiB: 24,
  system: "Linux",
  deno: "2.9.6",
  variables: { ONEDNN_MAX_CPU_ISA: "AVX2" },
};
const result: BenchmarkResult = {
  benchmark: "training",
  settings: makeSettings("training", { preset: "original", batchSize: 32, nSteps: 8 }),
  nRounds: 2,
  workers: [
    {
      name: "ours",
      ready: { versions: { tfjs: "4.22.0" }, nThreads: 7, nParameters: 5, environment },
    },
    { name: "Keras", ready: { versions: { Keras: "3.15.1" }, nThreads: null, nParameters: 5 } },
  ],
  tables: [{
    title: "training, images per second",
    rows: compareRates([
      { name: "ours", rates: [90, 60] },
      { name: "Keras", rates: [60, 40] },
    ]),
  }],
  figures: { ratioToKeras: 1.5 },
  conclusion: "ours / Keras, the faster one: 1.50",
};

Deno.test("resultRecord() has the ratio at the top, and every round's rate", () => {
  const record = resultRecord(result, new Date(0));
  assertEquals(record.ratioToKeras, 1.5);
  assertEquals(record.date, "1970-01-01T00:00:00.000Z");
  assertEquals((record.rates as Record<string, { rates: number[] }>).Keras.rates, [60, 40]);
  assertEquals(record.versions, { ours: { tfjs: "4.22.0" }, Keras: { Keras: "3.15.1" } });
});

Deno.test("describeResult() shows medians, ratios, setting, versions and threads", () => {
  const text = describeResult(result).replace(/ +/g, " ");
  for (
    const part of [
      "ours 75.0 60.0 90.0 1.00",
      "Keras 50.0 40.0 60.0 1.50",
      "ours / Keras, the faster one: 1.50",
      "original network, float32, 224x224, batch 32; 2 rounds of 8 steps in alternation",
      "Machine: Fast One; avx2; 2 cores, 24 GiB; Linux",
      "Environment of ours: ONEDNN_MAX_CPU_ISA=AVX2",
      "ours: tfjs 4.22.0, 7 threads in the process",
      "Keras: Keras 3.15.1",
    ]
  ) {
    assertStringIncludes(text, part);
  }
});
