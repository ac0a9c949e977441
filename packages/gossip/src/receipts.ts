import { equalBytes, type Replica } from "@hearsay/merge";
import { digestOf } from "./digest";
import type { PeerId } from "./peer-id";

/** So many of the states that hold what the user wrote are remembered by their digests. */
export const MAX_DIGESTS = 64;

/** Which peers have said that they hold all that this node's user wrote: neighbors by their versions, others by digests. */
export class Receipts<Operation> {
  /** What this node had when its user last wrote; undefined where that never happened. */
  private written: Uint8Array | undefined;
  private readonly holders = new Set<PeerId>();
  /** Digests of states of this node since then: who has one of them has all that was written. */
  private digests: Uint8Array[] = [];

  constructor(private readonly replica: Replica<Operation>) {}

  /** Undefined where nothing was written. */
  get peers(): ReadonlySet<PeerId> | undefined {
    return this.written && this.holders;
  }

  wrote(): void {
    this.written = this.replica.version();
    this.holders.clear();
    this.digests = [digestOf(this.written)];
  }

  heard(peer: PeerId, version: Uint8Array): void {
    if (!this.written) return;
    if (this.replica.includes(version, this.written)) this.holders.add(peer);
    else this.holders.delete(peer);
  }

  /** What this node has is new, and is not only known to neighbors. */
  changed(): void {
    if (!this.written) return;
    const digest = digestOf(this.replica.version());
    const last = this.digests.at(-1);
    if (last && equalBytes(last, digest)) return;
    if (this.digests.length >= MAX_DIGESTS) this.digests.shift();
    this.digests.push(digest);
  }

  /** `peer`, which may be no neighbor, told the digest of what it has. */
  heardDigest(peer: PeerId, digest: Uint8Array): void {
    if (this.digests.some((each) => equalBytes(each, digest))) this.holders.add(peer);
  }

  forget(peer: PeerId): void {
    this.holders.delete(peer);
  }
}
