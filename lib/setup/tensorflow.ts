/**
 * Native TensorFlow for tfjs-node. The package's own install script fetches an old TensorFlow from
 * a host that is often out of reach and is therefore only the second choice: the first is the C
 * library inside TensorFlow's Python wheel, with the package's own C++ source compiled against it.
 * @module
 */
import { dirname, join } from "node:path";
import { CommandError, runCommand } from "./command.ts";
import { tensorflowEnvironment } from "./environment.ts";
import { projectRoot, tfjsBindingFile, tfjsNodeDir, venvPython } from "./paths.ts";
import { pipInstall } from "./python.ts";

const wheelRequirement = join(
  projectRoot,
  "lib",
  "setup",
  "requirements-tensorflow.txt",
);

/** What came of {@linkcode installTensorflow}. */
export interface TensorflowInstallation {
  /** Version of the native library, or null where there is none. */
  readonly version: string | null;
  /** Why there is none: one reason for each way that was tried. */
  readonly reasons: readonly string[];
}

/** Tries the ways to native TensorFlow in turn; never throws for a way that does not work. */
export async function installTensorflow(): Promise<TensorflowInstallation> {
  const reasons: string[] = [];
  for (
    const [way, install] of [["the Python wheel", fromWheel], [
      "the package's own download",
      fromDownload,
    ]] as const
  ) {
    try {
      await install();
      return { version: await loadedVersion(), reasons };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      reasons.push(`${way}: ${error.message}`);
    }
  }
  return { version: null, reasons };
}

async function fromWheel(): Promise<void> {
  await pipInstall(["--no-deps", "--requirement", wheelRequirement]);
  const packageDir = (await runCommand(venvPython, [
    "-c",
    "import importlib.util as u; print(u.find_spec('tensorflow').submodule_search_locations[0])",
  ])).trim();
  const ops = ownSources();
  try {
    await compileBinding(packageDir, ops);
  } catch (error) {
    if (!(error instanceof CommandError) || !ops.length) throw error;
    console.error(
      "[setup] The project's own TensorFlow ops do not compile here, so slower ones are to do " +
        `their work: ${error.message}`,
    );
    await compileBinding(packageDir, []);
  }
}

/** C++ sources of the project's own TensorFlow ops. */
export const opsDir: string = join(projectRoot, "lib", "backend", "cpp");

/**
 * Compiles the package's Node-API binding against the wheel's library (10 to 30 s).
 * @param ops Sources of ops that come with it.
 */
async function compileBinding(tensorflowDir: string, ops: readonly string[]): Promise<void> {
  const isMac = Deno.build.os === "darwin";
  const libraries = isMac
    ? ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
  await Deno.mkdir(dirname(tfjsBindingFile), { recursive: true });
  await runCommand(Deno.env.get("CXX") ?? "c++", [
    "-std=c++17",
    // The project's own ops rely on loops being unrolled and vectorized.
    "-O3",
    "-fPIC",
    "-shared",
    "-pthread",
    "-DNAPI_VERSION=8",
    // Node-API's own symbols are found in the process that loads the binding.
    ...(isMac ? ["-undefined", "dynamic_lookup"] : []),
    `-I${join(tfjsNodeDir, "binding")}`,
    `-I${join(tensorflowDir, "include")}`,
    `-I${join(projectRoot, "node_modules", "node-api-headers", "include")}`,
    join(tfjsNodeDir, "binding", "tfjs_backend.cc"),
    join(tfjsNodeDir, "binding", "tfjs_binding.cc"),
    ...ops,
    ...libraries.map((name) => join(tensorflowDir, name)),
    `-Wl,-rpath,${tensorflowDir}`,
    "-o",
    tfjsBindingFile,
  ]);
}

/** Sources of the project's own ops; none for a processor that they are not written for. */
function ownSources(): string[] {
  if (Deno.build.arch !== "x86_64" || Deno.build.os !== "linux") return [];
  return Array.from(Deno.readDirSync(opsDir), ({ name }) => name)
    .filter((name) => name.endsWith(".cc")).sort()
    .map((name) => join(opsDir, name));
}

async function fromDownload(): Promise<void> {
  await runCommand("node", ["scripts/install.js"], { cwd: tfjsNodeDir, timeoutMs: 180_000 });
}

/** Loads the binding in a process of its own, as a broken library can end the process. */
async function loadedVersion(): Promise<string> {
  const script = join(projectRoot, "lib", "backend", "print_tensorflow_version.ts");
  const printed = await runCommand(Deno.execPath(), ["run", "-A", script], {
    cwd: projectRoot,
    env: tensorflowEnvironment,
  });
  return printed.trim();
}
