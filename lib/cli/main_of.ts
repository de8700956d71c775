/**
 * How every command ends.
 * @module
 */

/** Runs a command; an error is one clear line, or with `DEBUG=1` its whole stack. */
export async function mainOf(command: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit(await command() ?? 0);
  } catch (error) {
    const shown = Deno.env.get("DEBUG") ? error : `Error: ${(error as Error).message}`;
    console.error(shown);
    Deno.exit(1);
  }
}

/** A signal that Ctrl-C aborts; a second Ctrl-C ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (controller.signal.aborted) Deno.exit(130);
    console.error("\nStopping after this step (Ctrl-C again: at once) ...");
    controller.abort();
  });
  return controller.signal;
}
