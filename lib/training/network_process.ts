/**
 * A process that trains one network of a run; `train_in_process.ts` starts it.
 * @module
 */
import { readLines } from "../read_lines.ts";
import { type NetworkMessage, type NetworkOrder, STOP } from "./network_messages.ts";
import { trainRun } from "./train_run.ts";

// The output is for messages alone; what libraries say goes where their warnings go.
console.log = console.error;
// Ctrl-C reaches this process too, but the one that started it says when to stop.
Deno.addSignalListener("SIGINT", () => {});

const tell = (message: NetworkMessage) => {
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(message) + "\n"));
};

try {
  const lines = readLines(Deno.stdin.readable);
  const order = JSON.parse((await lines.next()).value!) as NetworkOrder;
  const controller = new AbortController();
  // The end of the input too: nobody is there to hear of the rest.
  lines.next().then(({ value }) => (value ?? STOP) === STOP && controller.abort());
  const { status } = await trainRun({
    ...order,
    resume: true,
    signal: controller.signal,
    onProgress: (progress) => tell({ kind: "progress", progress }),
    onStep: (step, loss) => tell({ kind: "step", step, loss }),
    onEpoch: (row, history) => tell({ kind: "epoch", row, history }),
    onSkipped: ({ imdbId, posterFile }, { reason }) =>
      tell({ kind: "skipped", imdbId, posterFile, reason }),
  });
  tell({ kind: "ended", status });
  Deno.exit(0);
} catch (error) {
  const { message, stack } = error as Error;
  tell({ kind: "failed", message: (Deno.env.get("DEBUG") && stack) || message });
  Deno.exit(1);
}
