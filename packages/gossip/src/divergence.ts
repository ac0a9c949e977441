import { Blake2s, equalBytes, type Replica, replicaIdToBytes } from "@hearsay/merge";
import type { Effect } from "./effect";
import type { PeerId } from "./peer-id";

/** How many bytes stand for a state. */
export const STATE_BYTES = 8;

/**
 * What stands for all that a node holds where `teller` tells it. By another it would be told in other bytes: whoever
 * prepares two texts that look the same from one has not prepared them for the others.
 */
export function stateOf<Operation>(replica: Replica<Operation>, teller: PeerId): Uint8Array {
  const hash = new Blake2s().raw(replica.fingerprint()).raw(replicaIdToBytes(teller));
  return hash.digest().slice(0, STATE_BYTES);
}

/**
 * Which neighbors hold something else under the version that this node has, which no honest writer can bring about.
 * Nothing is merged for it: both keep what they have, and count as having the same, so that neither asks the other.
 */
export class Divergence<Operation> {
  private readonly peers = new Set<PeerId>();

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly perform: (effect: Effect) => void,
  ) {}

  /** `peer` has this node's version, and told its state; undefined where it did not. */
  heard(peer: PeerId, state: Uint8Array | undefined): void {
    if (!state) return;
    if (!equalBytes(state, stateOf(this.replica, peer))) this.found(peer);
    else if (this.peers.delete(peer)) this.perform({ type: "reconciled", peer });
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
