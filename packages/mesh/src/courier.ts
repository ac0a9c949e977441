import type { PeerId } from "@hearsay/gossip";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Carried, MAX_CARRY_HOPS } from "./frame";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** What one neighbor may have carried. */
export const CARRY_BUDGET: BucketSize = { burst: 256, perSecond: 32 };

/** So many that passed here are remembered, so that none passes twice, unless it may go further. */
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
  /** What passed here, and how far each could still go. */
  private readonly passed = new Map<string, number>();
  private readonly budgets = new Map<PeerId, TokenBucket>();

  constructor(private readonly options: CourierOptions) {}

  /** Sends an introduction of this tab on its way. Returns whether there was anybody to carry it. */
  send(to: PeerId, sealed: Uint8Array): boolean {
    const { self } = this.options;
    const carried = { hops: MAX_CARRY_HOPS, from: self, to, sealed };
    this.remember(carried);
    return this.pass(carried, self) > 0;
  }

  /** Takes what `neighbor` carries, for this tab or to go on. */
  receive(neighbor: PeerId, carried: Carried): void {
    const { self, deliver, monotonic } = this.options;
    const budget = this.budgets.get(neighbor) ?? new TokenBucket(CARRY_BUDGET, monotonic());
    this.budgets.set(neighbor, budget);
    if (carried.from === self || !budget.take(1, monotonic())) return;
    const before = this.remember(carried);
    if (carried.to === self && before === undefined) deliver(carried.from, carried.sealed);
    // Whoever sends it on for one hop only keeps it from nobody further off.
    else if (carried.to !== self && carried.hops > Math.max(1, before ?? 0)) {
      this.pass({ ...carried, hops: carried.hops - 1 }, neighbor);
    }
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

  /** Returns how far the same could go that passed before; undefined where it is new. */
  private remember({ hops, sealed }: Carried): number | undefined {
    const name = bytesToHex(sha256(sealed));
    const before = this.passed.get(name);
    this.passed.set(name, Math.max(hops, before ?? 0));
    const [oldest] = this.passed.keys();
    if (this.passed.size > MAX_REMEMBERED && oldest !== undefined) this.passed.delete(oldest);
    return before;
  }
}
