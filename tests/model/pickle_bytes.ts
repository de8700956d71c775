/**
 * Pickles written opcode by opcode, for checkpoints that PyTorch would not write.
 * @module
 */

const utf8 = new TextEncoder();

/** Opcodes with their arguments, as bytes. */
export const pickle = {
  proto: [0x80, 2],
  stop: [0x2e],
  mark: [0x28],
  none: [0x4e],
  yes: [0x88],
  emptyTuple: [0x29],
  emptyList: [0x5d],
  emptyDict: [0x7d],
  tuple: [0x74],
  tuple1: [0x85],
  append: [0x61],
  appends: [0x65],
  setItem: [0x73],
  setItems: [0x75],
  reduce: [0x52],
  build: [0x62],
  inst: (module: string, name: string) => [0x69, ...utf8.encode(`${module}\n${name}\n`)],
  obj: [0x6f],
  newObj: [0x81],
  ext1: (code: number) => [0x82, code],
  stackGlobal: [0x93],
  persistentId: [0x51],
  persistentLine: (id: string) => [0x50, ...utf8.encode(`${id}\n`)],
  global: (module: string, name: string) => [0x63, ...utf8.encode(`${module}\n${name}\n`)],
  integer: (value: number) => [0x4a, ...littleEndian(value, 4)],
  long: (...bytes: number[]) => [0x8a, bytes.length, ...bytes],
  text: (
    value: string,
  ) => [0x58, ...littleEndian(utf8.encode(value).length, 4), ...utf8.encode(value)],
  put: (key: number) => [0x71, key],
  get: (key: number) => [0x68, key],
} as const;

/** Parts of a checkpoint that differ from an empty state dict. */
export interface CheckpointParts {
  readonly magic?: readonly number[];
  readonly protocol?: readonly number[];
  readonly system?: readonly number[];
  /** Opcodes between PROTO and STOP. */
  readonly stateDict?: readonly number[];
  /** Opcodes of the list of keys. */
  readonly keys?: readonly number[];
  /** Bytes behind the last pickle. */
  readonly storages?: readonly number[];
}

/** The bytes of a checkpoint. */
export function checkpointBytes(parts: CheckpointParts): Uint8Array {
  const magic = pickle.long(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
  const pickles = [
    parts.magic ?? magic,
    parts.protocol ?? pickle.integer(1001),
    parts.system ??
      [...pickle.emptyDict, ...pickle.text("little_endian"), ...pickle.yes, ...pickle.setItem],
    parts.stateDict ?? pickle.emptyDict,
    parts.keys ?? pickle.emptyList,
  ];
  return Uint8Array.from([
    ...pickles.flatMap((opcodes) => [...pickle.proto, ...opcodes, ...pickle.stop]),
    ...parts.storages ?? [],
  ]);
}

/** What a state dict says of a tensor `weight` on a storage of float32. */
export interface TensorOpcodes {
  readonly storage?: readonly number[];
  readonly nElements?: number;
  /** Opcodes of (key, start, length); none by default. */
  readonly view?: readonly number[];
  readonly start?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Opcodes of a dict with one tensor. */
export function tensorOpcodes(tensor: TensorOpcodes): number[] {
  const { storage = pickle.global("torch", "FloatStorage"), nElements = 2, start = 0 } = tensor;
  return [
    ...pickle.emptyDict,
    ...pickle.text("weight"),
    ...pickle.global("torch._utils", "_rebuild_tensor_v2"),
    ...pickle.mark,
    ...tuple(
      pickle.text("storage"),
      storage,
      pickle.text("0"),
      pickle.text("cpu"),
      pickle.integer(nElements),
      tensor.view ?? pickle.none,
    ),
    ...pickle.persistentId,
    ...pickle.integer(start),
    ...tuple(...tensor.shape.map(pickle.integer)),
    ...tuple(...tensor.strides.map(pickle.integer)),
    ...pickle.none,
    ...pickle.none,
    ...pickle.tuple,
    ...pickle.reduce,
    ...pickle.setItem,
  ];
}

/** Opcodes of a tuple of values. */
export function tuple(...items: readonly (readonly number[])[]): number[] {
  return [...pickle.mark, ...items.flat(), ...pickle.tuple];
}

/** Opcodes of the list of keys that belongs to {@linkcode tensorOpcodes}. */
export const oneKey: readonly number[] = [
  ...pickle.emptyList,
  ...pickle.text("0"),
  ...pickle.append,
];

/** A storage as it stands at the end: its number of elements, then float32s. */
export function storageBytes(values: readonly number[], nElements = values.length): number[] {
  return [
    ...littleEndian(nElements, 8),
    ...new Uint8Array(Float32Array.from(values).buffer),
  ];
}

function littleEndian(value: number, nBytes: number): number[] {
  return [...new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)].slice(0, nBytes);
}
