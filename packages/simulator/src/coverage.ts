import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import type { SimulatedNode } from "./simulated-node";

/** Which of the living nodes hold the newest data. */
export interface Coverage {
  /** How many they are. */
  readonly covered: number;
  readonly alive: number;
  /** Since when all living nodes hold the newest data, in µs; undefined where they do not. */
  readonly coveredUs: number | undefined;
  has(node: number): boolean;
  /** A node's data changed. */
  changed(node: SimulatedNode, nowUs: number): void;
  died(node: number, nowUs: number): void;
  /** A node lives again, and holds nothing. */
  cameBack(node: number, nowUs: number): void;
}

/** That of registers: the newest data are those of the latest timestamp that anyone ever wrote. */
export class TimestampCoverage implements Coverage {
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

  get coveredUs(): number | undefined {
    return this.coveredAt;
  }

  has(node: number): boolean {
    return this.holds[node] === 1;
  }

  changed({ index, register: { timestamp } }: SimulatedNode, nowUs: number): void {
    if (!timestamp) return;
    const order = this.newest ? compareTimestamps(timestamp, this.newest) : 1;
    if (order > 0) {
      this.newest = timestamp;
      this.holds.fill(0);
      this.holders = 0;
      this.coveredAt = undefined;
    }
    this.set(index, order >= 0, nowUs);
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
