import type { PeerId } from "./peer-id";
import type { Random } from "./random";

/** Whom a node is connected to. An interface, so that a simulated complete graph need not be written out. */
export interface NeighborSet {
  readonly size: number;
  has(peer: PeerId): boolean;
  /** The neighbor at `index`, 0 to `size - 1`, in an order that only `add` and `remove` change. */
  at(index: number): PeerId;
  add(peer: PeerId): void;
  remove(peer: PeerId): void;
}

/** Neighbors in an array, with an index to find them: every operation takes constant time. */
export class NeighborList implements NeighborSet {
  private readonly peers: PeerId[] = [];
  private readonly indexes = new Map<PeerId, number>();

  get size(): number {
    return this.peers.length;
  }

  has(peer: PeerId): boolean {
    return this.indexes.has(peer);
  }

  at(index: number): PeerId {
    const peer = this.peers[index];
    if (peer === undefined) throw new RangeError(`Expected an index below ${this.size}, got ${index}`);
    return peer;
  }

  add(peer: PeerId): void {
    if (this.indexes.has(peer)) return;
    this.indexes.set(peer, this.peers.length);
    this.peers.push(peer);
  }

  remove(peer: PeerId): void {
    const index = this.indexes.get(peer);
    const last = this.peers.pop();
    if (index === undefined || last === undefined) {
      if (last !== undefined) this.peers.push(last);
      return;
    }
    this.indexes.delete(peer);
    if (last === peer) return;
    this.peers[index] = last;
    this.indexes.set(last, index);
  }
}

/** One of those of whom `condition` holds, each as likely as any other; undefined where there is none. */
export function pickOne(
  peers: Iterable<PeerId>,
  condition: (peer: PeerId) => boolean,
  random: Random,
): PeerId | undefined {
  const candidates = [...peers].filter(condition);
  return candidates.length > 0 ? candidates[random.below(candidates.length)] : undefined;
}

export function* everyNeighbor(neighbors: NeighborSet): Iterable<PeerId> {
  for (let i = 0; i < neighbors.size; i++) yield neighbors.at(i);
}
