/** A value over the course of a run, looked up by how many entries of the run's film have been seen. */
export class History<T> {
  private readonly ats: number[] = [];
  private readonly values: T[] = [];

  constructor(first: T) {
    this.ats.push(0);
    this.values.push(first);
  }

  /** As it is now. */
  get latest(): T {
    return this.values.at(-1) as T;
  }

  /** How often it was set. */
  get length(): number {
    return this.values.length;
  }

  /** From `seen` entries on it is `value`. `seen` never falls. */
  set(seen: number, value: T): void {
    if (this.ats.at(-1) === seen) this.values[this.values.length - 1] = value;
    else {
      this.ats.push(seen);
      this.values.push(value);
    }
  }

  /** As it was when `seen` entries had been seen. */
  at(seen: number): T {
    return this.values[countUpTo(this.ats, seen) - 1] as T;
  }
}

/** How many of the ascending `numbers` are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
