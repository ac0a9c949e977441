import { compareTimestamps, type Timestamp } from "@hearsay/merge";

/** Which of the living nodes hold the newest data that anyone wrote. */
export class Coverage {
  private readonly holds: Uint8Array;
  private newest: Timestamp | undefined;
  private holders = 0;
  private living: number;
  private coveredAt: number | undefined;

  constructor(nodes: number) {
    this.holds = new Uint8Array(nodes);
    this.living = nodes;
  }

  get covered(): number {
    return this.holders;
  }

  get alive(): number {
    return this.living;
  }

  /** Since when all living nodes hold the newest data, in µs; undefined where they do not. */
  get coveredUs(): number | undefined {
    return this.coveredAt;
  }

  has(node: number): boolean {
    return this.holds[node] === 1;
  }

  /** A node's data changed. */
  changed(node: number, timestamp: Timestamp, nowUs: number): void {
    const order = this.newest ? compareTimestamps(timestamp, this.newest) : 1;
    if (order > 0) {
      this.newest = timestamp;
      this.holds.fill(0);
      this.holders = 0;
      this.coveredAt = undefined;
    }
    this.set(node, order >= 0, nowUs);
  }

  died(node: number, nowUs: number): void {
    this.living--;
    this.set(node, false, nowUs);
  }

  cameBack(node: number, nowUs: number): void {
    this.living++;
    this.set(node, false, nowUs);
  }

  private set(node: number, holds: boolean, nowUs: number): void {
    const now = holds ? 1 : 0;
    this.holders += now - (this.holds[node] as number);
    this.holds[node] = now;
    if (this.holders === 0 || this.holders < this.living) this.coveredAt = undefined;
    else this.coveredAt ??= nowUs;
  }
}
