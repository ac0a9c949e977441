import {
  MAX_TIME_MS,
  type MergeResult,
  Register,
  type RegisterOperation,
  type Replica,
  type ReplicaId,
  type Timestamp,
} from "@hearsay/merge";

/**
 * A register with hybrid clocks and no drift bound, to show what the bound is for: whatever time a timestamp claims is
 * believed, and what is written upon it is later still. Nothing but figures and their tests may use it.
 */
export class UnboundedRegister implements Replica<RegisterOperation> {
  readonly pushes = "whole";
  /** What it holds at the moment, as an ordinary register. */
  copy: Register;

  constructor(protected readonly replica: ReplicaId) {
    this.copy = new Register(replica);
  }

  get text(): string {
    return this.copy.text;
  }

  get timestamp(): Timestamp | undefined {
    return this.copy.timestamp;
  }

  version(): Uint8Array {
    return this.copy.version();
  }

  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined {
    return this.copy.since(version, maxBytes);
  }

  shareOf(version: Uint8Array): number {
    return this.copy.shareOf(version);
  }

  includes(version: Uint8Array, part: Uint8Array): boolean {
    return this.copy.includes(version, part);
  }

  fingerprint(): Uint8Array {
    return this.copy.fingerprint();
  }

  merge(delta: Uint8Array, _now: number): MergeResult {
    return this.copy.merge(delta, MAX_TIME_MS);
  }

  edit(operation: RegisterOperation, now: number): void {
    // At the time of what it holds, nothing is ahead: the clock moves on from there.
    this.copy.edit(operation, Math.max(now, this.timestamp?.timeMs ?? now));
  }

  restamp(): undefined {}
}
