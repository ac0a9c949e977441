import { isAhead, MAX_TIME_MS, type MergeResult, type Replica, tick } from "@hearsay/merge";
import { DataMessages } from "./data-messages";
import type { Effect } from "./effect";
import type { Input } from "./input";
import { type Greeting, Mail } from "./mail";
import { type Decoded, decodeMessage, MAX_PIECE_BYTES, MAX_PRESENCE_BYTES } from "./message";
import { everyNeighbor, type NeighborSet, pickOne } from "./neighbor-set";
import { HELLO_INTERVAL_MS, type NodeOptions } from "./node-options";
import { Pace } from "./pace";
import type { PeerId } from "./peer-id";
import { Receiving } from "./receiving";
import { MAX_GRAFT_WAIT_MS, Repair } from "./repair";
import { assertSpread, type ChosenSpread, isNewerChoice, type Spread } from "./spread";
import { createSpreading, type News, type Reach, type Spreading } from "./strategies/strategy";

/**
 * The gossip protocol as a pure state machine: inputs and room time go in, effects come out, and nothing else is
 * touched. The rules, with their ids, are in SPEC.md.
 */
export class GossipNode<Operation> {
  private readonly self: PeerId;
  private readonly replica: Replica<Operation>;
  private readonly neighbors: NeighborSet;
  private readonly mail: Mail<Operation>;
  private readonly data: DataMessages<Operation>;
  private readonly receiving: Receiving<Operation>;
  private readonly repair: Repair<Operation>;
  private readonly pace: Pace;
  /** The version before what is spread at the moment. */
  private before: Uint8Array | undefined;
  private readonly reach: Reach;
  private readonly initialSpread: Spread;
  private readonly rumorCounter: number;
  private readonly greeting: Writable<Greeting> = { presence: NO_PRESENCE, chosen: undefined };
  /** Of this package alone. */
  spreading: Spreading;
  /** When this node last learned something, in ms of room time. */
  private learnedAt = Number.NEGATIVE_INFINITY;
  private started = false;
  private helloSet = false;
  private helloRepeats = 0;
  private effects: Effect[] = [];

  constructor({ self, replica, neighbors, random, spread, rumorCounter }: NodeOptions<Operation>) {
    assertSpread(spread);
    this.self = self;
    this.replica = replica;
    this.data = new DataMessages(replica);
    this.neighbors = neighbors;
    this.initialSpread = spread;
    this.rumorCounter = rumorCounter;
    this.mail = new Mail(neighbors, this.data, this.greeting, (effect) => this.effects.push(effect));
    this.repair = new Repair(replica, this.data, {
      request: (peer, kind) => this.mail.request(peer, kind),
      // While one sends piece after piece, nobody else is asked for the same.
      isBusy: () => this.receiving.isMoving(),
      isNeighbor: (peer) => neighbors.has(peer),
      ask: (peer) => this.ask(peer),
      setGraftTimer: (now) => {
        const waitMs = Math.min(Math.ceil(this.spread.intervalMs / 2), MAX_GRAFT_WAIT_MS);
        this.effects.push({ type: "setTimer", timer: "graft", at: now + waitMs });
      },
    });
    this.receiving = new Receiving(replica, this.data, (effect) => this.effects.push(effect));
    this.spreading = this.createSpreading(spread);
    this.pace = new Pace(this, random, (effect) => this.effects.push(effect));
    this.reach = {
      randomNeighbor: () => (neighbors.size > 0 ? neighbors.at(random.below(neighbors.size)) : undefined),
      randomBehind: () => pickOne(everyNeighbor(neighbors), (peer) => this.data.isBehind(peer), random),
      neighbors: () => everyNeighbor(neighbors),
      hasMore: (peer) => this.data.hasMore(peer),
      send: (peer, kind) => {
        if (kind === "news" && this.before) this.data.owe(peer, this.before);
        this.mail.request(peer, kind);
      },
      tell: (peer, what) => this.mail.request(peer, what),
    };
  }

  /** The room's setting, as far as this node knows. */
  get spread(): Spread {
    return this.greeting.chosen?.spread ?? this.initialSpread;
  }

  /**
   * How many neighbors are known to hold all that this node's user wrote; undefined where nothing was written, or where
   * nobody tells what it has.
   */
  get receipts(): number | undefined {
    return this.data.areWhole ? undefined : this.data.receipts.count;
  }

  /** Whether all neighbors are known to have the same. */
  isQuiet(): boolean {
    return ![...everyNeighbor(this.neighbors)].some((peer) => this.data.isBehind(peer));
  }

  /** Sets the first timer. To be called once, before any input. */
  start(now: number): readonly Effect[] {
    if (this.started) throw new Error("Expected to be started once");
    this.started = true;
    this.pace.start(now);
    return this.takeEffects();
  }

  /** Takes one input at room time `now` (whole ms since 1970) and returns what it leads to. */
  handle(input: Input<Operation>, now: number): readonly Effect[] {
    // Who is gone is not sent what is written again.
    if (input.type === "disconnected") this.forget(input.peer);
    // An edit's places are those of the text that its user saw.
    if (input.type !== "edited") this.restamp(now);
    switch (input.type) {
      case "connected":
        this.onConnected(input.peer);
        break;
      case "disconnected":
        break;
      case "received":
        if (this.neighbors.has(input.peer)) this.onReceived(input.peer, input.bytes, now);
        break;
      case "writable":
        this.mail.sendNext(input.peer);
        break;
      case "edited":
        this.onEdited(input.operation, now);
        this.restamp(now);
        break;
      case "loaded":
        // What was stored was sound once. Where it is not any more, it is written again before the next input.
        this.mergeFrom(undefined, input.delta, now);
        break;
      case "introduced":
        this.onIntroduced(input.presence, now);
        break;
      case "spreadChosen":
        assertSpread(input.spread);
        this.adopt({ spread: input.spread, timestamp: tick(this.greeting.chosen?.timestamp, now, this.self) }, now);
        break;
      case "leaving":
        this.onLeaving(now);
        break;
      case "timerFired":
        if (input.timer === "push") this.onInterval(now);
        else if (input.timer === "hello") this.onHelloTimer(now);
        else this.repair.graft(now);
        break;
      default:
        input satisfies never;
    }
    return this.takeEffects();
  }

  /** Nothing this node says may lie beyond the drift bound, or the others must refuse it. */
  private restamp(now: number): void {
    const restamped = this.replica.restamp(now);
    if (restamped) {
      this.data.receipts.wrote();
      this.effects.push({ type: "changed", by: "restamp" });
      if (restamped.lost) this.effects.push({ type: "lost", lost: restamped.lost });
      this.spreading.onEdit(this.reach);
      this.pace.hasten(now);
    }
    if (this.greeting.chosen && isAhead(this.greeting.chosen.timestamp, now)) {
      this.greeting.chosen = { spread: this.greeting.chosen.spread, timestamp: tick(undefined, now, this.self) };
    }
  }

  private onEdited(operation: Operation, now: number): void {
    const before = this.data.areWhole ? undefined : this.replica.version();
    this.replica.edit(operation, now);
    this.before = before;
    this.data.receipts.wrote();
    this.effects.push({ type: "changed", by: "self" });
    this.spreading.onEdit(this.reach);
    this.before = undefined;
    this.pace.hasten(now);
  }

  private onConnected(peer: PeerId): void {
    this.forgetChannel(peer);
    this.neighbors.add(peer);
    this.mail.request(peer, "hello");
    this.tellVersion(peer);
  }

  private forget(peer: PeerId): void {
    this.forgetChannel(peer);
    this.neighbors.remove(peer);
  }

  private forgetChannel(peer: PeerId): void {
    this.mail.forget(peer);
    this.data.forget(peer);
    this.repair.forget(peer);
    this.spreading.onGone?.(peer);
    if (this.receiving.from === peer) this.receiving.end();
  }

  private onReceived(peer: PeerId, bytes: Uint8Array, now: number): void {
    const message = decodeMessage(bytes);
    switch (message.type) {
      case "hello":
        this.effects.push({ type: "presenceChanged", peer, presence: message.presence });
        if (message.chosen && isNewerChoice(message.chosen, this.greeting.chosen, now)) this.adopt(message.chosen, now);
        return;
      case "push":
        this.mergeFrom({ from: peer, isFresh: false }, message.delta, now);
        return;
      case "rumor":
        this.onRumor(peer, message.delta, now);
        return;
      case "delta":
        this.onDelta(peer, message, now);
        return;
      case "news":
        this.onDelta(peer, message, now);
        return;
      case "prune":
        this.spreading.onPruned?.(this.reach, peer);
        return;
      case "digest":
        this.repair.onDigest(peer, message.digest);
        return;
      case "have":
        this.data.hear(peer, message.version);
        if (this.repair.isAnswer(peer) || this.spreading.byVersion) this.repair.onHave(peer, now);
        return;
      case "ask":
        this.data.hear(peer, message.version);
        this.spreading.onWanted?.(peer);
        if (this.data.isBehind(peer)) this.mail.request(peer, "push");
        if (this.repair.isAnswer(peer) || this.spreading.byVersion) this.repair.awaitMore(peer, now);
        return;
      case "feedback":
        this.spreading.onFeedback(message.knew);
        return;
      case "ahead":
        this.effects.push({ type: "refusedByPeer", peer });
        return;
      case "malformed":
        this.effects.push({ type: "refused", peer, reason: "malformed" });
        return;
      case "otherVersion":
        this.forget(peer);
        this.effects.push({ type: "otherVersion", peer, version: message.version });
        return;
      default:
        message satisfies never;
    }
  }

  /** What is left of a delta that came in pieces, and what a delta goes on from, is asked for at once. */
  private onDelta(peer: PeerId, message: Extract<Decoded, { readonly type: "delta" | "news" }>, now: number): void {
    const { version, delta } = message;
    this.data.hear(peer, version);
    const isFresh = message.type === "news";
    let result: MergeResult = NOTHING_NEW;
    if (message.type === "delta" && message.isRumor) result = this.onRumor(peer, delta, now);
    else if (delta.length > 0) result = this.mergeFrom({ from: peer, isFresh }, delta, now);
    const { repairs } = this.spreading;
    const isLong = this.receiving.from === peer || delta.length >= LEAST_PIECE_BYTES;
    const isPiece = result.type === "changed" && (isLong || (repairs && !isFresh)) && this.replica.shareOf(version) < 1;
    // Of what is refused or waits in vain there may be more: that is asked for at leisure, if at all.
    const isGap = result.type === "held" && repairs && (isFresh || !this.spreading.byVersion);
    if (isPiece || isGap) this.ask(peer);
    else if (this.spreading.byVersion && result.type !== "refused") this.repair.awaitMore(peer, now);
    if (isPiece) this.receiving.begin(peer);
    // What is left is nothing that this node would take.
    if (result.type === "refused" && this.receiving.from === peer) this.receiving.end();
    else if (result.type === "changed" || this.receiving.from === peer) this.receiving.tellShare();
    if (isFresh && result.type === "unchanged" && delta.length > 0) this.spreading.onKnown?.(this.reach, peer);
  }

  private ask(peer: PeerId): void {
    this.spreading.onWanted?.(peer);
    this.mail.request(peer, "ask");
  }

  private onRumor(peer: PeerId, delta: Uint8Array, now: number): MergeResult {
    // Of several copies in one ms each was sent before the first was known here: all of them count as news.
    const knew = this.learnedAt < now;
    const result = delta.length > 0 ? this.mergeFrom({ from: peer, isFresh: false }, delta, now) : NOTHING_NEW;
    if (result.type === "changed") this.mail.request(peer, "new");
    else if (result.type === "unchanged") this.mail.request(peer, knew ? "known" : "new");
    return result;
  }

  /** Takes in a delta that a neighbor sent, or, where `news` is undefined, that this node had stored. */
  private mergeFrom(news: News | undefined, delta: Uint8Array, now: number): MergeResult {
    this.before = this.spreading.byVersion ? this.replica.version() : undefined;
    const result = this.replica.merge(delta, news ? now : MAX_TIME_MS);
    if (result.type === "changed") {
      this.learnedAt = now;
      this.effects.push({ type: "changed", by: news ? "peer" : "storage" });
      this.spreading.onNews(this.reach, news);
      this.pace.hasten(now);
    } else if (result.type === "refused" && news) {
      this.effects.push({ type: "refused", peer: news.from, reason: result.reason });
      if (result.reason === "ahead") this.mail.request(news.from, "ahead");
    }
    this.before = undefined;
    if (result.lost) this.effects.push({ type: "lost", lost: result.lost });
    return result;
  }

  private onIntroduced(presence: Uint8Array, now: number): void {
    if (presence.length > MAX_PRESENCE_BYTES) {
      throw new RangeError(`Expected at most ${MAX_PRESENCE_BYTES} bytes of presence, got ${presence.length}`);
    }
    this.greeting.presence = new Uint8Array(presence);
    this.greetEveryone(now);
  }

  /** What was written within the last Δ may be nowhere else: whoever is not known to have it gets it, or the strategy its turn. */
  private onLeaving(now: number): void {
    const peer = this.spreading.byVersion ? this.reach.randomBehind() : undefined;
    if (peer !== undefined) this.mail.request(peer, "push");
    else this.onInterval(now);
  }

  private onInterval(now: number): void {
    this.spreading.onInterval?.(this.reach);
    this.pace.next(now);
  }

  private onHelloTimer(now: number): void {
    const peer = this.spreading.isHelloDue?.(this.helloRepeats++) === false ? undefined : this.reach.randomNeighbor();
    if (peer !== undefined) {
      this.mail.request(peer, "hello");
      if (!this.spreading.byVersion) this.tellVersion(peer);
    }
    // The piece or the asking may have been lost, and not every strategy would come back to it.
    const { from } = this.receiving;
    if (from && !this.neighbors.has(from)) this.receiving.end();
    else if (from && this.spreading.repairs) this.mail.request(from, "ask");
    this.setHelloTimer(now);
  }

  /** Who has said what it has is sent what it lacks and no more. */
  private tellVersion(peer: PeerId): void {
    if (!this.data.areWhole) this.mail.request(peer, "have");
  }

  /** A choice travels by flooding and is repeated with every hello: it must arrive even where the strategy repairs nothing. */
  private adopt(chosen: ChosenSpread, now: number): void {
    const { strategy, intervalMs } = this.spread;
    const same = chosen.spread.strategy === strategy && chosen.spread.intervalMs === intervalMs;
    this.greeting.chosen = chosen;
    this.effects.push({ type: "spreadChanged" });
    // The same setting chosen again, by several nodes at once perhaps, must not make a strategy forget what it is at.
    if (!same) {
      this.spreading = this.createSpreading(chosen.spread);
      this.pace.start(now);
    }
    this.greetEveryone(now);
  }

  private createSpreading({ strategy }: Spread): Spreading {
    const spreading = createSpreading(strategy, this.rumorCounter);
    this.data.goByVersion = spreading.byVersion;
    return spreading;
  }

  private greetEveryone(now: number): void {
    this.helloRepeats = 0;
    for (const peer of everyNeighbor(this.neighbors)) this.mail.request(peer, "hello");
    if (!this.helloSet) this.setHelloTimer(now);
  }

  private setHelloTimer(now: number): void {
    this.helloSet = true;
    this.effects.push({ type: "setTimer", timer: "hello", at: now + HELLO_INTERVAL_MS });
  }

  private takeEffects(): readonly Effect[] {
    const effects = this.effects;
    if (effects.length === 0) return NONE;
    this.effects = [];
    return effects;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One for all nodes: a large simulation need not make an array for each. */
const NO_PRESENCE = new Uint8Array(0);

/** Most inputs lead to nothing: a large simulation need not make an array for each. */
const NONE: readonly Effect[] = [];

/** A replica reckons what a piece takes, and always too much. What is shorter was not cut. */
const LEAST_PIECE_BYTES = MAX_PIECE_BYTES / 32;

const NOTHING_NEW: MergeResult = { type: "unchanged", lost: undefined };
