/** The most memory that a process has had in use. */

/**
 * Peak of a process' resident set in bytes; Linux alone tells.
 * @throws {Error} If the system does not tell.
 */
export async function peakResidentBytes(pid: number | "self"): Promise<number> {
  const file = `/proc/${pid}/status`;
  if (Deno.build.os !== "linux") {
    throw new Error(
      `Cannot read the peak memory of process ${pid} as the system must be linux: ` +
        `current value is ${Deno.build.os}`,
    );
  }
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(await Deno.readTextFile(file))?.[1];
  if (kibibytes === undefined) {
    throw new Error(`Cannot read ${file} as it must have a line VmHWM: there is none`);
  }
  return 1024 * Number(kibibytes);
}
