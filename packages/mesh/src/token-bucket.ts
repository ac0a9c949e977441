/** How much may come at once, and how much more with every second. Both are whole numbers. */
export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

/** Allows at most `burst + perSecond * seconds` in any stretch of time. It starts full. */
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

  /** Takes so many tokens if they are there, or none, and says whether they were. `nowMs` is in whole ms. */
  take(tokens: number, nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#thousandths < tokens * 1000) return false;
    this.#thousandths -= tokens * 1000;
    return true;
  }

  /** Takes so many tokens though they may not be there: then none is to be had before they have come. */
  charge(tokens: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#thousandths -= tokens * 1000;
  }

  #fill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs += elapsedMs;
    this.#thousandths = Math.min(this.#size.burst * 1000, this.#thousandths + elapsedMs * this.#size.perSecond);
  }
}
