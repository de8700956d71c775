/**
 * Checkpoints that are hostile or wrong.
 * @module
 */
import {
  type CheckpointParts,
  oneKey,
  pickle,
  storageBytes,
  tensorOpcodes,
  tuple,
} from "./pickle_bytes.ts";

const command = [...pickle.text("touch /tmp/owned"), ...pickle.tuple1];
const weight = { shape: [2], strides: [1] };
/** What is wrong with each, the checkpoint, and what the error says. */
export const refusedCheckpoints: Readonly<Record<string, readonly [CheckpointParts, string]>> = {
  "a call of os.system": [
    { stateDict: [...pickle.global("os", "system"), ...command, ...pickle.reduce] },
    "at byte 49 as a global must be allowed: current value is os.system",
  ],
  "a name with control characters": [
    { stateDict: pickle.global("os\x1b[2J", "system") },
    "as a global must be allowed: current value is os?[2J.system",
  ],
  "a call in the header": [
    { magic: [...pickle.global("os", "system"), ...command, ...pickle.reduce] },
    "at byte 2 as a global must be allowed: current value is os.system",
  ],
  "a call in the list of keys": [
    { keys: [...pickle.global("builtins", "eval"), ...command, ...pickle.reduce] },
    "a global must be allowed: current value is builtins.eval",
  ],
  "STACK_GLOBAL": [
    { stateDict: [...pickle.text("os"), ...pickle.text("system"), ...pickle.stackGlobal] },
    "current value is 0x93 (STACK_GLOBAL)",
  ],
  "INST": [
    { stateDict: [...pickle.mark, ...pickle.inst("os", "system")] },
    "current value is 0x69 (INST)",
  ],
  "OBJ": [
    {
      stateDict: [
        ...pickle.mark,
        ...pickle.global("collections", "OrderedDict"),
        ...pickle.obj,
      ],
    },
    "current value is 0x6f (OBJ)",
  ],
  "NEWOBJ": [
    {
      stateDict: [
        ...pickle.global("collections", "OrderedDict"),
        ...pickle.emptyTuple,
        ...pickle.newObj,
      ],
    },
    "current value is 0x81 (NEWOBJ)",
  ],
  "EXT1": [{ stateDict: pickle.ext1(1) }, "current value is 0x82 (EXT1)"],
  "a persistent id as a line": [
    { stateDict: pickle.persistentLine("0") },
    "current value is 0x50 (PERSID)",
  ],
  "a persistent id that is no storage": [
    {
      stateDict: [
        ...tuple(pickle.text("module"), pickle.none, pickle.text("0"), pickle.text("cpu")),
        ...pickle.persistentId,
      ],
    },
    "as a persistent id must be that of a storage: current value is module",
  ],
  "a persistent id that is text": [
    { stateDict: [...pickle.text("0"), ...pickle.persistentId] },
    "as it must be a tuple of at most 6 items: current value is 0",
  ],
  "a function as a storage's type": [
    {
      stateDict: tensorOpcodes({
        ...weight,
        storage: pickle.global("torch._utils", "_rebuild_tensor_v2"),
      }),
    },
    "as a persistent id must be that of a storage",
  ],
  "a storage class that is called": [
    {
      stateDict: [
        ...pickle.global("torch", "FloatStorage"),
        ...pickle.emptyTuple,
        ...pickle.reduce,
      ],
    },
    "as a call must make a tensor or an empty dict: current value is torch.FloatStorage",
  ],
  "a dict that is called": [
    { stateDict: [...pickle.emptyDict, ...pickle.emptyTuple, ...pickle.reduce] },
    "as a call must name a global and a tuple of arguments: current value is an object (Map)",
  ],
  "BUILD on a global": [
    {
      stateDict: [
        ...pickle.global("torch", "FloatStorage"),
        ...pickle.emptyDict,
        ...pickle.build,
      ],
    },
    "as a state must be a dict's _metadata",
  ],
  "BUILD with another attribute": [
    {
      stateDict: [
        ...pickle.emptyDict,
        ...pickle.emptyDict,
        ...pickle.text("__class__"),
        ...pickle.none,
        ...pickle.setItem,
        ...pickle.build,
      ],
    },
    "as a state must be a dict's _metadata",
  ],
  "a memo that was never put": [
    { stateDict: pickle.get(7) },
    "as a memo must be put before it is got: current value is 7",
  ],
  "a memo of an empty stack": [{ stateDict: pickle.put(0) }, "current value is an empty stack"],
  "a tuple without a mark": [{ stateDict: pickle.tuple }, "as a MARK must be open"],
  "a mark that stays open": [{ stateDict: [...pickle.mark, ...pickle.none] }, "end with one value"],
  "two values": [{ stateDict: [...pickle.none, ...pickle.none] }, "end with one value"],
  "a key without a value": [
    { stateDict: [...pickle.emptyDict, ...pickle.mark, ...pickle.text("a"), ...pickle.setItems] },
    "as each key must have a value: current value is 1",
  ],
  "a key that is a number": [
    {
      stateDict: [...pickle.emptyDict, ...pickle.integer(1), ...pickle.none, ...pickle.setItem],
    },
    "as a key must be text: current value is 1",
  ],
  "items for a tuple": [
    { stateDict: [...pickle.emptyTuple, ...pickle.none, ...pickle.append] },
    "as items must go into a list",
  ],
  "text of 4 GB": [
    { stateDict: [0x58, 0xff, 0xff, 0xff, 0xff] },
    "as 4294967295 bytes must follow",
  ],
  "text that is not UTF-8": [{ stateDict: [0x58, 1, 0, 0, 0, 0xff] }, "as text must be UTF-8"],
  "another protocol": [
    { stateDict: [0x80, 4] },
    "as a pickle's protocol must be 2: current value is 4",
  ],
  "another magic number": [
    { magic: pickle.integer(7) },
    "at byte 0 as it must begin with the magic number",
  ],
  "another version": [{ protocol: pickle.integer(1000) }, "as the protocol must be 1001"],
  "a big-endian system": [{ system: pickle.emptyDict }, "as the system must be little-endian"],
  "a list as the state dict": [
    { stateDict: pickle.emptyList },
    "as the fourth pickle must be a state dict: current value is an object (Array)",
  ],
  "more axes than strides": [
    { stateDict: tensorOpcodes({ shape: [1, 2], strides: [1] }) },
    "as each axis must have a stride: current value is 2, 1",
  ],
  "too many axes": [
    { stateDict: tensorOpcodes({ shape: new Array(65).fill(1), strides: [1] }) },
    "as it must be a tuple of at most 64 items: current value is 65 items",
  ],
  "a negative stride": [
    { stateDict: tensorOpcodes({ start: 1, shape: [2], strides: [-1] }) },
    "as a size must be whole and not negative: current value is -1",
  ],
  "a tensor behind its storage": [
    { stateDict: tensorOpcodes({ start: 1, ...weight }) },
    "as a tensor must lie inside its storage of 2 elements",
  ],
  "a stride that leaves the storage": [
    { stateDict: tensorOpcodes({ shape: [2], strides: [2 ** 31 - 1] }) },
    "as a tensor must lie inside its storage of 2 elements",
  ],
  "a product of sizes beyond all numbers": [
    {
      stateDict: tensorOpcodes({
        shape: [...new Array(40).fill(2 ** 31 - 1), 0],
        strides: new Array(41).fill(0),
      }),
    },
    "as a tensor must lie inside its storage of 2 elements",
  ],
  "a view outside its storage": [
    {
      stateDict: tensorOpcodes({
        ...weight,
        view: tuple(pickle.text("1"), pickle.integer(1), pickle.integer(2)),
      }),
    },
    "as a view must lie inside its storage: current value is 1 + 2",
  ],
  "a storage that is not there": [
    { stateDict: tensorOpcodes(weight) },
    "as all 1 storages must be there: current value is 0",
  ],
  "a storage that nobody named": [
    { keys: oneKey, storages: storageBytes([1, 2]) },
    "as a key must be of a tensor's storage, once: current value is 0",
  ],
  "a storage that is there twice": [
    {
      stateDict: tensorOpcodes(weight),
      keys: [...oneKey, ...pickle.text("0"), ...pickle.append],
      storages: [...storageBytes([1, 2]), ...storageBytes([1, 2])],
    },
    "as a key must be of a tensor's storage, once: current value is 0",
  ],
  "a storage of another length": [
    { stateDict: tensorOpcodes(weight), keys: oneKey, storages: storageBytes([1, 2, 3]) },
    "as a storage must have 2 elements: current value is 3",
  ],
  "a storage that says it is huge": [
    {
      stateDict: tensorOpcodes({ ...weight, nElements: 2 ** 31 - 1 }),
      keys: oneKey,
      storages: storageBytes([1, 2], 2 ** 31 - 1),
    },
    "as 8589934588 bytes must follow",
  ],
  "bytes behind the end": [{ storages: [0] }, "as the last storage must end the file"],
};
