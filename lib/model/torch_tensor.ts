/**
 * Tensors as PyTorch describes them: a window with strides onto a storage.
 * @module
 */

/** Elements of a tensor; booleans are bytes. */
export type TorchData =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

/** A tensor of a checkpoint. */
export interface TorchTensor {
  /** Length of each axis; empty for a scalar. */
  readonly shape: readonly number[];
  /** Elements, the last axis the fastest; tensors of one storage may share memory. */
  readonly data: TorchData;
}

/** Typed arrays by the name of PyTorch's storage class. */
export const storageTypes = {
  "torch.FloatStorage": Float32Array,
  "torch.DoubleStorage": Float64Array,
  "torch.LongStorage": BigInt64Array,
  "torch.IntStorage": Int32Array,
  "torch.ShortStorage": Int16Array,
  "torch.CharStorage": Int8Array,
  "torch.ByteStorage": Uint8Array,
  "torch.BoolStorage": Uint8Array,
} as const;

/** Name of a storage class that can be read. */
export type StorageType = keyof typeof storageTypes;

/** A run of elements that tensors look into. */
export interface TorchStorage {
  /** Name, unique in its file. */
  readonly key: string;
  /** Class. */
  readonly type: StorageType;
  /** Number of elements. */
  readonly nElements: number;
}

/** Where in its storage a tensor's elements lie; all places are inside the storage. */
export class TensorLayout {
  /** Notes the places. */
  constructor(
    /** The storage. */
    readonly storage: TorchStorage,
    /** Place of the first element. */
    readonly start: number,
    /** Length of each axis. */
    readonly shape: readonly number[],
    /** Elements from one index of an axis to the next. */
    readonly strides: readonly number[],
    /** Product of the shape. */
    readonly nElements: number,
  ) {}

  /** Whether the elements lie side by side in the tensor's own order. */
  get isContiguous(): boolean {
    if (this.nElements === 0) return true;
    let step = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.strides[axis] !== step) return false;
      step *= this.shape[axis];
    }
    return true;
  }

  /** The elements in the tensor's order: a view of the storage's data if contiguous, else a copy. */
  elementsOf(data: TorchData): TorchData {
    const { start, nElements } = this;
    if (this.isContiguous) return data.subarray(start, start + nElements);
    const axes = this.shape
      .map((size, axis) => ({ size, stride: this.strides[axis], index: 0 }))
      .reverse();
    const copy = data.slice(0, nElements);
    // One type stands for all: elements are only moved.
    const [from, to] = [data as Float32Array, copy as Float32Array];
    let place = start;
    for (let i = 0; i < nElements; i++) {
      to[i] = from[place];
      for (const axis of axes) {
        place += axis.stride;
        if (++axis.index < axis.size) break;
        place -= axis.stride * axis.size;
        axis.index = 0;
      }
    }
    return copy;
  }
}
