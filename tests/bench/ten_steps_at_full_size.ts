/**
 * `deno run -A tests/bench/ten_steps_at_full_size.ts`: ten training steps at the network's own size,
 * batch 32, here and in Keras. Prints how far each loss and weight tensor is from Keras', and beside
 * it how far Keras is from itself with other kernels (without oneDNN): where a gradient is next to
 * nothing, Adam turns a rounding error into a step.
 */
import { join } from "node:path";
import { chooseBackend, describeBackend } from "../../lib/backend/choose_backend.ts";
import { makeTable, terminalTable } from "../../lib/report/text_table.ts";
import { runCommand } from "../../lib/setup/command.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import {
  type GoldenSteps,
  goldenTenSteps,
  type RelativeError,
  relativeErrors,
  tenSteps,
} from "../training/ten_steps.ts";
import { withTempDir } from "../with_temp_dir.ts";
import { benchPython, ensureBenchVenv } from "./bench_venv.ts";

const limit = 1e-4;

const say = (line: string) => console.error(line);
await ensureBenchVenv(say);
const backend = await chooseBackend();
const golden = await kerasSteps({ TF_ENABLE_ONEDNN_OPTS: "1" });
const plainGolden = await kerasSteps({ TF_ENABLE_ONEDNN_OPTS: "0" });
say("ours ...");
const run = await tenSteps(golden.settings);
const expected = goldenTenSteps(golden, run);
const errors = relativeErrors(run, expected);
const kerasErrors = relativeErrors(goldenTenSteps(plainGolden, run), expected);
const shown = (value: number) => value.toExponential(1);
const rows = errors.map(({ name, ofLargest, ofNorm }, i) => ({
  name,
  ofLargest: shown(ofLargest),
  kerasOfLargest: shown(kerasErrors[i].ofLargest),
  ofNorm: shown(ofNorm),
  kerasOfNorm: shown(kerasErrors[i].ofNorm),
}));
console.log(terminalTable(makeTable(rows, [
  { key: "name", header: "" },
  { key: "ofLargest", header: "of largest" },
  { key: "kerasOfLargest", header: "Keras" },
  { key: "ofNorm", header: "of norm" },
  { key: "kerasOfNorm", header: "Keras" },
])));
const largest = (all: readonly RelativeError[]) => Math.max(...all.map(({ ofNorm }) => ofNorm));
console.log(
  `Largest error of a norm: ${shown(largest(errors))}, Keras without oneDNN ` +
    `${shown(largest(kerasErrors))}; limit ${limit}. Ours: ${describeBackend(backend)}`,
);
if (!(largest(errors) <= limit)) Deno.exit(1);

async function kerasSteps(env: Readonly<Record<string, string>>): Promise<GoldenSteps> {
  say(`Keras with ${JSON.stringify(env)} ...`);
  return await withTempDir(async (dir) => {
    const file = join(dir, "ten_steps.json");
    const script = join(projectRoot, "tests", "training", "golden", "make_ten_steps.py");
    await runCommand(benchPython, ["-B", script, file], {
      env: { KERAS_BACKEND: "tensorflow", TF_CPP_MIN_LOG_LEVEL: "2", ...env },
    });
    return JSON.parse(await Deno.readTextFile(file)).cases[0];
  });
}
