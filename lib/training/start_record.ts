/**
 * Where the weights come from that a run starts from.
 * @module
 */
import { dirname } from "node:path";
import { modelSha256 } from "../model/model_files.ts";
import { readRunRecord, type StartRecord, weightsOrigin } from "./run_record.ts";
import { startDir } from "./start_from.ts";

/** What a run writes down of the network that it starts from. */
export async function startRecord(startFrom: string): Promise<StartRecord> {
  const dir = await startDir(startFrom);
  // A run, and an exported model, has its network in a folder of its own.
  const record = await readRunRecord(dirname(dir));
  return {
    weightsSha256: await modelSha256(dir),
    ...(record ? weightsOrigin(record) : { pretrained: null, backbone: null }),
  };
}
