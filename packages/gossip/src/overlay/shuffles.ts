import type { PeerId } from "../peer-id";
import type { Random } from "../random";
import { MAX_NAMED, MAX_WALK, type OverlayMessage } from "./overlay-message";

/** How long until the next shuffle; while they bring nothing new, the wait doubles, up to the maximum. */
export const MIN_SHUFFLE_MS = 10_000;
export const MAX_SHUFFLE_MS = 320_000;

/** How many of its neighbors, and of the others it knows, a node names in a shuffle. HyParView's k_a and k_p. */
const NAMED_ACTIVE = 3;
const NAMED_PASSIVE = 4;

/** What an overlay does for its shuffles. */
export interface ShuffleHost {
  readonly random: Random;
  send(peer: PeerId, message: OverlayMessage): void;
  neighborBut(but: (peer: PeerId) => boolean): PeerId | undefined;
  isNeighbor(peer: PeerId): boolean;
  /** So many neighbors and so many others. */
  sample(active: number, passive: number): PeerId[];
  /** Remembers peers of which `teller` tells. Returns whether there was room for one that was unknown. */
  learn(peers: readonly PeerId[], teller: PeerId, now: number): boolean;
  /** Whether this node knows all that it could learn of. */
  knowsAll(): boolean;
}

/** Now and then a node exchanges a few of those it knows with one some links away, so that who is gone is forgotten. */
export class Shuffles {
  dueAt = Number.POSITIVE_INFINITY;
  private waitMs = MIN_SHUFFLE_MS;

  constructor(private readonly host: ShuffleHost) {}

  /** Links came or went: a shuffle may bring something. */
  hasten(now: number): void {
    this.waitMs = MIN_SHUFFLE_MS;
    this.plan(now);
  }

  onTick(now: number): void {
    // It may be that the clock was set back.
    if (now < this.dueAt && this.dueAt <= now + MAX_SHUFFLE_MS) return;
    const peer = this.host.knowsAll() ? undefined : this.host.neighborBut(() => false);
    const peers = this.host.sample(NAMED_ACTIVE, NAMED_PASSIVE);
    if (peer !== undefined) this.host.send(peer, { type: "shuffle", steps: MAX_WALK - 1, path: [], peers });
    this.waitMs = Math.min(MAX_SHUFFLE_MS, 2 * this.waitMs);
    this.dueAt = Number.POSITIVE_INFINITY;
    this.plan(now);
  }

  onShuffle(from: PeerId, message: Extract<OverlayMessage, { readonly type: "shuffle" }>, now: number): void {
    const { steps, path, peers } = message;
    const way = [...path, from];
    const next = steps > 0 && way.length < MAX_WALK ? this.host.neighborBut((each) => way.includes(each)) : undefined;
    if (next !== undefined) return this.host.send(next, { type: "shuffle", steps: steps - 1, path: way, peers });
    // Before what came is remembered, or it would be sent back.
    const answer = this.host.sample(0, Math.min(MAX_NAMED, peers.length));
    this.host.learn([...peers, ...way], from, now);
    this.host.send(from, { type: "shuffled", path, peers: answer });
  }

  onShuffled(from: PeerId, message: Extract<OverlayMessage, { readonly type: "shuffled" }>, now: number): void {
    const { path, peers } = message;
    const next = path.at(-1);
    if (next === undefined) {
      if (this.host.learn(peers, from, now)) this.hasten(now);
    } else if (this.host.isNeighbor(next)) {
      this.host.send(next, { type: "shuffled", path: path.slice(0, -1), peers });
    }
  }

  private plan(now: number): void {
    // Half of it at random, so that a room whose tabs came together does not shuffle in step.
    const half = Math.floor(this.waitMs / 2);
    this.dueAt = Math.min(this.dueAt, now + half + this.host.random.below(half));
  }
}
