/**
 * What a state dict's pickle may do beyond plain data: name storages and make tensors of them.
 * @module
 */
import { parseError } from "./byte_reader.ts";
import { type StorageType, storageTypes, TensorLayout, type TorchStorage } from "./torch_tensor.ts";
import { PickleGlobal, type PickleHost, PickleTuple } from "./unpickle.ts";

/** A storage, or a part of one. */
class StorageView {
  constructor(
    readonly storage: TorchStorage,
    readonly start: number,
    readonly nElements: number,
  ) {}
}

const orderedDict = "collections.OrderedDict";
const rebuildTensor = "torch._utils._rebuild_tensor_v2";
const maxAxes = 64;

/**
 * A host for `unpickle()` under which tensors become {@linkcode TensorLayout}.
 * @param storages Receives each storage that the pickle names, by key.
 */
export function stateDictHost(storages: Map<string, TorchStorage>): PickleHost {
  return {
    globals: new Set([orderedDict, rebuildTensor, ...Object.keys(storageTypes)]),
    call: (name, args, offset) => {
      if (name === rebuildTensor) return makeLayout(args, offset);
      if (name === orderedDict && args.length === 0) return new Map();
      throw parseError("a call must make a tensor or an empty dict", offset, name);
    },
    loadPersistent: (id, offset) => makeStorageView(id, storages, offset),
    setState: (target, state, offset) => {
      // Versions of the modules, which a state dict carries as an attribute.
      const isMetadata = state instanceof Map && state.size === 1 && state.has("_metadata");
      if (!(target instanceof Map) || !isMetadata) {
        throw parseError("a state must be a dict's _metadata", offset, state);
      }
    },
  };
}

/** From ("storage", type, key, location, number of elements, null or (key, start, length)). */
function makeStorageView(
  id: unknown,
  storages: Map<string, TorchStorage>,
  offset: number,
): StorageView {
  const [word, type, key, location, nElements, view = null] = itemsOf(id, 6, offset);
  if (
    word !== "storage" || !(type instanceof PickleGlobal) || !(type.name in storageTypes) ||
    typeof key !== "string" || typeof location !== "string"
  ) throw parseError("a persistent id must be that of a storage", offset, word);
  checkSizes([nElements], offset);
  const known = storages.get(key);
  if (known && (known.type !== type.name || known.nElements !== nElements)) {
    throw parseError("a storage must be the same wherever it is named", offset, key);
  }
  const storage = known ??
    { key, type: type.name as StorageType, nElements: nElements as number };
  storages.set(key, storage);
  if (view === null) return new StorageView(storage, 0, storage.nElements);
  const [, start, length] = itemsOf(view, 3, offset);
  checkSizes([start, length], offset);
  if ((start as number) + (length as number) > storage.nElements) {
    throw parseError("a view must lie inside its storage", offset, `${start} + ${length}`);
  }
  return new StorageView(storage, start as number, length as number);
}

/** From (storage, start, shape, strides, requires_grad, backward_hooks). */
function makeLayout(args: readonly unknown[], offset: number): TensorLayout {
  const [view, start, shapeItems, strideItems] = args;
  if (args.length !== 6 || !(view instanceof StorageView)) {
    throw parseError("a tensor must be made of a storage and 5 arguments", offset, args.length);
  }
  const shape = itemsOf(shapeItems, maxAxes, offset) as number[];
  const strides = itemsOf(strideItems, maxAxes, offset) as number[];
  checkSizes([start, ...shape, ...strides], offset);
  if (shape.length !== strides.length) {
    throw parseError("each axis must have a stride", offset, `${shape.length}, ${strides.length}`);
  }
  const nElements = shape.reduce((product, size) => product * size, 1);
  const last = shape.reduce(
    (place, size, axis) => place + (size - 1) * strides[axis],
    start as number,
  );
  // More elements than the storage has would need a stride of 0: a small file could ask for much.
  const isInside = nElements === 0 || (nElements <= view.nElements && last < view.nElements);
  if (!isInside) {
    throw parseError(
      `a tensor must lie inside its storage of ${view.nElements} elements`,
      offset,
      `start ${start}, shape ${shape.join("x")}, strides ${strides.join(", ")}`,
    );
  }
  const first = nElements ? view.start + (start as number) : 0;
  return new TensorLayout(view.storage, first, shape, strides, nElements);
}

function itemsOf(tuple: unknown, maxItems: number, offset: number): readonly unknown[] {
  if (!(tuple instanceof PickleTuple) || tuple.items.length > maxItems) {
    const value = tuple instanceof PickleTuple ? `${tuple.items.length} items` : tuple;
    throw parseError(`it must be a tuple of at most ${maxItems} items`, offset, value);
  }
  return tuple.items;
}

function checkSizes(values: readonly unknown[], offset: number): void {
  for (const value of values) {
    if (Number.isSafeInteger(value) && (value as number) >= 0) continue;
    throw parseError("a size must be whole and not negative", offset, value);
  }
}
