/**
 * The processor that computes.
 * @module
 */
import * as os from "node:os";

/** What decides how fast a processor computes. */
export interface Processor {
  /** Model name, and where the system tells, its number: names alone say little. */
  readonly processor: string;
  /** Instruction sets that decide the speed, where the system tells (Linux). */
  readonly instructionSets: readonly string[];
}

const speedFlags = ["avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16"];

let known: Processor | undefined;

/** This machine's processor. */
export function thisProcessor(): Processor {
  return known ??= describe(os.cpus()[0]?.model);
}

/** Whether the processor multiplies bfloat16 numbers by itself, at twice the rate of float32. */
export function multipliesBfloat16(): boolean {
  const { instructionSets } = thisProcessor();
  return ["avx512_bf16", "amx_bf16"].some((name) => instructionSets.includes(name));
}

function describe(model = "unknown"): Processor {
  let text;
  try {
    text = Deno.readTextFileSync("/proc/cpuinfo");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { processor: model, instructionSets: [] };
  }
  const field = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, "m").exec(text)?.[1];
  const flags = new Set(field("flags")?.split(" "));
  // Other architectures than x86 have no such numbers.
  const family = field("cpu family");
  return {
    processor: family ? `${model} (family ${family}, model ${field("model")})` : model,
    instructionSets: speedFlags.filter((flag) => flags.has(flag)),
  };
}
