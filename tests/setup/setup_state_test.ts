import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../lib/setup/paths.ts";
import { fingerprint, type SetupState } from "../../lib/setup/setup_state.ts";
import { withTempDir } from "../with_temp_dir.ts";

/** Calls a function with the set-up's module as another clone has it, and the state's file there. */
async function withClone(
  use: (module: typeof import("../../lib/setup/setup_state.ts"), file: string) => Promise<void>,
): Promise<void> {
  await withTempDir(async (dir) => {
    const setupDir = join(dir, "lib", "setup");
    await Deno.mkdir(setupDir, { recursive: true });
    for (const name of ["setup_state.ts", "paths.ts"]) {
      await Deno.copyFile(join(projectRoot, "lib", "setup", name), join(setupDir, name));
    }
    const module = await import(pathToFileURL(join(setupDir, "setup_state.ts")).href);
    await use(module, join(await Deno.realPath(dir), ".cache", "setup.json"));
  });
}

Deno.test("readSetupState() gives back what writeSetupState() wrote, into the clone", async () => {
  await withClone(async ({ readSetupState, writeSetupState }, file) => {
    const state: SetupState = {
      steps: { packages: "abc", tensorflow: "def" },
      tensorflow: { version: null, reasons: ["the Python wheel: no compiler"] },
    };
    writeSetupState({ steps: {} });
    writeSetupState(state);
    assertEquals(readSetupState(), state);
    assertEquals(JSON.parse(await Deno.readTextFile(file)), state);
  });
});

Deno.test("readSetupState() begins anew where there is no file or a damaged one", async () => {
  await withClone(async ({ readSetupState, writeSetupState }, file) => {
    assertEquals(readSetupState(), { steps: {} });
    writeSetupState({ steps: { packages: "abc" } });
    for (const content of ["", '{"steps": {"packages"', "null", "[]", '{"steps": 3}', "{}"]) {
      await Deno.writeTextFile(file, content);
      assertEquals(readSetupState(), { steps: {} }, content);
    }
  });
});

Deno.test("fingerprint() follows the files' contents and the texts, not the files' names", async () => {
  await withTempDir(async (dir) => {
    const [a, b] = ["a", "b"].map((name) => pathToFileURL(join(dir, name)));
    await Deno.writeTextFile(a, "requirement==1.0");
    await Deno.writeTextFile(b, "requirement==1.0");
    const before = fingerprint([a], "text");
    assertEquals(fingerprint([b], "text"), before);
    assertNotEquals(fingerprint([a], "other text"), before);
    assertNotEquals(fingerprint([a]), before);
    assertNotEquals(fingerprint([a, b], "text"), before);
    // Where one text ends and the next begins matters.
    assertNotEquals(fingerprint([a], "te", "xt"), before);
    await Deno.writeTextFile(a, "requirement==1.1");
    assertNotEquals(fingerprint([a], "text"), before);
    await Deno.writeTextFile(a, "requirement==1.0");
    assertEquals(fingerprint([a], "text"), before);
  });
});
