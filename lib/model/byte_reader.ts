/**
 * Little-endian bytes read from front to back; every size is checked before it is believed.
 * @module
 */

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A cursor over a file's bytes. Every method moves it on. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  /** Starts at the first byte. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes that are left. */
  get nLeft(): number {
    return this.#bytes.length - this.#offset;
  }

  /** One unsigned byte. */
  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** Two bytes, unsigned. */
  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  /** Four bytes, unsigned. */
  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Four bytes, signed. */
  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Eight bytes, signed. */
  int64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  /** A two's complement integer of any length; a `number` where it is safe as one. */
  integer(nBytes: number): number | bigint {
    const start = this.#advance(nBytes);
    let value = 0n;
    for (let i = nBytes - 1; i >= 0; i--) value = value << 8n | BigInt(this.#bytes[start + i]);
    value = BigInt.asIntN(8 * nBytes, value);
    const asNumber = Number(value);
    return Number.isSafeInteger(asNumber) ? asNumber : value;
  }

  /** A copy of the next bytes, aligned for any typed array. */
  copy(nBytes: number): ArrayBuffer {
    const start = this.#advance(nBytes);
    return this.#bytes.slice(start, start + nBytes).buffer;
  }

  /** UTF-8 text of a known length in bytes. */
  text(nBytes: number): string {
    const start = this.#advance(nBytes);
    try {
      return utf8.decode(this.#bytes.subarray(start, start + nBytes));
    } catch {
      throw parseError("text must be UTF-8", start, `${nBytes} other bytes`);
    }
  }

  /** Text up to the next line feed, which is read too. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.#offset);
    if (end < 0) throw parseError("a name must end with a line feed", this.#offset, "none");
    const line = this.text(end - this.#offset);
    this.#offset++;
    return line;
  }

  #advance(nBytes: number): number {
    const start = this.#offset;
    if (nBytes > this.nLeft) {
      throw parseError(`${nBytes} bytes must follow`, start, `${this.nLeft} bytes left`);
    }
    this.#offset += nBytes;
    return start;
  }
}

/** The error for a checkpoint that breaks a rule. @param offset Byte of the file, from 0. */
export function parseError(rule: string, offset: number, value: unknown): SyntaxError {
  // Texts of the file reach a terminal: without control characters.
  const shown = (typeof value === "string" ? value : describe(value)).replace(/\p{C}/gu, "?");
  const clipped = shown.length > 80 ? shown.slice(0, 80) + "..." : shown;
  return new SyntaxError(
    `Cannot read the checkpoint at byte ${offset} as ${rule}: current value is ${clipped}`,
  );
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return `an object (${value.constructor.name})`;
  return String(value);
}
