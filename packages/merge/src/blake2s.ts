/** How many bytes a hash has. */
export const HASH_BYTES = 32;

/**
 * BLAKE2s (RFC 7693) of a sequence of 32-bit words, each four bytes, the lowest first. It can be asked for after any
 * word, and goes on from there, up to 4 GiB.
 */
export class Blake2s {
  private readonly chain = Int32Array.from(START);
  private readonly block = new Int32Array(BLOCK_WORDS);
  private filled = 0;
  private bytes = 0;

  word(word: number): this {
    // A full block waits: the last one is mixed in otherwise than the others.
    if (this.filled === BLOCK_WORDS) {
      mix(this.chain, this.block, this.bytes, 0);
      this.filled = 0;
    }
    this.block[this.filled++] = word;
    this.bytes += 4;
    return this;
  }

  /** A non-negative integer up to 2^53 - 1, as two words. */
  number(value: number): this {
    return this.word(value).word(value / 2 ** 32);
  }

  /** Bytes behind their length; the last word is filled up with zeros. */
  raw(bytes: Uint8Array): this {
    this.word(bytes.length);
    for (let i = 0; i < bytes.length; i += 4) {
      let next = 0;
      for (let j = Math.min(4, bytes.length - i) - 1; j >= 0; j--) next = (next << 8) | (bytes[i + j] as number);
      this.word(next);
    }
    return this;
  }

  digest(): Uint8Array {
    const chain = this.chain.slice();
    mix(chain, this.block.fill(0, this.filled), this.bytes, -1);
    const bytes = new Uint8Array(HASH_BYTES);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < chain.length; i++) view.setInt32(4 * i, word(chain, i), true);
    return bytes;
  }
}

const BLOCK_WORDS = 16;
const IV = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
/** Of a hash without a key. */
const START = IV.map((word, i) => (i === 0 ? word ^ 0x01010000 ^ HASH_BYTES : word));

/** In which order each round takes the words of a block. */
const ORDERS = Uint8Array.from(
  [
    "0123456789abcdef",
    "ea489fd61c02b753",
    "b8c052fdae367194",
    "7931dcbe265a40f8",
    "905724afe1bc683d",
    "2c6a0b834d75fe19",
    "c51fed4a0763928b",
    "db7ec13950f4862a",
    "6fe9b308c2d714a5",
    "a2847615fb9e3cd0",
  ].join(""),
  (digit) => Number.parseInt(digit, 16),
);

const state = new Int32Array(16);

function mix(chain: Int32Array, block: Int32Array, bytes: number, last: number): void {
  state.set(chain);
  state.set(IV, 8);
  state[12] = word(state, 12) ^ bytes;
  state[14] = word(state, 14) ^ last;
  for (let i = 0; i < ORDERS.length; i += 2) {
    // Four columns, then four diagonals.
    const turn = (i >> 3) & 1;
    const column = i >> 1;
    const a = column & 3;
    const b = 4 + ((column + turn) & 3);
    const c = 8 + ((column + 2 * turn) & 3);
    const d = 12 + ((column + 3 * turn) & 3);
    half(a, b, c, d, word(block, ORDERS[i] as number), 16, 12);
    half(a, b, c, d, word(block, ORDERS[i + 1] as number), 8, 7);
  }
  for (let i = 0; i < 8; i++) chain[i] = word(chain, i) ^ word(state, i) ^ word(state, i + 8);
}

function half(a: number, b: number, c: number, d: number, mixed: number, first: number, second: number): void {
  const sum = (word(state, a) + word(state, b) + mixed) | 0;
  const turned = rotated(word(state, d) ^ sum, first);
  const next = (word(state, c) + turned) | 0;
  state[a] = sum;
  state[b] = rotated(word(state, b) ^ next, second);
  state[c] = next;
  state[d] = turned;
}

function rotated(bits: number, by: number): number {
  return (bits >>> by) | (bits << (32 - by));
}

/** A word that is there. */
function word(words: Int32Array, i: number): number {
  return words[i] as number;
}
