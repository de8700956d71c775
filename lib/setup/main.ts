/**
 * `deno task setup`: installs all that the project needs into the clone.
 * @module
 */
import { runCommand } from "./command.ts";
import { writeKernelSpec } from "./kernel.ts";
import { projectRoot, tfjsNodeDir, venvPython } from "./paths.ts";
import { installJupyter } from "./python.ts";
import { fingerprint, readSetupState, type SetupState, writeSetupState } from "./setup_state.ts";
import { installTensorflow, opsDir } from "./tensorflow.ts";

interface SetupStep {
  readonly name: string;
  readonly title: string;
  readonly fingerprint: string;
  /** A file or folder without which the step has to be done again. */
  readonly product: string;
  run(): Promise<Partial<SetupState> | void>;
}

const here = (name: string) => new URL(name, import.meta.url);
const packages = fingerprint([here("../../deno.lock"), here("../../deno.json")], projectRoot);
const jupyter = fingerprint([here("requirements.txt")], projectRoot);
const ops = Array.from(Deno.readDirSync(opsDir), ({ name }) => name).sort()
  .map((name) => here(`../backend/cpp/${name}`));

const steps: readonly SetupStep[] = [
  {
    name: "packages",
    title: "npm packages (deno.lock) into node_modules",
    fingerprint: packages,
    product: `${projectRoot}/node_modules/@tensorflow/tfjs-node/package.json`,
    run: async () => {
      await runCommand(Deno.execPath(), ["install", "--frozen", "--quiet"], { cwd: projectRoot });
    },
  },
  {
    name: "jupyter",
    title: "Jupyter (lib/setup/requirements.txt) into .venv",
    fingerprint: jupyter,
    product: venvPython,
    run: installJupyter,
  },
  {
    name: "tensorflow",
    title: "TensorFlow's C library, the tfjs-node binding and own ops compiled against it",
    fingerprint: fingerprint(
      [here("requirements-tensorflow.txt"), here("tensorflow.ts"), ...ops],
      jupyter,
    ),
    product: `${tfjsNodeDir}/lib/napi-v8/tfjs_binding.node`,
    run: async () => ({ tensorflow: await installTensorflow() }),
  },
  {
    name: "kernel",
    title: "the notebooks' kernel into .jupyter",
    fingerprint: fingerprint([here("kernel.ts"), here("environment.ts")], Deno.execPath()),
    product: `${projectRoot}/.jupyter/kernels/deno/kernel.json`,
    run: writeKernelSpec,
  },
];

if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
  console.log(`Usage: deno task setup [--force]

Installs into this folder, and nowhere else:
${steps.map((step) => `  - ${step.title}`).join("\n")}
A step that is done is not done again; --force does all of them anew.`);
  Deno.exit(0);
}

// On standard error: the commands that depend on the set-up print data on standard output.
let state = readSetupState();
const isForced = Deno.args.includes("--force");
const started = performance.now();
let nDone = 0;
// Packages and Jupyter wait for the network most of the time, so they do it together; the rest needs
// both.
await Promise.all(steps.slice(0, 2).map(doStep));
for (const step of steps.slice(2)) await doStep(step);
const { tensorflow } = state;
if (tensorflow?.version === null) {
  console.error(
    "[setup] No native TensorFlow could be had, so tfjs runs on WebGPU where there is a real " +
      `adapter, else in pure JavaScript (much slower): ${
        tensorflow.reasons.map(brief).join("; ")
      }. ` +
      "`deno task setup --force` tries again.",
  );
} else if (nDone) {
  console.error(`[setup] Ready: TensorFlow ${tensorflow?.version}, ${seconds(started)} in all.`);
}

async function doStep(step: SetupStep): Promise<void> {
  const isDone = !isForced && state.steps[step.name] === step.fingerprint && exists(step.product);
  if (isDone || (step.name === "tensorflow" && !isForced && isKnownMissing(state, step))) return;
  const label = `[setup ${steps.indexOf(step) + 1}/${steps.length}]`;
  console.error(`${label} ${step.title} ...`);
  const stepStarted = performance.now();
  const news = await step.run();
  state = { ...state, ...news, steps: { ...state.steps, [step.name]: step.fingerprint } };
  writeSetupState(state);
  nDone++;
  console.error(`${label} done in ${seconds(stepStarted)}`);
}

/** Native TensorFlow was tried in vain with the same inputs: it is not tried at every call. */
function isKnownMissing(state: SetupState, step: SetupStep): boolean {
  return state.tensorflow?.version === null && state.steps[step.name] === step.fingerprint;
}

/** What failed, and of what it printed the first line that speaks of an error. */
function brief(message: string): string {
  const lines = message.split("\n").map((line) => line.trim()).filter(Boolean);
  const detail = lines.slice(1).find((line) => /error|fail|cannot|not found/i.test(line));
  return detail ? `${lines[0]}: ${detail}` : lines[0];
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
