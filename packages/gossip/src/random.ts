/**
 * A seeded generator of 32-bit integers: sfc32 (Doty-Humphrey, PractRand). The same seed gives the same numbers on
 * every engine. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Four integers; only their low 32 bits count. */
  constructor(seed: readonly [number, number, number, number]) {
    this.a = seed[0] | 0;
    this.b = seed[1] | 0;
    this.c = seed[2] ^ Math.imul(seed[3], 0x9e3779b1);
    for (let i = 0; i < 15; i++) this.next();
  }

  /** An integer from 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `limit - 1`, each as likely as any other. `limit` is an integer from 1 to 2^32. */
  below(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 0x1_0000_0000) {
      throw new RangeError(`Expected a limit from 1 to 2^32, got ${limit}`);
    }
    // What lies above the last whole multiple of `limit` would favor the small numbers: draw again.
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % limit);
    let value = this.next();
    while (value >= fair) value = this.next();
    return value % limit;
  }

  /** A generator of its own, so that drawing from one does not move the other. */
  fork(): Random {
    return new Random([this.next(), this.next(), this.next(), this.next()]);
  }
}
