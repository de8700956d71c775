import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { projectRoot } from "../../lib/setup/paths.ts";
import { runDeno } from "../run_deno.ts";

/** Runs training's tests in a process of its own, as which backend they use is decided once. */
async function runTests(
  POSTER_BACKEND: string,
  options: readonly string[],
): Promise<{ readonly code: number; readonly printed: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", ...options, "tests/training"],
    cwd: projectRoot,
    env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2", POSTER_BACKEND },
  }).output();
  const printed = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, printed };
}

Deno.test("training passes its tests on the JavaScript backend too", async () => {
  // JavaScript computes on one core.
  const { code, printed } = await runTests("cpu", ["--parallel"]);
  assertEquals(code, 0, printed);
  assertMatch(printed, /ok \| \d{2,} passed \| 0 failed/);
});

const notOnWebGpu = [
  // A software adapter takes 10 seconds to 3 minutes for each.
  "fine_tuning_test.ts",
  "residual_training_test.ts",
  "train_ensemble_test.ts",
  "train_head_test.ts",
  "train_test.ts",
];
// In a process of its own: a software adapter brings an LLVM whose functions TensorFlow would take for
// those of its own.
const { stdout: adapter } = await runDeno([], {
  source: `if (await navigator.gpu?.requestAdapter()) console.log("found");`,
});

Deno.test({
  name: `training passes its tests on WebGPU too, except the slowest${
    adapter ? "" : " (skipped: there is no adapter; mesa-vulkan-drivers brings a software one)"
  }`,
  ignore: !adapter,
  fn: async () => {
    const ignored = notOnWebGpu.map((name) => `--ignore=tests/training/${name}`);
    const { code, printed } = await runTests("webgpu", ignored);
    assertEquals(code, 0, printed);
    assertMatch(printed, /ok \| \d{2,} passed \| 0 failed/);
  },
});

// The backend is changed to refuse an op, as a TensorFlow without oneDNN does.
const withoutOneDnn = `
  import * as tf from "@tensorflow/tfjs";
  import { chooseBackend } from "./lib/backend/choose_backend.ts";
  import { loadTfjsNode } from "./lib/backend/tensorflow_node.ts";
  const backend = (await loadTfjsNode()).backend();
  const { binding } = backend;
  let nAsked = 0;
  const executeOp = (op, ...rest) => {
    if (!op.startsWith("_Mkl")) return binding.executeOp(op, ...rest);
    nAsked++;
    throw new Error("Op type not registered '" + op + "'");
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  await chooseBackend("tensorflow");
  await chooseBackend("tensorflow");
  const x = tf.tensor4d([1, 4, 3, 2], [1, 2, 2, 1]);
  const gradient = tf.grad((x) => tf.maxPool(x, 2, 2, "valid"))(x);
  console.log(JSON.stringify({ gradient: [...await gradient.data()], nAsked }));
`;

Deno.test("a missing native kernel is named once, and tfjs's own takes its place", async () => {
  const { code, stdout, stderr } = await runDeno([], { source: withoutOneDnn });
  if (code !== 0) {
    // No native TensorFlow here: nothing of it can be missing.
    assertStringIncludes(stderr, "tfjs_binding");
    return;
  }
  const { gradient, nAsked } = JSON.parse(stdout);
  assertEquals(gradient, [0, 1, 0, 0]);
  assert(nAsked > 0, "the probe did not ask for the kernel");
  const lines = stderr.split("\n").filter((line) => line.startsWith("This TensorFlow lacks "));
  assertEquals(lines.length, 1, stderr);
  assertMatch(lines[0], /\b_MklNativeMaxPoolGrad\b.*: tfjs's slower kernels run instead\.$/);
});

// As where the project's own ops were not compiled, or the processor lacks AVX2.
const withoutOwnOps = `
  import * as tf from "@tensorflow/tfjs";
  import { chooseBackend } from "./lib/backend/choose_backend.ts";
  import { loadTfjsNode } from "./lib/backend/tensorflow_node.ts";
  import { pooledConvolution } from "./lib/backend/pooled_convolution.ts";
  import { decodePosters } from "./lib/dataset/decode_posters.ts";
  import { encodeJpeg } from "./lib/posters/poster_image.ts";
  const compute = async () => {
    await chooseBackend("tensorflow");
    const pool = { filterSize: [2, 2], strides: [2, 2], padding: "valid" };
    const pooled = pooledConvolution(tf.ones([1, 4, 4, 3]), {
      kernel: tf.ones([3, 3, 3, 32]),
      bias: tf.ones([32]),
      window: { strides: [1, 1], padding: "valid" },
      pool,
      dropoutRate: 0,
      keepMask: () => null,
      hasInputGradient: false,
    });
    const picture = { heightPx: 9, widthPx: 7, pixels: Uint8Array.from({ length: 189 }, (_, i) => i) };
    const content = { file: "7.jpg", bytes: await encodeJpeg(picture) };
    const [pixels] = await decodePosters([content], { heightPx: 6, widthPx: 5 });
    return [[...new Set(await pooled.data())], [...pixels]];
  };
  const backend = (await loadTfjsNode()).backend();
  const { binding } = backend;
  const refused = new Set();
  const executeOp = (op, ...rest) => {
    if (!isRefused || !op.startsWith("PooledConv2D")) return binding.executeOp(op, ...rest);
    refused.add(op);
    throw new Error("Op type not registered '" + op + "'");
  };
  const isRefused = Deno.args[0] === "refuse";
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  const { dlopen } = Deno;
  Deno.dlopen = (file, functions) => {
    if (!isRefused) return dlopen(file, functions);
    Object.keys(functions).forEach((name) => refused.add(name));
    throw new Error("undefined symbol");
  };
  console.log(JSON.stringify({ results: await compute(), refused: [...refused] }));
`;

Deno.test("without the project's own ops the same comes out of TensorFlow's and libvips'", async () => {
  const outcomes = [];
  for (const args of [["refuse"], []]) {
    const { code, stdout, stderr } = await runDeno(args, { source: withoutOwnOps });
    if (code !== 0) {
      assertStringIncludes(stderr, "tfjs_binding");
      return;
    }
    outcomes.push({ stderr, ...JSON.parse(stdout) });
  }
  const [without, withOps] = outcomes;
  assertEquals(without.results, withOps.results);
  assertEquals(without.results[0], [28]);
  assertEquals(without.refused, ["PooledConv2D", "can_decode_pictures", "decode_pictures"]);
  assertMatch(without.stderr, /This TensorFlow lacks PooledConv2D, decode_pictures: /);
});
