import { Blake2s, equalBytes, type Replica, replicaIdToBytes } from "@hearsay/merge";
import { digestOf } from "./digest";
import type { Effect } from "./effect";
import type { PeerId } from "./peer-id";

/** How many bytes stand for a state. */
export const STATE_BYTES = 8;

/**
 * What stands for all that a node holds where `teller` tells it. By another it would be told in other bytes: whoever
 * prepares two texts that look the same from one has not prepared them for the others.
 */
export function stateOf<Operation>(replica: Replica<Operation>, teller: PeerId): Uint8Array {
  return toldBy(teller, replica.fingerprint());
}

function toldBy(teller: PeerId, fingerprint: Uint8Array): Uint8Array {
  return new Blake2s().raw(fingerprint).raw(replicaIdToBytes(teller)).digest().slice(0, STATE_BYTES);
}

/** So many of the states that a node was in last are remembered: what a neighbor says of its own comes a little later. */
export const MAX_PAST = 64;

/**
 * Which neighbors hold something else under the version that this node has, which no honest writer can bring about.
 * Nothing is merged for it: both keep what they have, and count as having the same, so that neither asks the other.
 */
export class Divergence<Operation> {
  private readonly peers = new Set<PeerId>();
  /** Fingerprints, by the digest of the version. */
  private readonly past = new Map<string, Uint8Array>();

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** What this node holds is new. */
  changed(): void {
    this.past.set(String(digestOf(this.replica.version())), this.replica.fingerprint());
    const [oldest] = this.past.keys();
    if (this.past.size > MAX_PAST && oldest !== undefined) this.past.delete(oldest);
  }

  /** What this node wrote is written again, under versions that may have been before. */
  restamped(): void {
    this.past.clear();
    this.changed();
  }

  /**
   * `peer` told its version, which may be one that this node had before, and its state; undefined where it did not. Where
   * somebody writes all the time, two nodes may never have the same at once.
   */
  heard(peer: PeerId, version: Uint8Array, state: Uint8Array | undefined): void {
    if (!state) return;
    const isNow = equalBytes(version, this.replica.version());
    const fingerprint = isNow ? this.replica.fingerprint() : this.past.get(String(digestOf(version)));
    if (!fingerprint) return;
    if (!equalBytes(state, toldBy(peer, fingerprint))) this.found(peer);
    else if (isNow && this.peers.delete(peer)) this.perform({ type: "reconciled", peer });
  }

  /** `peer` sent what contradicts what this node holds, or holds something else under its version. */
  found(peer: PeerId): void {
    if (this.peers.has(peer)) return;
    this.peers.add(peer);
    this.perform({ type: "diverged", peer });
  }

  /** The channel to `peer` is gone, or new. */
  forget(peer: PeerId): void {
    this.peers.delete(peer);
  }
}
