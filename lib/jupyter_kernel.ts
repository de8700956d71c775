/**
 * What Deno's Jupyter kernel offers to the code that runs in it; nothing elsewhere.
 * @module
 */

/** Sends a message of the Jupyter protocol to the front end. */
export type Broadcast = (messageType: string, content: Record<string, unknown>) => Promise<void>;

/** The kernel's own hooks. */
export interface KernelInternals {
  /** Sends a cell's last value; called once at the end of each cell that does not throw. */
  broadcastResult(executionCount: number, result: unknown): Promise<void>;
}

/** The functions with which a cell's code sends outputs; each may be replaced. */
export interface KernelSenders {
  /** Sends a message. */
  broadcast: Broadcast;
  /** Shows a value. */
  display: (...values: unknown[]) => Promise<void>;
}

/** The kernel's way to send a message, or undefined outside a notebook. */
export function kernelBroadcast(): Broadcast | undefined {
  return kernelSenders()?.broadcast;
}

/** The object that holds the kernel's senders, or undefined outside a notebook. */
export function kernelSenders(): KernelSenders | undefined {
  try {
    return (Deno as unknown as { jupyter?: KernelSenders }).jupyter;
  } catch {
    // Outside a notebook reading Deno.jupyter throws.
    return undefined;
  }
}

/** The kernel's hooks, or undefined outside a notebook. */
export function kernelInternals(): KernelInternals | undefined {
  if (!kernelSenders()) return undefined;
  const deno = Deno as unknown as Record<PropertyKey, { jupyter: KernelInternals } | undefined>;
  return deno[(Deno as unknown as { internal: symbol }).internal]?.jupyter;
}
