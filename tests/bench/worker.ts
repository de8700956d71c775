/** A contestant: a process that stays, warm and idle, and computes when it is told to. */
import { readLines } from "../../lib/read_lines.ts";
import { projectRoot } from "../../lib/setup/paths.ts";
import {
  type JobReply,
  parseReady,
  parseReply,
  type WorkerReady,
  type WorkerSettings,
} from "./messages.ts";

/** How to start a worker. */
export interface WorkerCommand {
  /** Name of the contestant. */
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** Environment variables; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A worker that has loaded, built and warmed up what it measures. */
export interface Worker {
  /** Name of the contestant. */
  readonly name: string;
  /** What it said of itself. */
  readonly ready: WorkerReady;
  /** Number of the process. */
  readonly pid: number;
  /** Runs a job to its end. */
  run(job: string): Promise<JobReply>;
  /** Ends the process. */
  stop(): Promise<void>;
}

/**
 * Starts a worker and waits until it is warm.
 * @throws {Error} If the process ends before that; the message holds what it complained of.
 */
export async function startWorker(
  { name, command, env = {} }: WorkerCommand,
  settings: WorkerSettings,
): Promise<Worker> {
  const variables = Object.entries({ ...Deno.env.toObject(), ...env });
  const process = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: projectRoot,
    clearEnv: true,
    env: Object.fromEntries(
      variables.filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // TensorFlow chatters here; it is shown only when something goes wrong.
  const complaints = new Response(process.stderr).text();
  const input = process.stdin.getWriter();
  const lines = readLines(process.stdout);
  const ask = async (line: string): Promise<string> => {
    // A worker that has died is met at the next line, with its reason.
    await input.write(new TextEncoder().encode(line + "\n")).catch(() => {});
    const answer = await lines.next();
    if (!answer.done) return answer.value;
    const { code } = await process.status;
    throw new Error(`Worker "${name}" ended with code ${code}:\n${await complaints}`);
  };
  return {
    name,
    ready: parseReady(await ask(JSON.stringify(settings))),
    pid: process.pid,
    run: async (job) => parseReply(await ask(job)),
    stop: async () => {
      await input.close().catch(() => {});
      await lines.return(undefined);
      await process.status;
      await complaints;
    },
  };
}
