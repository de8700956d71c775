/** Runs Deno as a process of its own, for tests of commands and of what a process decides once. */
import { projectRoot } from "../lib/setup/paths.ts";

/** How a process ended. */
export interface ProcessOutcome {
  /** Exit code. */
  readonly code: number;
  /** What it printed on standard output. */
  readonly stdout: string;
  /** What it printed on standard error. */
  readonly stderr: string;
}

/** Options of {@linkcode runDeno}. */
export interface RunDenoOptions {
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Source of a module to run in place of a file; imports start at the project's root. */
  readonly source?: string;
}

/** Runs `deno run -A <args>` in the project's root. */
export async function runDeno(
  args: readonly string[],
  { env = {}, source }: RunDenoOptions = {},
): Promise<ProcessOutcome> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...(source === undefined ? [] : ["-"]), ...args],
    cwd: projectRoot,
    env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  const { code, stdout, stderr } = await process.output();
  const [printed, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: printed, stderr: complained };
}
