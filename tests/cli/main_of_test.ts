import { assertEquals } from "@std/assert";
import { projectRoot } from "../../lib/setup/paths.ts";

/** Prints "ready", and when it is interrupted waits for the next signal or ends with 0. */
const source = (waitMs: number) => `
  import { interruptSignal, mainOf } from "./lib/cli/main_of.ts";
  await mainOf(async () => {
    const signal = interruptSignal();
    console.log("ready");
    while (!signal.aborted) await new Promise((done) => setTimeout(done, 5));
    console.log("aborted");
    await new Promise((done) => setTimeout(done, ${waitMs}));
    return 0;
  });`;

/** Code with which the process ends that gets one signal for each line it prints. */
async function codeAfter(signals: readonly Deno.Signal[], waitMs: number): Promise<number> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", source(waitMs)],
    cwd: projectRoot,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = process.stdout.getReader();
  for (const signal of signals) {
    await reader.read();
    process.kill(signal);
  }
  while (!(await reader.read()).done);
  return (await process.status).code;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `interruptSignal() lets the work end at ${signal}, and a second one ends it at once`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      assertEquals(await codeAfter([signal], 0), 0);
      assertEquals(await codeAfter([signal, signal], 60_000), 130);
    },
  });
}
