import { assert, assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import { CommandError, runCommand } from "../../lib/setup/command.ts";
import { withTempDir } from "../with_temp_dir.ts";

/** Runs a script in a Deno of its own. */
function runScript(source: string, options: Parameters<typeof runCommand>[2] = {}) {
  return runCommand(Deno.execPath(), ["eval", "--quiet", source], options);
}

Deno.test("runCommand() gives what the tool printed on standard output", async () => {
  assertEquals(await runScript(`console.error("aside"); console.log("main ü")`), "main ü\n");
});

Deno.test("runCommand() runs in the given folder with further variables", async () => {
  await withTempDir(async (dir) => {
    const printed = await runScript(
      `console.log(JSON.stringify([Deno.cwd(), Deno.env.get("TEST_WORD"), Deno.env.has("PATH")]))`,
      { cwd: dir, env: { TEST_WORD: "word" } },
    );
    assertEquals(JSON.parse(printed), [await Deno.realPath(dir), "word", true]);
  });
});

Deno.test("runCommand() says that a tool cannot be started", async () => {
  const error = await assertRejects(
    () => runCommand("no-such-tool-of-this-name", ["--version"]),
    CommandError,
    "Cannot start no-such-tool-of-this-name: ",
  );
  assert(error.cause instanceof Error);
});

Deno.test("runCommand() shows command, code and the end of what a failing tool printed", async () => {
  const script = `
    for (let i = 1; i <= 20; i++) console.log("line " + i);
    console.error("what went wrong");
    Deno.exit(3);
  `;
  const { message } = await assertRejects(() => runScript(script), CommandError);
  assert(message.startsWith(`${Deno.execPath()} eval --quiet `));
  assertMatch(message, /ended with code 3\n/);
  // Fifteen lines: the last fourteen, then the error.
  assertEquals(message.split("ended with code 3\n")[1].split("\n"), [
    ...Array.from({ length: 14 }, (_, i) => `line ${i + 7}`),
    "what went wrong",
  ]);
});

Deno.test("runCommand() stops a tool that takes too long", async () => {
  const started = performance.now();
  await assertRejects(
    () =>
      runScript("await new Promise((resolve) => setTimeout(resolve, 30_000))", {
        timeoutMs: 300,
      }),
    CommandError,
    "ended with code",
  );
  assertLess(performance.now() - started, 10_000);
});
