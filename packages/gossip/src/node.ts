import { isAhead, type Replica, tick } from "@hearsay/merge";
import { DataMessages } from "./data-messages";
import type { Effect } from "./effect";
import { Exchange } from "./exchange";
import { Hellos } from "./hellos";
import type { Input, Timer } from "./input";
import { Mail } from "./mail";
import { MAX_PRESENCE_BYTES } from "./members/member-record";
import { MAX_RECEIPT_ROOM, MemberTable } from "./members/member-table";
import { decodeMessage, type Hello } from "./message";
import { everyNeighbor, type NeighborSet, pickOne } from "./neighbor-set";
import type { NodeOptions } from "./node-options";
import { Overlay, type OverlayOptions } from "./overlay/overlay";
import { MAX_DEGREE } from "./overlay/overlay-message";
import { Pace } from "./pace";
import type { PeerId } from "./peer-id";
import type { Random } from "./random";
import { MAX_GRAFT_WAIT_MS } from "./repair";
import { assertSpread, type ChosenSpread, isNewerChoice, isSameSpread, type Spread } from "./spread";
import type { Standing } from "./standing";
import { createSpreading, type Reach, type Spreading } from "./strategies/strategy";

/**
 * The gossip protocol as a pure state machine: inputs and room time go in, effects come out, and nothing else is
 * touched. The rules, with their ids, are in SPEC.md.
 */
export class GossipNode<Operation> {
  private readonly self: PeerId;
  private readonly neighbors: NeighborSet;
  private readonly mail: Mail<Operation>;
  private readonly data: DataMessages<Operation>;
  private readonly exchange: Exchange<Operation>;
  private readonly pace: Pace;
  private readonly hellos: Hellos;
  private readonly reach: Reach;
  private readonly initialSpread: Spread;
  private readonly rumorCounter: number;
  /** Who is in the room, to look at. */
  readonly members: MemberTable;
  /** Undefined where its neighbors are none of this node's choice. */
  private readonly overlay: Overlay | undefined;
  private chosen: ChosenSpread | undefined;
  /** Of this package alone. */
  spreading: Spreading;
  private started = false;
  private readonly effects: Effect[] = [];

  constructor({ self, replica, neighbors, random, spread, rumorCounter, overlay }: NodeOptions<Operation>) {
    assertSpread(spread);
    this.self = self;
    this.data = new DataMessages(replica, self);
    this.neighbors = neighbors;
    this.initialSpread = spread;
    this.rumorCounter = rumorCounter;
    this.mail = new Mail(neighbors, this.data, {
      hello: () => this.hello(),
      recordsFor: (peer) => this.members.recordsFor(peer),
      prunedRoots: (peer) => this.spreading.prunedRoots?.(peer) ?? [],
      perform: (effect) => this.effects.push(effect),
    });
    this.members = this.createMembers();
    this.overlay = overlay && this.createOverlay(overlay, random.fork());
    this.spreading = this.createSpreading(spread);
    this.pace = new Pace(this, random, (effect) => this.effects.push(effect));
    this.reach = {
      self,
      isQuick: () => !this.exchange.isReceiving && (this.isSmall || !this.pace.isLate),
      randomNeighbor: () => (neighbors.size > 0 ? neighbors.at(random.below(neighbors.size)) : undefined),
      randomBehind: () => pickOne(everyNeighbor(neighbors), (peer) => this.data.isBehind(peer), random),
      neighbors: () => everyNeighbor(neighbors),
      hasMore: (peer) => this.data.hasMore(peer),
      sendNews: (peer, branches) => this.exchange.sendNews(peer, branches),
      send: (peer, kind) => this.mail.request(peer, kind),
    };
    this.exchange = this.createExchange(replica);
    const greet = (peer: PeerId) => this.mail.request(peer, "hello");
    this.hellos = new Hellos(this, this.reach, greet, (effect) => this.effects.push(effect));
  }

  /** The room's setting, as far as this node knows. */
  get spread(): Spread {
    return this.chosen?.spread ?? this.initialSpread;
  }

  /**
   * Who is known to hold all that this node's user wrote; undefined where nothing was written, or where nobody tells what
   * it has. In a room of more than `MAX_RECEIPT_ROOM` only neighbors are known to.
   */
  get receipts(): ReadonlySet<PeerId> | undefined {
    if (this.data.areWhole) return undefined;
    const { peers } = this.data.receipts;
    if (!peers || this.isSmall) return peers;
    return new Set([...peers].filter((peer) => this.neighbors.has(peer)));
  }

  /** What `peer` is known to have: a neighbor by what it said, any other by the digest that is told of it, if one is. */
  standingOf(peer: PeerId): Standing {
    return this.data.standingOf(peer, this.members.digestBy(peer));
  }

  /** Whether the room is so small that each may tell more than its neighbors. */
  private get isSmall(): boolean {
    return this.members.size < MAX_RECEIPT_ROOM;
  }

  /** Whether all neighbors are known to have the same. */
  isQuiet(): boolean {
    return ![...everyNeighbor(this.neighbors)].some((peer) => this.data.isBehind(peer));
  }

  /** Sets the first timer. To be called once, before any input. */
  start(now: number): readonly Effect[] {
    if (this.started) throw new Error("Expected to be started once");
    this.started = true;
    this.overlay?.setComplete(this.spreading.isForAll === true, now);
    this.pace.start(now);
    return this.effects.splice(0);
  }

  /** Takes one input at room time `now` (whole ms since 1970) and returns what it leads to. */
  handle(input: Input<Operation>, now: number): readonly Effect[] {
    // Who is gone is not sent what is written again.
    if (input.type === "disconnected" || input.type === "departed") this.forget(input.peer);
    // An edit's places are those of the text that its user saw.
    if (input.type !== "edited") this.restamp(now);
    switch (input.type) {
      case "connected":
        this.onConnected(input.peer, now);
        break;
      case "disconnected":
        this.members.onDisconnected(input.peer, this.overlay?.isMeant(input.peer) === true, now);
        this.overlay?.onDisconnected(input.peer, now);
        break;
      case "departed":
        this.members.onLeft(input.peer, now);
        this.overlay?.onDeparted(input.peer, now);
        break;
      case "connectFailed":
        this.overlay?.onFailed(input.peer, now);
        break;
      case "listed":
        this.overlay?.onListed(input.peers, input.areAll, now);
        break;
      case "unlisted":
        this.overlay?.unlist(input.peer);
        break;
      case "received":
        if (this.neighbors.has(input.peer)) this.onReceived(input.peer, input.bytes, now);
        break;
      case "writable":
        this.mail.sendNext(input.peer);
        break;
      case "idle": {
        const isNeighbor = this.neighbors.has(input.peer);
        if (this.isSmall && isNeighbor && this.spreading.onIdle?.(this.reach, input.peer)) this.pace.tookTurn(now);
        break;
      }
      case "edited":
        this.exchange.edit(input.operation, now);
        this.restamp(now);
        break;
      case "loaded":
        this.exchange.load(input.delta, now);
        break;
      case "introduced":
        this.onIntroduced(input.presence, now);
        break;
      case "spreadChosen":
        assertSpread(input.spread);
        this.adopt({ spread: input.spread, timestamp: tick(this.chosen?.timestamp, now, this.self) }, now);
        break;
      case "leaving":
        this.onLeaving(now);
        break;
      case "timerFired":
        this.onTimer(input.timer, now);
        break;
      default:
        input satisfies never;
    }
    return this.effects.splice(0);
  }

  /** Nothing this node says may lie beyond the drift bound, or the others must refuse it. */
  private restamp(now: number): void {
    this.members.restamp(now);
    this.exchange.restamp(now);
    if (this.chosen && isAhead(this.chosen.timestamp, now)) {
      this.chosen = { spread: this.chosen.spread, timestamp: tick(undefined, now, this.self) };
    }
  }

  private onTimer(timer: Timer, now: number): void {
    switch (timer) {
      case "push":
        return this.onInterval(now);
      case "hello":
        return this.onHelloTimer(now);
      case "graft":
        return this.exchange.graft(now);
      case "members":
        return this.members.onTimer(now);
      case "overlay":
        return this.overlay?.onTimer(now);
      default:
        timer satisfies never;
    }
  }

  private onConnected(peer: PeerId, now: number): void {
    this.forgetChannel(peer);
    this.neighbors.add(peer);
    this.mail.request(peer, "hello");
    this.members.onConnected(peer);
    this.overlay?.onConnected(peer, now);
    this.tellVersion(peer);
  }

  private forget(peer: PeerId): void {
    this.forgetChannel(peer);
    this.neighbors.remove(peer);
  }

  private forgetChannel(peer: PeerId): void {
    this.mail.forget(peer);
    this.members.forget(peer);
    this.exchange.forget(peer);
  }

  private onReceived(peer: PeerId, bytes: Uint8Array, now: number): void {
    const message = decodeMessage(bytes);
    switch (message.type) {
      case "hello":
        if (message.chosen && isNewerChoice(message.chosen, this.chosen, now)) this.adopt(message.chosen, now);
        this.members.onTableDigest(peer, message.members, now);
        this.overlay?.onDegree(peer, message.degree);
        return;
      case "members":
        this.members.hear(peer, message.records, now);
        this.hellos.repeat(now);
        return;
      case "overlay":
        this.overlay?.onMessage(peer, message.overlay, now);
        return;
      case "malformed":
        this.effects.push({ type: "refused", peer, reason: "malformed" });
        return;
      case "otherVersion":
        this.forget(peer);
        this.overlay?.onForeign(peer, now);
        this.effects.push({ type: "otherVersion", peer, version: message.version });
        return;
      default:
        this.exchange.receive(peer, message, now);
    }
  }

  private onIntroduced(presence: Uint8Array, now: number): void {
    if (presence.length > MAX_PRESENCE_BYTES) {
      throw new RangeError(`Expected at most ${MAX_PRESENCE_BYTES} bytes of presence, got ${presence.length}`);
    }
    this.members.introduce(new Uint8Array(presence), now);
    this.hellos.begin(now);
  }

  /** What was written within the last Δ may be nowhere else: whoever is not known to have it gets it, or the strategy its turn. */
  private onLeaving(now: number): void {
    const peer = this.spreading.byVersion ? this.reach.randomBehind() : undefined;
    if (peer !== undefined) this.mail.request(peer, "push");
    else this.onInterval(now);
  }

  private onInterval(now: number): void {
    this.pace.arrive(now);
    this.spreading.onInterval?.(this.reach, !this.exchange.hasNewsOf(this.spread.intervalMs, now));
    this.pace.next(now);
  }

  private onHelloTimer(now: number): void {
    const peer = this.hellos.onTimer(now);
    if (peer !== undefined && !this.spreading.byVersion) this.tellVersion(peer);
    this.exchange.askAgain();
    this.members.renew(now);
  }

  /** Who has said what it has is sent what it lacks and no more. */
  private tellVersion(peer: PeerId): void {
    if (!this.data.areWhole) this.mail.request(peer, "have");
  }

  /** A choice travels by flooding and is repeated with every hello: it must arrive even where the strategy repairs nothing. */
  private adopt(chosen: ChosenSpread, now: number): void {
    const same = isSameSpread(chosen.spread, this.spread);
    this.chosen = chosen;
    this.effects.push({ type: "spreadChanged" });
    // The same setting chosen again, by several nodes at once perhaps, must not make a strategy forget what it is at.
    if (!same) {
      this.spreading = this.createSpreading(chosen.spread);
      this.overlay?.setComplete(this.spreading.isForAll === true, now);
      this.pace.start(now);
    }
    this.hellos.greetEveryone(now);
  }

  private hello(): Hello {
    const degree = this.overlay?.degree ?? Math.min(this.neighbors.size, MAX_DEGREE);
    return { type: "hello", degree, members: this.members.tableDigest(), chosen: this.chosen };
  }

  private createMembers(): MemberTable {
    return new MemberTable({
      self: this.self,
      isNeighbor: (peer) => this.neighbors.has(peer),
      neighbors: () => everyNeighbor(this.neighbors),
      links: () => this.links(),
      knew: (peer, root) => this.spreading.onKnown?.(this.reach, peer, [root]),
      heard: (peer, root) => this.spreading.onHeard?.(this.reach, peer, root),
      request: (peer, kind) => {
        // What was gathered may be for one that is no neighbor any more.
        if (this.neighbors.has(peer)) this.mail.request(peer, kind);
      },
      perform: (effect) => this.onMemberEffect(effect),
      digest: () => this.data.digest(),
      heardDigest: (peer, digest) => this.data.receipts.heardDigest(peer, digest),
    });
  }

  private onDataEffect(effect: Effect): void {
    // Who is no neighbor tells what it has by a digest.
    if (effect.type === "changed" && effect.by === "peer" && !this.members.isComplete) this.data.receipts.changed();
    this.effects.push(effect);
  }

  private onMemberEffect(effect: Effect): void {
    if (effect.type === "memberGone") {
      this.data.receipts.forget(effect.peer);
      this.spreading.onRootGone?.(effect.peer);
    }
    this.effects.push(effect);
  }

  private *links(): Iterable<PeerId> {
    const { first } = this.members;
    const isOfTree = (peer: PeerId) => !first || !this.spreading.prunedRoots?.(peer).includes(first);
    for (const peer of everyNeighbor(this.neighbors)) if (isOfTree(peer)) yield peer;
  }

  private createOverlay(options: OverlayOptions, random: Random): Overlay {
    return new Overlay(options, {
      self: this.self,
      neighbors: this.neighbors,
      random,
      send: (peer, message) => this.mail.requestOverlay(peer, message),
      perform: (effect) => this.effects.push(effect),
      isHeard: (peer) => !this.members.hasIntroduced || this.members.has(peer),
      heard: () => (this.members.hasIntroduced ? [...this.members.peers()] : []),
      degreeChanged: () => this.hellos.greetNeighbors(),
    });
  }

  private createExchange(replica: Replica<Operation>): Exchange<Operation> {
    const node = this;
    return new Exchange(replica, this.data, {
      get spreading() {
        return node.spreading;
      },
      get spreadingMs() {
        // Where all are neighbors the tree is one link deep.
        const { members, spread } = node;
        if (members.hasIntroduced && members.isComplete) return MAX_GRAFT_WAIT_MS;
        return node.reach.isQuick() ? spread.intervalMs : 2 * spread.intervalMs;
      },
      reach: this.reach,
      isNeighbor: (peer) => this.neighbors.has(peer),
      request: (peer, kind) => this.mail.request(peer, kind),
      perform: (effect) => this.onDataEffect(effect),
      onNews: (now) => this.pace.onNews(now),
      setGraftTimer: (now) => {
        const waitMs = Math.min(Math.ceil(this.spread.intervalMs / 2), MAX_GRAFT_WAIT_MS);
        this.effects.push({ type: "setTimer", timer: "graft", at: now + waitMs });
      },
    });
  }

  private createSpreading({ strategy }: Spread): Spreading {
    const spreading = createSpreading(strategy, this.rumorCounter);
    this.data.goByVersion = spreading.byVersion;
    return spreading;
  }
}
