import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { backendNames, chooseBackend, describeBackend } from "../../lib/backend/choose_backend.ts";
import { runDeno } from "../run_deno.ts";

// A process can select its backend anew, but what it has loaded stays: so each gets its own.
const chooseAndAdd = `
  import * as tf from "@tensorflow/tfjs";
  import { chooseBackend } from "./lib/backend/choose_backend.ts";
  const backend = await chooseBackend();
  const sum = await tf.tensor1d([1, 2, 3.5]).sum().data();
  console.log(JSON.stringify({ backend, selected: tf.getBackend(), sum: sum[0] }));
`;

function choose(POSTER_BACKEND: string) {
  return runDeno([], { source: chooseAndAdd, env: { POSTER_BACKEND } });
}

Deno.test("chooseBackend() refuses an unknown name and lists the known ones", async () => {
  await assertRejects(
    () => chooseBackend("cuda"),
    RangeError,
    'POSTER_BACKEND must be one of tensorflow, webgpu, cpu: current value is "cuda"',
  );
});

Deno.test("chooseBackend() reads POSTER_BACKEND and computes with that backend", async () => {
  const { code, stdout, stderr } = await choose("cpu");
  assertEquals(code, 0, stderr);
  const { backend, selected, sum } = JSON.parse(stdout);
  assertEquals([backend.name, selected, sum], ["cpu", "cpu", 6.5]);
  assertMatch(backend.description, /^JavaScript, tfjs \d+\.\d+\.\d+$/);
  assertEquals(backend.passedOver, []);
  // tfjs's advice to install what is not wanted stays away.
  assertEquals(stderr, "");
});

Deno.test("chooseBackend() forced to webgpu computes, or says what to install", async () => {
  const { code, stdout, stderr } = await choose("webgpu");
  if (code === 0) {
    const { backend, selected, sum } = JSON.parse(stdout);
    assertEquals([backend.name, selected, sum], ["webgpu", "webgpu", 6.5]);
    return;
  }
  assertStringIncludes(stderr, "Cannot use the backend webgpu: ");
  assertStringIncludes(stderr, "To mend it: install a driver with Vulkan, Metal or Direct3D 12");
});

Deno.test("chooseBackend() forced to webgpu without an adapter says what to install", async () => {
  const gpu = Object.getOwnPropertyDescriptor(Navigator.prototype, "gpu");
  Object.defineProperty(Navigator.prototype, "gpu", {
    configurable: true,
    get: () => ({ requestAdapter: () => Promise.resolve(null) }),
  });
  try {
    await assertRejects(
      () => chooseBackend("webgpu"),
      Error,
      "Cannot use the backend webgpu: no WebGPU adapter. To mend it: install a driver",
    );
  } finally {
    if (gpu) Object.defineProperty(Navigator.prototype, "gpu", gpu);
    else Reflect.deleteProperty(Navigator.prototype, "gpu");
  }
});

Deno.test("chooseBackend() takes the first backend that works and says why not a faster one", async () => {
  const { code, stdout, stderr } = await choose("");
  assertEquals(code, 0, stderr);
  const { backend, selected, sum } = JSON.parse(stdout);
  assertEquals([selected, sum], [backend.name, 6.5]);
  const faster = backendNames.slice(0, backendNames.indexOf(backend.name));
  assertEquals(backend.passedOver.length, faster.length);
  faster.forEach((name, i) => assert(backend.passedOver[i].startsWith(`${name}: `)));
});

Deno.test("describeBackend() names the backend and each one that was passed over", () => {
  assertEquals(
    describeBackend({
      name: "cpu",
      description: "JavaScript, tfjs 4.22.0",
      passedOver: ["tensorflow: no binding", "webgpu: no WebGPU adapter"],
    }),
    "cpu (JavaScript, tfjs 4.22.0); not tensorflow: no binding; not webgpu: no WebGPU adapter",
  );
});
