import type { PeerId } from "../peer-id";
import type { Random } from "../random";
import { sampleOf } from "./passive-view";

/** Who has been a neighbor for so long has settled. */
export const SETTLED_MS = 10_000;

/** Of those that have settled the first so many never go for another. */
export const KEPT = 3;

/** Of those that have settled so many go for others in so long at most. */
export const MAX_DISPLACED = 2;
export const DISPLACING_MS = 10_000;

/**
 * Which neighbor goes where there are too many. How many neighbors each has is its own word, and a member can come in
 * under as many names as it likes, each without any: so those that have been there for long go seldom, and some never.
 */
export class Displacement {
  /** Since when each neighbor has been one, the first first. */
  private readonly since = new Map<PeerId, number>();
  /** How many neighbors each neighbor said it has. */
  private readonly degrees = new Map<PeerId, number>();
  /** When the last of those that had settled went for others. */
  private displacedAt: readonly number[] = [];
  /** The neighbor that came last: it stays where another must go. */
  newest: PeerId | undefined;
  /** So does the one that joined last, or was joined: it may be all that holds two halves of a room together. */
  joined: PeerId | undefined;

  constructor(private readonly random: Random) {}

  onConnected(peer: PeerId, now: number): void {
    this.forget(peer);
    this.since.set(peer, now);
    this.newest = peer;
  }

  forget(peer: PeerId): void {
    this.since.delete(peer);
    this.degrees.delete(peer);
    if (this.newest === peer) this.newest = undefined;
    if (this.joined === peer) this.joined = undefined;
  }

  /** `peer` joins by this node. */
  onJoin(peer: PeerId): void {
    this.joined = peer;
    this.degrees.set(peer, 0);
  }

  /** `peer` told how many neighbors it has. */
  onDegree(peer: PeerId, degree: number): void {
    this.degrees.set(peer, degree);
  }

  /** The one of `active` that is to go for `peer`, which may be `peer` itself. */
  victimFor(peer: PeerId, active: readonly PeerId[], now: number): PeerId {
    const victim = this.mostConnected(this.displaceable(peer, active, now));
    const degree = this.degrees.get(peer);
    const isFewer = (degree ?? 0) + 1 < this.degreeOf(victim);
    return victim !== undefined && (isFewer || degree === 0) ? victim : peer;
  }

  /**
   * The one of `active` that goes where they are too many, though nobody asks for its place. Any may, where they are so
   * since the room was complete, and not since others pushed in.
   */
  surplus(active: readonly PeerId[], mayBeAny: boolean, now: number): PeerId | undefined {
    const { newest, joined } = this;
    const any = active.filter((peer) => peer !== newest && peer !== joined);
    const peers = mayBeAny ? any : this.displaceable(newest, active, now);
    return this.mostConnected(peers) ?? newest;
  }

  /** `peer` goes for another. */
  onDisplaced(peer: PeerId, now: number): void {
    if (this.hasSettled(peer, now)) this.displacedAt = [...this.displacedAt, now].slice(-MAX_DISPLACED);
  }

  private displaceable(but: PeerId | undefined, active: readonly PeerId[], now: number): PeerId[] {
    const settled = [...this.since.keys()].filter((peer) => active.includes(peer) && this.hasSettled(peer, now));
    const recent = this.displacedAt.filter((at) => Math.abs(now - at) < DISPLACING_MS).length;
    const staying = new Set(settled.slice(0, recent < MAX_DISPLACED ? KEPT : settled.length));
    return active.filter((peer) => peer !== but && peer !== this.joined && !staying.has(peer));
  }

  private hasSettled(peer: PeerId, now: number): boolean {
    const since = this.since.get(peer);
    // A clock that was set makes nobody a newcomer.
    return since !== undefined && Math.abs(now - since) >= SETTLED_MS;
  }

  private mostConnected(peers: readonly PeerId[]): PeerId | undefined {
    const most = Math.max(...peers.map((peer) => this.degreeOf(peer)));
    return sampleOf(
      peers.filter((each) => this.degreeOf(each) === most),
      1,
      this.random,
    )[0];
  }

  private degreeOf(peer: PeerId | undefined): number {
    return (peer && this.degrees.get(peer)) ?? 0;
  }
}
