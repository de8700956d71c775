import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { projectRoot } from "../../lib/setup/paths.ts";
import { readSources } from "../imports_of.ts";
import { runDeno } from "../run_deno.ts";

const sources = await readSources(join(projectRoot, "lib", "cli"));
const { tasks } = JSON.parse(await Deno.readTextFile(join(projectRoot, "deno.json"))) as {
  tasks: Record<string, { command: string }>;
};

/** Flags that a file adds to a command. */
function flagsIn(source: string): string[] {
  return [...source.matchAll(/\.option\(\s*"(--[a-z-]+)/g)].map(([, flag]) => flag);
}

/** Functions that add flags to a command, by the file that they are in. */
const adders: Readonly<Record<string, string>> = {
  addDataOptions: "options.ts",
  addRunOptions: "options.ts",
  addPlanOptions: "plan_command.ts",
};

/** Flags that a command has, by the functions that it calls. */
function flagsOf(source: string): string[] {
  const bodyOf = (name: string) => {
    const shared = sources.get(adders[name])!;
    return shared.slice(shared.indexOf(`export function ${name}(`)).split("\n}\n")[0];
  };
  return [
    ...flagsIn(source),
    ...Object.keys(adders).filter((name) => source.includes(`${name}(`))
      .flatMap((name) => flagsIn(bodyOf(name))),
  ];
}

/** What help must say of some commands, defaults above all. */
const promises: Readonly<Record<string, readonly string[]>> = {
  train: [
    "--from-year <year>",
    "(default: 2000)",
    '(default: "drop")',
    "the preset's by default (original: 0.0001)",
    "the preset's by default (original: 32)",
    "--resume",
  ],
  evaluate: ["--run <name>", "--split-seed <number>", "(default: 1)"],
  predict: ["<paths...>", "--top <number>", "(default: 3)", "--json", "sample-sample-seed1"],
  sample: ["--movies <number>", "(default: 1500)", "--seed <number>", "(default: 20)"],
  experiments: ["--only <names...>", "--epochs <number>", "at most"],
  ablation: ["--only <names...>", "--epochs <number>", "(default: 3)", "validation part alone"],
  lab: ["--port <number>", '(default: "8888")', '(default: "127.0.0.1")'],
};

const commands = [...sources].filter(([, source]) =>
  /\bnewCommand\(\s*"|\bnew Command\(\s*"/.test(source)
);

/** Name of a command's task. */
function taskOf(file: string): string {
  return file.replace(/\.ts$/, "").replaceAll("_", "-");
}

Deno.test("every command is a task of deno.json, and the promised ones are there", () => {
  const names = commands.map(([file]) => taskOf(file));
  for (const [i, [file]] of commands.entries()) {
    assertStringIncludes(tasks[names[i]]?.command ?? "", `lib/cli/${file}`);
  }
  for (const name of Object.keys(promises)) assert(names.includes(name), name);
  const flags = flagsOf(sources.get("train.ts")!);
  for (const flag of ["--resume", "--split-seed", "--set"]) assert(flags.includes(flag), flag);
});

for (const [file, source] of commands) {
  const name = taskOf(file);
  Deno.test(`deno task ${name} --help prints its options with their defaults and ends with 0`, async () => {
    const { code, stdout, stderr } = await runDeno([`lib/cli/${file}`, "--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, `Usage: deno task ${name} `);
    // Help breaks lines where it likes.
    const text = stdout.replace(/\s+/g, " ");
    for (const flag of ["-h, --help", ...flagsOf(source), ...promises[name] ?? []]) {
      assertStringIncludes(text, flag);
    }
  });
}

Deno.test("a mistake on the command line ends with 1 and points to --help", async () => {
  const { code, stdout, stderr } = await runDeno(["lib/cli/train.ts", "--epochs", "many"]);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "argument 'many' is invalid. It must be an integer.");
  assertStringIncludes(stderr, "(--help shows the options)");
});
