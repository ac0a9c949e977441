import type { PeerId } from "../peer-id";

/** So many dials go on at once at most. */
export const MAX_DIALS = 15;

/** And so many of those that are known by hearsay alone, which may be invented. */
export const MAX_HEARSAY_DIALS = 10;

/** Most dials that come to something have by then. */
export const PATIENCE_MS = 1_000;

/** Who is being dialled, and since when. */
export class Dials {
  private readonly since = new Map<PeerId, number>();

  get size(): number {
    return this.since.size;
  }

  has(peer: PeerId): boolean {
    return this.since.has(peer);
  }

  begin(peer: PeerId, now: number): void {
    this.since.set(peer, now);
  }

  /** Returns whether `peer` was being dialled. */
  end(peer: PeerId): boolean {
    return this.since.delete(peer);
  }

  /** How many are of some use: one that takes longer may be of one who is dead, and others are dialled beside it. */
  hopeful(now: number, patienceMs: number): number {
    return [...this.since.values()].filter((since) => now - since < patienceMs).length;
  }

  /** How many are of peers for which `condition` holds. */
  count(condition: (peer: PeerId) => boolean): number {
    return [...this.since.keys()].filter(condition).length;
  }
}
