/**
 * Python's pickle format, as far as plain data needs it. A pickle is a program; this machine knows
 * only the instructions that build numbers, texts, tuples, lists and dicts. It calls nothing by
 * itself: what a file wants to call, load or change goes to a host that allows or refuses it.
 * @module
 */
import { type ByteReader, parseError } from "./byte_reader.ts";

/** A Python tuple; a list is an array, a dict is a Map with texts as keys. */
export class PickleTuple {
  /** Wraps the items. */
  constructor(readonly items: readonly unknown[]) {}
}

/** A function or class that a pickle names, such as `collections.OrderedDict`; only the name. */
export class PickleGlobal {
  /** Wraps the name. */
  constructor(readonly name: string) {}
}

/** A state dict needs some 40 for a tensor; an empty dict, one byte of the file, fills 200. */
const maxInstructions = 1_000_000;

/** What a pickle may do beyond plain data. Each method throws `parseError` for all else. */
export interface PickleHost {
  /** Names that may be spoken of, as `module.name`. */
  readonly globals: ReadonlySet<string>;
  /** The value of a call. @param offset Byte of the call, for messages. */
  call(name: string, args: readonly unknown[], offset: number): unknown;
  /** The value that lies outside the pickle under this id. */
  loadPersistent(id: unknown, offset: number): unknown;
  /** Gives a value its state. */
  setState(target: unknown, state: unknown, offset: number): void;
}

/** A host that allows nothing: for pickles of plain data. */
export const plainDataHost: PickleHost = {
  globals: new Set(),
  call: (name, _args, offset) => {
    throw parseError("plain data must call nothing", offset, name);
  },
  loadPersistent: (_id, offset) => {
    throw parseError("plain data must lie inside its pickle", offset, "a persistent id");
  },
  setState: (_target, _state, offset) => {
    throw parseError("plain data must have no state", offset, "BUILD");
  },
};

/**
 * Reads one pickle of protocol 2 (https://peps.python.org/pep-0307/), to its end.
 * @param reader Stands at the pickle's first byte; afterwards behind its last.
 * @returns What it holds. Values may be shared and, in a hostile file, contain themselves.
 * @throws {SyntaxError} If the pickle is damaged or does what is not allowed.
 */
export function unpickle(reader: ByteReader, host: PickleHost): unknown {
  const memo = new Map<number, unknown>();
  /** Stacks that wait below an open MARK. */
  const outer: unknown[][] = [];
  let stack: unknown[] = [];
  let offset = reader.offset;

  const pop = (): unknown => {
    if (!stack.length) throw parseError("the stack must hold a value", offset, "an empty stack");
    return stack.pop();
  };
  const top = (): unknown => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const popMark = (): unknown[] => {
    const below = outer.pop();
    if (!below) throw parseError("a MARK must be open", offset, "none");
    const items = stack;
    stack = below;
    return items;
  };
  const popTuple = (nItems: number): PickleTuple => {
    const items = Array.from({ length: nItems }, pop);
    return new PickleTuple(items.reverse());
  };
  const recall = (key: number): unknown => {
    if (!memo.has(key)) throw parseError("a memo must be put before it is got", offset, key);
    return memo.get(key);
  };
  const append = (items: readonly unknown[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw parseError("items must go into a list", offset, list);
    for (const item of items) list.push(item);
  };
  const setItems = (items: readonly unknown[]): void => {
    const dict = top();
    if (!(dict instanceof Map)) throw parseError("keys must go into a dict", offset, dict);
    if (items.length % 2) throw parseError("each key must have a value", offset, items.length);
    for (let i = 0; i < items.length; i += 2) {
      if (typeof items[i] !== "string") throw parseError("a key must be text", offset, items[i]);
      dict.set(items[i], items[i + 1]);
    }
  };

  const instructions: Readonly<Record<number, () => void>> = {
    0x80: () => { // PROTO
      const protocol = reader.uint8();
      if (protocol !== 2) throw parseError("a pickle's protocol must be 2", offset, protocol);
    },
    0x28: () => { // MARK
      outer.push(stack);
      stack = [];
    },
    0x4e: () => stack.push(null), // NONE
    0x88: () => stack.push(true), // NEWTRUE
    0x89: () => stack.push(false), // NEWFALSE
    0x4b: () => stack.push(reader.uint8()), // BININT1
    0x4d: () => stack.push(reader.uint16()), // BININT2
    0x4a: () => stack.push(reader.int32()), // BININT
    0x8a: () => stack.push(reader.integer(reader.uint8())), // LONG1
    0x58: () => stack.push(reader.text(reader.uint32())), // BINUNICODE
    0x5d: () => stack.push([]), // EMPTY_LIST
    0x61: () => { // APPEND
      const item = pop();
      append([item]);
    },
    0x65: () => append(popMark()), // APPENDS
    0x7d: () => stack.push(new Map()), // EMPTY_DICT
    0x73: () => { // SETITEM
      const value = pop();
      const key = pop();
      setItems([key, value]);
    },
    0x75: () => setItems(popMark()), // SETITEMS
    0x29: () => stack.push(new PickleTuple([])), // EMPTY_TUPLE
    0x85: () => stack.push(popTuple(1)), // TUPLE1
    0x86: () => stack.push(popTuple(2)), // TUPLE2
    0x87: () => stack.push(popTuple(3)), // TUPLE3
    0x74: () => { // TUPLE
      const items = popMark();
      stack.push(new PickleTuple(items));
    },
    0x71: () => memo.set(reader.uint8(), top()), // BINPUT
    0x72: () => memo.set(reader.uint32(), top()), // LONG_BINPUT
    0x68: () => stack.push(recall(reader.uint8())), // BINGET
    0x6a: () => stack.push(recall(reader.uint32())), // LONG_BINGET
    0x63: () => { // GLOBAL
      const name = `${reader.line()}.${reader.line()}`;
      if (!host.globals.has(name)) throw parseError("a global must be allowed", offset, name);
      stack.push(new PickleGlobal(name));
    },
    0x52: () => { // REDUCE
      const args = pop();
      const callee = pop();
      if (!(callee instanceof PickleGlobal) || !(args instanceof PickleTuple)) {
        throw parseError("a call must name a global and a tuple of arguments", offset, callee);
      }
      stack.push(host.call(callee.name, args.items, offset));
    },
    0x51: () => stack.push(host.loadPersistent(pop(), offset)), // BINPERSID
    0x62: () => { // BUILD
      const state = pop();
      host.setState(top(), state, offset);
    },
  };

  for (let nDone = 0;; nDone++) {
    offset = reader.offset;
    if (nDone === maxInstructions) {
      throw parseError(`a pickle must have at most ${nDone} instructions`, offset, "more");
    }
    const opcode = reader.uint8();
    if (opcode === 0x2e) break; // STOP
    const run = instructions[opcode];
    if (!run) throw parseError("an opcode must be one of plain data", offset, describe(opcode));
    run();
  }
  if (outer.length || stack.length !== 1) {
    throw parseError("a pickle must end with one value", offset, `${stack.length} values`);
  }
  return stack[0];
}

function describe(opcode: number): string {
  const name = refusedOpcodes[opcode];
  return `0x${opcode.toString(16).padStart(2, "0")}${name ? ` (${name})` : ""}`;
}

/** Names of opcodes that could make Python run code, for clear messages. */
const refusedOpcodes: Readonly<Record<number, string>> = {
  0x50: "PERSID",
  0x69: "INST",
  0x6f: "OBJ",
  0x81: "NEWOBJ",
  0x82: "EXT1",
  0x83: "EXT2",
  0x84: "EXT4",
  0x92: "NEWOBJ_EX",
  0x93: "STACK_GLOBAL",
};
