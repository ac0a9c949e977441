import type { Effect } from "../effect";
import { everyNeighbor, type NeighborSet } from "../neighbor-set";
import type { PeerId } from "../peer-id";
import type { Random } from "../random";
import { Dials, MAX_DIALS, MAX_HEARSAY_DIALS, PATIENCE_MS } from "./dials";
import { Displacement } from "./displacement";
import { MAX_DEGREE, MAX_NAMED, MAX_WALK, type OverlayMessage } from "./overlay-message";
import { PassiveView, sampleOf } from "./passive-view";
import { Shuffles } from "./shuffles";

export interface OverlayOptions {
  /** How many neighbors a node seeks. */
  readonly activeSize: number;
  /** How many it keeps at most. */
  readonly maxActive: number;
  /** How many others it remembers, whom to turn to where neighbors are lost. */
  readonly passiveSize: number;
}

/** As in HyParView: up to 6 tabs everyone is connected to everyone, beyond to a random few. */
export const DEFAULT_OVERLAY: OverlayOptions = { activeSize: 5, maxActive: 6, passiveSize: 30 };

/** What a node does for its overlay. */
export interface OverlayHost {
  readonly self: PeerId;
  readonly neighbors: NeighborSet;
  readonly random: Random;
  /** Sends a message after those before it. */
  send(peer: PeerId, message: OverlayMessage): void;
  perform(effect: Effect): void;
  /** Whether gossip tells that `peer` is in the room; true where nobody says so of anyone. */
  isHeard(peer: PeerId): boolean;
  /** Of whom gossip tells that they are in the room; none where nobody says so of anyone. */
  heard(): readonly PeerId[];
  /** How many neighbors this node has is new. */
  degreeChanged(): void;
}

/** Where the walk of a join has so many steps left, the newcomer is remembered. HyParView's passive random walk length. */
const REMEMBERING_STEPS = 3;

/** Who has no neighbor yet dials so many at once: each takes the processor from the one that is to bring the note. */
export const FIRST_DIALS = 2;

/** Who was asked to part has so long to close the channel. */
const PART_TIMEOUT_MS = 2_000;

/** While something is amiss, this often it is looked at. */
export const TICK_MS = 500;

/** Who is named by the introducer and not heard of for so long may be in another half of the room. */
export const APART_AFTER_MS = 3_000;

/** Of so many at most the introducer is believed that they are there. */
export const MAX_LISTED = 256;

/**
 * Whom a node is connected to, after HyParView (Leitão, Pereira, Rodrigues 2007): a small active view, kept full from a
 * larger passive one. Unlike there, a full node takes in whoever has fewer neighbors than one of its own, in that one's
 * place: so none stays alone, and nobody is sent away who would then lack neighbors.
 */
export class Overlay {
  private readonly passive: PassiveView;
  private readonly shuffles: Shuffles;
  private readonly displacement: Displacement;
  private readonly dialing = new Dials();
  /** Who is named by the introducer. */
  private readonly listed = new Set<PeerId>();
  /** Neighbors that were asked to part, and until when they may take. */
  private readonly parting = new Map<PeerId, number>();
  /** Neighbors whose channel this node closes. */
  private readonly closing = new Set<PeerId>();
  /** Those with whom there is a channel, and nothing to say on it. */
  private readonly foreign = new Set<PeerId>();
  /** Who is dialed since it may be in another half of the room. */
  private readonly bridges = new Set<PeerId>();
  private isComplete = false;
  /** The room was complete, and is to be so no longer. */
  private isThinning = false;
  private hasJoined = false;
  /** Since when each peer is named by the introducer and not heard of. */
  private readonly apartSince = new Map<PeerId, number>();
  private bridgedAt = Number.NEGATIVE_INFINITY;
  /** How many neighbors it has is yet to be told, with the next tick: who comes and goes makes others come and go. */
  private isDegreeNew = false;
  private timerAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly options: OverlayOptions,
    private readonly host: OverlayHost,
  ) {
    this.passive = new PassiveView(options.passiveSize, host.random);
    this.displacement = new Displacement(host.random);
    this.shuffles = new Shuffles({
      random: host.random,
      send: (peer, message) => host.send(peer, message),
      neighborBut: (but) => this.randomNeighbor(but),
      isNeighbor: (peer) => host.neighbors.has(peer),
      sample: (active, passive) => [...sampleOf(this.active(), active, host.random), ...this.passive.sample(passive)],
      learn: (peers, teller, now) => this.learn(peers, teller, now),
      knowsAll: () => this.knowsAll(),
    });
  }

  /** How many neighbors are kept. */
  get degree(): number {
    let degree = 0;
    for (const peer of everyNeighbor(this.host.neighbors)) if (this.isActive(peer)) degree++;
    return Math.min(degree, MAX_DEGREE);
  }

  /** The naive way needs everyone connected to everyone. */
  setComplete(isComplete: boolean, now: number): void {
    this.isThinning = this.isComplete && !isComplete;
    this.isComplete = isComplete;
    this.seek(now);
  }

  /** The introducer names `peers`, all that there are where `areAll`. */
  onListed(peers: readonly PeerId[], areAll: boolean, now: number): void {
    if (areAll) for (const peer of [...this.listed]) if (!peers.includes(peer)) this.unlist(peer);
    for (const peer of peers) {
      if (peer === this.host.self || this.listed.size >= MAX_LISTED) continue;
      this.listed.add(peer);
      // Who is being dialled is remembered too: that may fail.
      if (this.host.neighbors.has(peer) || this.foreign.has(peer)) continue;
      this.passive.list(peer);
      this.passive.retry(peer);
    }
    // Who comes in dials some itself, and has its hands full at first.
    if (areAll || this.host.neighbors.size === 0) this.seek(now);
    else this.schedule(now);
  }

  /** The introducer does not name `peer` any more. Whoever is a neighbor stays one. */
  unlist(peer: PeerId): void {
    this.listed.delete(peer);
    this.passive.remove(peer);
    // The introducer may have started anew: who is heard of is there all the same.
    if (!this.isTaken(peer) && this.host.isHeard(peer)) this.passive.keep(peer, { listed: false, isMet: false });
  }

  onConnected(peer: PeerId, now: number): void {
    const { host } = this;
    this.passive.reached(peer);
    this.forget(peer);
    this.displacement.onConnected(peer, now);
    // Those of another half are to hear of this node as well, so that one link does not hold the two together.
    const isNew = this.bridges.delete(peer) || !this.hasJoined;
    if (this.dialing.end(peer)) {
      if (isNew) this.displacement.joined = peer;
      host.send(peer, isNew ? { type: "join" } : { type: "neighbor", degree: this.degree - 1 });
    }
    this.hasJoined = true;
    this.shuffles.hasten(now);
    this.isDegreeNew = true;
    this.schedule(now);
  }

  /** `peer` could not be connected to. */
  onFailed(peer: PeerId, now: number): void {
    if (!this.dialing.end(peer)) return;
    this.bridges.delete(peer);
    // Where nobody at all can be reached, it may be for this node's own network.
    this.passive.failed(peer, now, this.host.neighbors.size > 0);
    this.seek(now);
  }

  /** `peer` speaks another version: its channel is there, but it is no neighbor. */
  onForeign(peer: PeerId, now: number): void {
    this.forget(peer);
    this.foreign.add(peer);
    this.isDegreeNew = true;
    this.seek(now);
  }

  /** Whether one of the two ends the channel to `peer`, though both live. */
  isMeant(peer: PeerId): boolean {
    return this.parting.has(peer) || this.closing.has(peer);
  }

  /** `peer` said goodbye. */
  onDeparted(peer: PeerId, now: number): void {
    this.unlist(peer);
    this.forget(peer);
    this.onDisconnected(peer, now);
  }

  /** The channel to `peer` is gone. */
  onDisconnected(peer: PeerId, now: number): void {
    const wasMeant = this.isMeant(peer);
    this.forget(peer);
    if (this.isTaken(peer)) return;
    if (wasMeant || this.listed.has(peer)) {
      this.passive.keep(peer, { listed: this.listed.has(peer), isMet: true });
      this.passive.failed(peer, now, true);
    } else this.passive.remove(peer);
    if (!wasMeant) this.shuffles.hasten(now);
    if (this.host.neighbors.size === 0) this.hasJoined = false;
    this.isDegreeNew = true;
    this.seek(now);
  }

  /** `peer` told how many neighbors it has. */
  onDegree(peer: PeerId, degree: number): void {
    this.displacement.onDegree(peer, degree);
  }

  onMessage(from: PeerId, message: OverlayMessage, now: number): void {
    switch (message.type) {
      case "join":
        this.onJoin(from, now);
        break;
      case "forwardJoin":
        this.onForwardJoin(from, message.peer, message.steps, now);
        break;
      case "neighbor":
        this.displacement.onDegree(from, message.degree);
        this.makeRoom(from, now);
        break;
      case "part":
        this.learn(message.peers, from, now);
        this.closing.add(from);
        this.host.perform({ type: "disconnect", peer: from });
        break;
      case "shuffle":
        this.shuffles.onShuffle(from, message, now);
        break;
      case "shuffled":
        this.shuffles.onShuffled(from, message, now);
        break;
      default:
        message satisfies never;
    }
    this.seek(now);
  }

  onTimer(now: number): void {
    this.timerAt = Number.POSITIVE_INFINITY;
    for (const [peer, deadline] of [...this.parting]) {
      if (isOver(deadline, now, PART_TIMEOUT_MS)) this.host.perform({ type: "disconnect", peer });
    }
    // One at a time: where all have too many, since the room was complete, two ends of a link let go of different ones.
    if (this.degree <= this.maxActive) this.isThinning = false;
    else this.part(this.displacement.surplus(this.active(), this.isThinning, now), now);
    if (this.isDegreeNew) this.host.degreeChanged();
    this.isDegreeNew = false;
    this.bridge(now);
    this.shuffles.onTick(now);
    this.seek(now);
  }

  private get activeSize(): number {
    return this.isComplete ? MAX_DEGREE : this.options.activeSize;
  }

  private get maxActive(): number {
    return this.isComplete ? MAX_DEGREE : this.options.maxActive;
  }

  /** Dials as many as are missing, those first of whom gossip tells that they are there. */
  private seek(now: number): void {
    const isAlone = this.host.neighbors.size === 0;
    const sought = isAlone ? Math.min(FIRST_DIALS, this.activeSize) : this.activeSize - this.degree;
    for (let missing = sought - this.dialing.hopeful(now, isAlone ? TICK_MS : PATIENCE_MS); missing > 0; missing--) {
      const ofHearsay = this.dialing.count((peer) => !this.passive.has(peer) || this.passive.isHearsay(peer));
      const isHearsayLeft = ofHearsay < MAX_HEARSAY_DIALS;
      const isFree = (peer: PeerId) => !this.isTaken(peer) && (isHearsayLeft || !this.passive.isHearsay(peer));
      const peer =
        this.passive.pick(now, (each) => isFree(each) && this.host.isHeard(each)) ?? this.passive.pick(now, isFree);
      if (peer === undefined || this.dialing.size >= MAX_DIALS) break;
      this.dial(peer, now);
    }
    this.schedule(now);
  }

  private dial(peer: PeerId, now: number): void {
    this.dialing.begin(peer, now);
    this.host.perform({ type: "connect", peer });
  }

  private onJoin(from: PeerId, now: number): void {
    this.displacement.onJoin(from);
    const others = this.active().filter((peer) => peer !== from);
    for (const peer of others) this.host.send(peer, { type: "forwardJoin", peer: from, steps: MAX_WALK });
    const known = [...others, ...this.passive.sample(MAX_NAMED)].filter((peer) => peer !== from);
    this.host.send(from, { type: "shuffled", path: [], peers: sampleOf(known, MAX_NAMED, this.host.random) });
    this.makeRoom(from, now);
  }

  private onForwardJoin(from: PeerId, peer: PeerId, steps: number, now: number): void {
    if (peer === this.host.self) return;
    const next = steps > 0 ? this.randomNeighbor((each) => each === from || each === peer) : undefined;
    const isTaken = this.isTaken(peer);
    if (!isTaken && (next === undefined || steps === REMEMBERING_STEPS)) this.passive.hear(peer, from, now);
    if (next !== undefined) this.host.send(next, { type: "forwardJoin", peer, steps: steps - 1 });
    // Who could not be reached just now is not remembered.
    else if (!isTaken && this.passive.has(peer) && this.degree + this.dialing.size < this.maxActive)
      this.dial(peer, now);
  }

  /** Where `peer` makes one too many, the one with most neighbors goes, or `peer`, which is told of others. */
  private makeRoom(peer: PeerId, now: number): void {
    if (this.degree <= this.maxActive) return;
    this.part(this.displacement.victimFor(peer, this.active(), now), now);
  }

  private part(peer: PeerId | undefined, now: number): void {
    if (peer === undefined) return;
    this.displacement.onDisplaced(peer, now);
    const known = [...this.active(), ...this.passive.sample(MAX_NAMED)].filter((each) => each !== peer);
    this.host.send(peer, { type: "part", peers: sampleOf(known, MAX_NAMED, this.host.random) });
    this.parting.set(peer, now + PART_TIMEOUT_MS);
    this.isDegreeNew = true;
  }

  /** Two halves of a room that lost sight of each other: those of the one are named by the introducer in the other. */
  private bridge(now: number): void {
    for (const peer of [...this.apartSince.keys()]) if (!this.isApart(peer)) this.apartSince.delete(peer);
    for (const peer of this.listed) {
      if (this.isApart(peer) && !this.apartSince.has(peer)) this.apartSince.set(peer, now);
    }
    if (Math.abs(now - this.bridgedAt) < APART_AFTER_MS) return;
    const isLong = (since: number | undefined) => since !== undefined && Math.abs(now - since) >= APART_AFTER_MS;
    const peer = this.passive.pick(now, (each) => isLong(this.apartSince.get(each)) && !this.dialing.has(each));
    if (peer === undefined) return;
    this.bridgedAt = now;
    this.bridges.add(peer);
    this.dial(peer, now);
  }

  private isApart(peer: PeerId): boolean {
    const { neighbors } = this.host;
    return this.listed.has(peer) && !neighbors.has(peer) && !this.foreign.has(peer) && !this.host.isHeard(peer);
  }

  private randomNeighbor(but: (peer: PeerId) => boolean): PeerId | undefined {
    return sampleOf(
      this.active().filter((peer) => !but(peer)),
      1,
      this.host.random,
    )[0];
  }

  /** Remembers peers of which `teller` tells. Returns whether there was room for one that was unknown. */
  private learn(peers: readonly PeerId[], teller: PeerId, now: number): boolean {
    let isNew = false;
    for (const peer of peers) {
      if (peer === this.host.self || this.isTaken(peer)) continue;
      if (this.listed.has(peer)) this.passive.list(peer);
      else if (this.passive.hear(peer, teller, now)) isNew = true;
    }
    return isNew;
  }

  /** Whether this node could turn to each of whom gossip tells. */
  private knowsAll(): boolean {
    const heard = this.host.heard();
    return heard.length > 0 && heard.every((peer) => this.isTaken(peer) || this.passive.has(peer));
  }

  private active(): PeerId[] {
    return [...everyNeighbor(this.host.neighbors)].filter((peer) => this.isActive(peer));
  }

  private isActive(peer: PeerId): boolean {
    return !this.parting.has(peer) && !this.closing.has(peer);
  }

  private isTaken(peer: PeerId): boolean {
    return this.host.neighbors.has(peer) || this.dialing.has(peer) || this.foreign.has(peer);
  }

  /** The channel to `peer` is gone, or new. */
  private forget(peer: PeerId): void {
    this.parting.delete(peer);
    this.closing.delete(peer);
    this.displacement.forget(peer);
    this.foreign.delete(peer);
  }

  /** The timer fires when something is due, and soon where something is amiss. */
  private schedule(now: number): void {
    const isAmiss =
      this.isDegreeNew ||
      this.parting.size > 0 ||
      this.degree > this.maxActive ||
      (this.degree < this.activeSize && (this.passive.size > 0 || this.dialing.size > 0)) ||
      [...this.listed].some((peer) => this.isApart(peer));
    const at = isAmiss ? now + TICK_MS : Math.max(now + TICK_MS, this.shuffles.dueAt);
    if (at >= this.timerAt || at === Number.POSITIVE_INFINITY) return;
    this.timerAt = at;
    this.host.perform({ type: "setTimer", timer: "overlay", at });
  }
}

/** Whether `deadline`, which was set to at most so many ms, has passed, or the clock was set back since. */
function isOver(deadline: number, now: number, mostMs: number): boolean {
  return deadline <= now || deadline > now + mostMs;
}
