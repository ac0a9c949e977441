import type { PeerId } from "@hearsay/gossip";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Carried, MAX_CARRY_HOPS } from "./frame";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** What one neighbor may have carried. */
export const CARRY_BUDGET: BucketSize = { burst: 256, perSecond: 32 };

/** So many that passed here are remembered, so that none passes twice. */
export const MAX_REMEMBERED = 1_024;

export interface CourierOptions {
  readonly self: PeerId;
  readonly neighbors: () => Iterable<PeerId>;
  readonly send: (to: PeerId, carried: Carried) => void;
  /** An introduction for this tab came. Who it is said to be from the seal tells. */
  readonly deliver: (from: PeerId, sealed: Uint8Array) => void;
  /** A clock that never steps, in whole ms. */
  readonly monotonic: () => number;
}

/**
 * Carries sealed introductions from neighbor to neighbor, so that a room mends itself, and takes in whoever is connected
 * to one of it, while its server is away. Each goes along every link but the one it came by, a few hops far, and once.
 */
export class Courier {
  private readonly passed = new Set<string>();
  private readonly budgets = new Map<PeerId, TokenBucket>();

  constructor(private readonly options: CourierOptions) {}

  /** Sends an introduction of this tab on its way. Returns whether there was anybody to carry it. */
  send(to: PeerId, sealed: Uint8Array): boolean {
    const { self } = this.options;
    this.remember(sealed);
    return this.pass({ hops: MAX_CARRY_HOPS, from: self, to, sealed }, self) > 0;
  }

  /** Takes what `neighbor` carries, for this tab or to go on. */
  receive(neighbor: PeerId, carried: Carried): void {
    const { self, deliver, monotonic } = this.options;
    const budget = this.budgets.get(neighbor) ?? new TokenBucket(CARRY_BUDGET, monotonic());
    this.budgets.set(neighbor, budget);
    if (carried.from === self || !budget.take(1, monotonic()) || !this.remember(carried.sealed)) return;
    if (carried.to === self) deliver(carried.from, carried.sealed);
    else if (carried.hops > 1) this.pass({ ...carried, hops: carried.hops - 1 }, neighbor);
  }

  /** The channel to `neighbor` is gone. */
  forget(neighbor: PeerId): void {
    this.budgets.delete(neighbor);
  }

  private pass(carried: Carried, but: PeerId): number {
    const others = [...this.options.neighbors()].filter((peer) => peer !== but && peer !== carried.from);
    const goesTo = others.includes(carried.to) ? [carried.to] : others;
    for (const peer of goesTo) this.options.send(peer, carried);
    return goesTo.length;
  }

  /** Returns whether it is new here. */
  private remember(sealed: Uint8Array): boolean {
    // A counter and a nonce of 24 random bytes come first: what differs there differs.
    const name = bytesToHex(sealed.subarray(0, 32));
    if (this.passed.has(name)) return false;
    this.passed.add(name);
    const [oldest] = this.passed;
    if (this.passed.size > MAX_REMEMBERED && oldest !== undefined) this.passed.delete(oldest);
    return true;
  }
}
