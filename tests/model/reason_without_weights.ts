import type { BackboneName } from "../../lib/setup/backbone_wheels.ts";
import { ensureBackbone } from "../../lib/setup/ensure_backbone.ts";

/** Why the published weights cannot be had, or null. */
export async function reasonWithoutWeights(name: BackboneName): Promise<string | null> {
  try {
    await ensureBackbone(name);
    return null;
  } catch (error) {
    if (!(error as Error).message.startsWith("Cannot get the pretrained weights")) throw error;
    return (error as Error).message.split("\n")[0];
  }
}
