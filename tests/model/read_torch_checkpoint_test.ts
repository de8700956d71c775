import { assert, assertEquals, assertThrows } from "@std/assert";
import { readTorchCheckpoint } from "../../lib/model/read_torch_checkpoint.ts";
import {
  checkpointBytes,
  oneKey,
  pickle,
  storageBytes,
  tensorOpcodes,
  tuple,
} from "./pickle_bytes.ts";
import { refusedCheckpoints } from "./refused_checkpoints.ts";

const golden = (name: string) => new URL(`./golden/${name}`, import.meta.url);
const everyType = Deno.readFileSync(golden("every_type.pth"));

Deno.test("readTorchCheckpoint() gives what PyTorch wrote: types, strides, shared storages", () => {
  const expected: Record<string, { shape: number[]; data: string[] }> = JSON.parse(
    Deno.readTextFileSync(golden("every_type.json")),
  );
  const tensors = readTorchCheckpoint(everyType);
  assertEquals([...tensors.keys()], Object.keys(expected));
  for (const [name, { shape, data }] of Object.entries(expected)) {
    const tensor = tensors.get(name)!;
    assertEquals(tensor.shape, shape, name);
    const parse = (text: string) =>
      tensor.data instanceof BigInt64Array ? BigInt(text) : Number(pythonBooleans[text] ?? text);
    assertEquals([...tensor.data], data.map(parse), name);
  }
  assertEquals(tensors.get("permuted")!.data.constructor, Float32Array);
  assertEquals(tensors.get("float64")!.data.constructor, Float64Array);
});

const pythonBooleans: Readonly<Record<string, number>> = { True: 1, False: 0 };

Deno.test("readTorchCheckpoint() reads a network's state dict with its module versions", () => {
  const tensors = readTorchCheckpoint(Deno.readFileSync(golden("network.pth")));
  const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
  assertEquals(shapes, {
    "0.weight": [4, 3, 3, 3],
    "1.weight": [4],
    "1.bias": [4],
    "1.running_mean": [4],
    "1.running_var": [4],
    "1.num_batches_tracked": [],
  });
  assertEquals([...tensors.get("1.running_var")!.data], [1, 1, 1, 1]);
  assertEquals([...tensors.get("1.num_batches_tracked")!.data], [0n]);
});

Deno.test("readTorchCheckpoint() reads a file that starts anywhere in a larger buffer", () => {
  const larger = new Uint8Array(everyType.length + 10);
  larger.set(everyType, 3);
  const inside = larger.subarray(3, 3 + everyType.length);
  assertEquals(readTorchCheckpoint(inside), readTorchCheckpoint(everyType));
});

Deno.test("readTorchCheckpoint() reads a view as part of its storage", () => {
  const view = tuple(pickle.text("1"), pickle.integer(1), pickle.integer(3));
  const tensors = readTorchCheckpoint(checkpointBytes({
    stateDict: tensorOpcodes({ nElements: 5, view, start: 1, shape: [2], strides: [1] }),
    keys: oneKey,
    storages: storageBytes([10, 11, 12, 13, 14]),
  }));
  assertEquals([...tensors.get("weight")!.data], [12, 13]);
});

for (
  const [name, message] of [
    ["zip.pth", "as an opcode must be one of plain data: current value is 0x50 (PERSID)"],
    ["half.pth", "as a global must be allowed: current value is torch.HalfStorage"],
    ["expanded.pth", "as a tensor must lie inside its storage of 1 elements"],
    ["no_tensor.pth", `as "epoch" must be a tensor: current value is 3`],
  ]
) {
  Deno.test(`readTorchCheckpoint() refuses ${name} and says why`, () => {
    const bytes = Deno.readFileSync(golden(name));
    assertThrows(() => readTorchCheckpoint(bytes), SyntaxError, message);
  });
}

for (const [what, [parts, message]] of Object.entries(refusedCheckpoints)) {
  Deno.test(`readTorchCheckpoint() refuses ${what}`, () => {
    const bytes = checkpointBytes(parts);
    const error = assertThrows(() => readTorchCheckpoint(bytes), SyntaxError, message);
    assert(/^Cannot read the checkpoint at byte \d+ as /.test(error.message), error.message);
  });
}

Deno.test("readTorchCheckpoint() ends on values that contain themselves", () => {
  const cyclicList = [...pickle.emptyList, ...pickle.put(0), ...pickle.get(0), ...pickle.append];
  const stateDict = [...pickle.emptyDict, ...pickle.text("a"), ...cyclicList, ...pickle.setItem];
  const message = `"a" must be a tensor: current value is an object (Array)`;
  assertThrows(() => readTorchCheckpoint(checkpointBytes({ stateDict })), SyntaxError, message);
  const keys = cyclicList;
  assertThrows(() => readTorchCheckpoint(checkpointBytes({ keys })), SyntaxError, "a key must be");
});

Deno.test("readTorchCheckpoint() does not fill the memory with empty dicts", () => {
  const stateDict = new Array(1_100_000).fill(pickle.emptyDict[0]);
  const message = "as a pickle must have at most 1000000 instructions";
  assertThrows(() => readTorchCheckpoint(checkpointBytes({ stateDict })), SyntaxError, message);
});

Deno.test("readTorchCheckpoint() does not fill the memory with copies of one storage", () => {
  const first = tensorOpcodes({ nElements: 4, shape: [2, 2], strides: [1, 2] });
  const second = tensorOpcodes({ nElements: 4, shape: [2], strides: [2] });
  const stateDict = [
    ...pickle.emptyDict,
    ...pickle.mark,
    ...first.slice(1, -1),
    ...second.slice(1, -1).map((byte, i) => i === 5 ? "W".charCodeAt(0) : byte),
    ...pickle.setItems,
  ];
  const parts = { stateDict, keys: oneKey, storages: storageBytes([1, 2, 3, 4]) };
  const message = "as tensors must not copy more than the storages hold: current value is Weight";
  assertThrows(() => readTorchCheckpoint(checkpointBytes(parts)), SyntaxError, message);
});

Deno.test("readTorchCheckpoint() refuses a file that ends at any byte", () => {
  for (let nBytes = 0; nBytes < everyType.length; nBytes++) {
    assertThrows(() => readTorchCheckpoint(everyType.subarray(0, nBytes)), SyntaxError, "at byte ");
  }
});

Deno.test("readTorchCheckpoint() reads or refuses, and no more, whatever byte is flipped", () => {
  const names = new Set(readTorchCheckpoint(everyType).keys());
  let nRefused = 0;
  for (let place = 0; place < everyType.length; place++) {
    for (const flip of [0x01, 0xff]) {
      const damaged = everyType.slice();
      damaged[place] ^= flip;
      try {
        const tensors = readTorchCheckpoint(damaged);
        for (const { shape, data } of tensors.values()) {
          assert(data.length === shape.reduce((product, size) => product * size, 1));
        }
        assert(tensors.size <= names.size);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        nRefused++;
      }
    }
  }
  assert(nRefused > everyType.length / 2, `${nRefused} of ${2 * everyType.length} refused`);
});
