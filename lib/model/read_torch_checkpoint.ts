/**
 * Weights out of PyTorch's legacy checkpoint format, without PyTorch and without running anything
 * that the file says.
 * @module
 */
import { ByteReader, parseError } from "./byte_reader.ts";
import { stateDictHost } from "./state_dict_host.ts";
import {
  storageTypes,
  TensorLayout,
  type TorchData,
  type TorchStorage,
  type TorchTensor,
} from "./torch_tensor.ts";
import { plainDataHost, unpickle } from "./unpickle.ts";

const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/**
 * Reads a state dict that `torch.save(..., _use_new_zipfile_serialization=False)` wrote (the only
 * format before PyTorch 1.6): four pickles (magic number, protocol, system, state dict), a pickle
 * with the storages' keys, then each storage as its number of elements and its raw elements.
 * @param bytes The whole file.
 * @returns Tensors by name, in the file's order.
 * @throws {SyntaxError} If the file is damaged, of another format, or asks for anything that a
 * state dict does not need; the message names the byte.
 */
export function readTorchCheckpoint(bytes: Uint8Array): Map<string, TorchTensor> {
  const reader = new ByteReader(bytes);
  checkHeader(reader);
  const storages = new Map<string, TorchStorage>();
  const offset = reader.offset;
  const stateDict = unpickle(reader, stateDictHost(storages));
  if (!(stateDict instanceof Map)) {
    throw parseError("the fourth pickle must be a state dict", offset, stateDict);
  }
  const dataOf = readStorages(reader, storages);

  let nCopiesLeft = [...storages.values()].reduce((sum, { nElements }) => sum + nElements, 0);
  const tensors = new Map<string, TorchTensor>();
  for (const [name, layout] of stateDict as Map<string, unknown>) {
    if (!(layout instanceof TensorLayout)) {
      throw parseError(`${JSON.stringify(name)} must be a tensor`, offset, layout);
    }
    // Else a small file with many tensors on one storage could fill the memory.
    if (!layout.isContiguous) nCopiesLeft -= layout.nElements;
    if (nCopiesLeft < 0) {
      throw parseError("tensors must not copy more than the storages hold", offset, name);
    }
    const data = layout.elementsOf(dataOf.get(layout.storage.key)!);
    tensors.set(name, { shape: layout.shape, data });
  }
  return tensors;
}

function checkHeader(reader: ByteReader): void {
  const magic = unpickle(reader, plainDataHost);
  if (magic !== magicNumber) {
    throw parseError("it must begin with the magic number of PyTorch's legacy format", 0, magic);
  }
  let offset = reader.offset;
  const protocol = unpickle(reader, plainDataHost);
  if (protocol !== protocolVersion) {
    throw parseError(`the protocol must be ${protocolVersion}`, offset, protocol);
  }
  offset = reader.offset;
  const system = unpickle(reader, plainDataHost);
  const isLittleEndian = system instanceof Map ? system.get("little_endian") : system;
  if (isLittleEndian !== true) {
    throw parseError("the system must be little-endian", offset, isLittleEndian);
  }
}

function readStorages(reader: ByteReader, storages: ReadonlyMap<string, TorchStorage>) {
  let offset = reader.offset;
  const keys = unpickle(reader, plainDataHost);
  if (!Array.isArray(keys)) throw parseError("the storages' keys must be a list", offset, keys);
  const dataOf = new Map<string, TorchData>();
  for (const key of keys) {
    offset = reader.offset;
    const storage = storages.get(key);
    if (!storage || dataOf.has(key)) {
      throw parseError("a key must be of a tensor's storage, once", offset, key);
    }
    const nElements = reader.int64();
    if (nElements !== BigInt(storage.nElements)) {
      throw parseError(`a storage must have ${storage.nElements} elements`, offset, nElements);
    }
    const type = storageTypes[storage.type];
    dataOf.set(key, new type(reader.copy(storage.nElements * type.BYTES_PER_ELEMENT)));
  }
  if (dataOf.size !== storages.size) {
    throw parseError(`all ${storages.size} storages must be there`, offset, dataOf.size);
  }
  if (reader.nLeft) {
    throw parseError("the last storage must end the file", reader.offset, `${reader.nLeft} bytes`);
  }
  return dataOf;
}
