import { Random } from "@hearsay/gossip";
import { ByteWriter } from "@hearsay/merge";

/** Makes bytes of which anything may be true: random ones, and sound ones that were changed. Of one seed the same. */
export class HostileBytes {
  private readonly random: Random;

  constructor(
    seed: number,
    private readonly samples: readonly Uint8Array[],
  ) {
    this.random = new Random([seed, 1, 2, 3]);
  }

  next(): Uint8Array {
    const sample = this.samples[this.random.below(this.samples.length)];
    if (!sample || this.random.below(8) === 0) return this.noise(this.random.below(64));
    let bytes = this.spoil(sample);
    // Most that was changed in several places is malformed, and tells nothing of what comes behind.
    if (this.random.below(3) === 0) for (let i = this.random.below(4); i > 0; i--) bytes = this.spoil(bytes);
    return bytes;
  }

  private spoil(bytes: Uint8Array): Uint8Array {
    // The first bytes say what the rest is, so they are met more often.
    const limit = this.random.below(4) ? bytes.length : Math.min(12, bytes.length);
    const at = this.random.below(limit + 1);
    const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (this.random.below(7)) {
      case 0:
        return join(before, Uint8Array.of((behind[0] ?? 0) ^ (1 << this.random.below(8))), behind.subarray(1));
      case 1:
        return join(before, this.noise(1), behind.subarray(1));
      case 2:
        return join(before, this.number(), behind.subarray(this.random.below(3)));
      case 3:
        return join(before, behind.subarray(1 + this.random.below(8)));
      case 4:
        return join(before, behind.subarray(0, 1 + this.random.below(12)), behind);
      case 5:
        return before.slice();
      default: {
        const other = this.samples[this.random.below(this.samples.length)] ?? bytes;
        return join(before, other.subarray(this.random.below(other.length + 1)));
      }
    }
  }

  /** A number such as lies at the edges of what a decoder takes. */
  private number(): Uint8Array {
    const value = 2 ** this.random.below(53) + this.random.below(3) - 1;
    return new ByteWriter().unsigned(value).finish();
  }

  private noise(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.random.below(256));
  }
}

/** How many inputs each decoder gets: few in the suite, as many as one likes by `npm run fuzz`. */
export const FUZZ_INPUTS = Number(process.env.FUZZ_INPUTS ?? 3_000);
export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Feeds `take` with hostile bytes; what it throws is told with all that is needed to see it again. */
export function fuzz(samples: readonly Uint8Array[], take: (bytes: Uint8Array, index: number) => void): void {
  const hostile = new HostileBytes(FUZZ_SEED, samples);
  for (let index = 0; index < FUZZ_INPUTS; index++) {
    const bytes = hostile.next();
    try {
      take(bytes, index);
    } catch (error) {
      const hex = Buffer.from(bytes).toString("hex");
      throw new Error(`Input ${index} of seed ${FUZZ_SEED}: ${hex}`, { cause: error });
    }
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
