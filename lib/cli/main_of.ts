/**
 * How every command ends.
 * @module
 */

/** What is told of an error: its message, or with `DEBUG=1` its whole stack. */
export function toldOf(error: unknown): string {
  const { message, stack } = error as Error;
  return (Deno.env.get("DEBUG") && stack) || message;
}

/** Runs a command; an error is one clear line, or with `DEBUG=1` its whole stack. */
export async function mainOf(command: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit(await command() ?? 0);
  } catch (error) {
    console.error(Deno.env.get("DEBUG") ? error : `Error: ${toldOf(error)}`);
    Deno.exit(1);
  }
}

/** Windows knows no SIGTERM. */
const stopSignals: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** A signal that Ctrl-C or SIGTERM aborts; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) Deno.exit(130);
    console.error("\nStopping after this step (Ctrl-C again: at once) ...");
    controller.abort();
  };
  for (const signal of stopSignals) Deno.addSignalListener(signal, interrupt);
  return controller.signal;
}
