/**
 * Runs the tools that the set-up needs.
 * @module
 */

/** A tool that ended with an error; `message` holds the end of what it printed. */
export class CommandError extends Error {
  /** Name of the class. */
  override readonly name = "CommandError";
}

/** Options of {@linkcode runCommand}. */
export interface RunCommandOptions {
  /** Folder to run in. */
  readonly cwd?: string;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the tool is stopped; none by default. */
  readonly timeoutMs?: number;
  /** Show the tool's own output while it runs. */
  readonly isShown?: boolean;
}

/**
 * Runs a tool to its end.
 * @returns What it printed on standard output; empty if its output was shown.
 * @throws {CommandError} If it cannot be started, takes too long or ends with another code than 0.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions = {},
): Promise<string> {
  const stdio = options.isShown ? "inherit" : "piped";
  let result;
  try {
    result = await new Deno.Command(command, {
      args: [...args],
      cwd: options.cwd,
      env: options.env,
      stdin: "null",
      stdout: stdio,
      stderr: stdio,
      signal: options.timeoutMs ? AbortSignal.timeout(options.timeoutMs) : undefined,
    }).output();
  } catch (cause) {
    throw new CommandError(`Cannot start ${command}: ${(cause as Error).message}`, { cause });
  }
  const line = [command, ...args].join(" ");
  if (!result.success) {
    const printed = options.isShown
      ? ""
      : "\n" + text(result.stdout, result.stderr).trim().split("\n").slice(-15).join("\n");
    throw new CommandError(`${line} ended with code ${result.code}${printed}`);
  }
  return options.isShown ? "" : text(result.stdout);
}

function text(...parts: Uint8Array[]): string {
  return parts.map((part) => new TextDecoder().decode(part)).join("");
}
