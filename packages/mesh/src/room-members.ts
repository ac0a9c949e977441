import type { PeerId } from "@hearsay/gossip";
import { equalBytes } from "@hearsay/merge";
import type { Member, Neighbor } from "./mesh";

/** What everyone in the room says of itself, whether a channel leads to it or others tell of it. */
export class RoomMembers {
  private readonly presences = new Map<PeerId, Uint8Array>();

  has(peer: PeerId): boolean {
    return this.presences.has(peer);
  }

  /** Empty until `peer` has said something. */
  presenceOf(peer: PeerId): Uint8Array {
    return this.presences.get(peer) ?? NO_PRESENCE;
  }

  /** Returns whether that is new: presence is repeated for ever, and what is not new must cost nothing. */
  set(peer: PeerId, presence: Uint8Array): boolean {
    const before = this.presences.get(peer);
    if (before && equalBytes(before, presence)) return false;
    this.presences.set(peer, presence);
    return true;
  }

  delete(peer: PeerId): void {
    this.presences.delete(peer);
  }

  /** The neighbors, and those whom others tell of, in order of id. */
  beside(neighbors: readonly Neighbor[], isDoubted: (peer: PeerId) => boolean): readonly Member[] {
    const members = new Map<PeerId, Member>(neighbors.map((each) => [each.peer, { ...each, isNeighbor: true }]));
    for (const [peer, presence] of this.presences) {
      if (members.has(peer)) continue;
      members.set(peer, { peer, presence, suspected: isDoubted(peer), isNeighbor: false });
    }
    return [...members.values()].sort((left, right) => (left.peer < right.peer ? -1 : 1));
  }
}

export const NO_PRESENCE: Uint8Array = new Uint8Array(0);
