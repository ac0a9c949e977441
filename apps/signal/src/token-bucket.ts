/** How many may come at once, and how many more with every second. Both are whole numbers. */
export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

/** Allows at most `burst + perSecond * seconds` takes in any stretch of time. It starts full. */
export class TokenBucket {
  readonly #size: BucketSize;
  /** In thousandths of a token, so that whole milliseconds refill whole numbers. */
  #thousandths: number;
  #filledAtMs: number;

  constructor(size: BucketSize, nowMs: number) {
    this.#size = size;
    this.#thousandths = size.burst * 1000;
    this.#filledAtMs = nowMs;
  }

  /** Takes one token if there is one, and says whether there was. `nowMs` is in whole ms. */
  take(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs += elapsedMs;
    this.#thousandths = Math.min(this.#size.burst * 1000, this.#thousandths + elapsedMs * this.#size.perSecond);
    if (this.#thousandths < 1000) return false;
    this.#thousandths -= 1000;
    return true;
  }
}
