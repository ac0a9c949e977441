import { lastUpTo } from "./last-up-to";

/** Whole numbers from 0 on, as ranges: what is restored comes in long stretches. */
export class RangeSet {
  /** Ascending, apart from each other. */
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Whether any number from `from` up to `to` is in it. */
  overlaps(from: number, to: number): boolean {
    const i = this.firstEndingAfter(from);
    return i < this.starts.length && this.starts[i]! < to;
  }

  /** Adds the numbers from `from` up to `to`, none of which is in it. */
  add(from: number, to: number): void {
    const i = this.firstEndingAfter(from);
    const joinsLeft = i > 0 && this.ends[i - 1] === from;
    const joinsRight = i < this.starts.length && this.starts[i] === to;
    if (joinsLeft && joinsRight) {
      this.ends[i - 1] = this.ends[i]!;
      this.starts.splice(i, 1);
      this.ends.splice(i, 1);
    } else if (joinsLeft) this.ends[i - 1] = to;
    else if (joinsRight) this.starts[i] = from;
    else {
      this.starts.splice(i, 0, from);
      this.ends.splice(i, 0, to);
    }
  }

  private firstEndingAfter(value: number): number {
    return lastUpTo(this.ends, this.ends.length, value) + 1;
  }
}
