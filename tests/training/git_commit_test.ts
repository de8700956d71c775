import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { runCommand } from "../../lib/setup/command.ts";
import { gitCommit } from "../../lib/training/git_commit.ts";
import { withTempDir } from "../with_temp_dir.ts";

const author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];

Deno.test("gitCommit() names the commit, and says where the code was edited since", async () => {
  await withTempDir(async (dir) => {
    const git = (...args: readonly string[]) => runCommand("git", ["-C", dir, ...author, ...args]);
    const write = async (file: string) => {
      await Deno.mkdir(join(dir, file, ".."), { recursive: true });
      await Deno.writeTextFile(join(dir, file), `${Math.PI}`, { append: true });
    };
    await git("init", "--quiet");
    assertEquals(await gitCommit(dir), null, "nothing is committed yet");
    await write("lib/code.ts");
    await git("add", "lib");
    await git("commit", "--quiet", "--no-gpg-sign", "--message", "first");
    const commit = (await git("rev-parse", "HEAD")).trim();
    assertMatch(commit, /^[0-9a-f]{40}$/);
    assertEquals(await gitCommit(dir), commit);
    await write("README.md");
    await write("results/run/metrics.json");
    assertEquals(await gitCommit(dir), commit, "documents and results are no code");
    await write("lib/code.ts");
    assertEquals(await gitCommit(dir), `${commit}+changes`);
    // A copy inside the clone is another version, which git does not know.
    assertEquals(await gitCommit(join(dir, "lib")), null);
  });
});

Deno.test("gitCommit() is null outside a clone", async () => {
  await withTempDir(async (dir) => assertEquals(await gitCommit(dir), null));
});
