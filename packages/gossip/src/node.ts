import { isAhead, MAX_TIME_MS, type MergeResult, type Replica, tick } from "@hearsay/merge";
import { DataMessages, isData } from "./data-messages";
import type { Effect } from "./effect";
import type { Input } from "./input";
import { type Decoded, decodeMessage, encodeMessage, MAX_PIECE_BYTES, MAX_PRESENCE_BYTES } from "./message";
import type { NeighborSet } from "./neighbor-set";
import { Outbox, type Owed } from "./outbox";
import type { PeerId } from "./peer-id";
import type { Random } from "./random";
import { assertSpread, type ChosenSpread, isNewerChoice, type Spread } from "./spread";
import { createSpreading, type Reach, type Spreading } from "./strategies/strategy";

/** What a node says of itself is repeated to one random neighbor this often, whatever the strategy. */
export const HELLO_INTERVAL_MS = 2_000;

export interface NodeOptions<Operation> {
  readonly self: PeerId;
  readonly replica: Replica<Operation>;
  readonly neighbors: NeighborSet;
  readonly random: Random;
  /** The setting for as long as nobody in the room has chosen one. */
  readonly spread: Spread;
  /** How many useless contacts in a row let the strategy `rumor` lose interest: Demers's k, at least 1. */
  readonly rumorCounter: number;
}

export const DEFAULT_RUMOR_COUNTER = 3;

/**
 * The gossip protocol as a pure state machine: inputs and room time go in, effects come out, and nothing else is
 * touched. The rules, with their ids, are in SPEC.md.
 */
export class GossipNode<Operation> {
  private readonly self: PeerId;
  private readonly replica: Replica<Operation>;
  private readonly neighbors: NeighborSet;
  private readonly random: Random;
  private readonly outbox = new Outbox();
  private readonly data: DataMessages<Operation>;
  /** Who has more for this node than fits one message, and sends it in pieces. */
  private receivingFrom: PeerId | undefined;
  private readonly reach: Reach;
  private presence: Uint8Array = NO_PRESENCE;
  private readonly initialSpread: Spread;
  private readonly rumorCounter: number;
  private chosen: ChosenSpread | undefined;
  private spreading: Spreading;
  /** When this node last learned something, in ms of room time. */
  private learnedAt = Number.NEGATIVE_INFINITY;
  private started = false;
  private helloSet = false;
  private effects: Effect[] = [];

  constructor({ self, replica, neighbors, random, spread, rumorCounter }: NodeOptions<Operation>) {
    assertSpread(spread);
    this.self = self;
    this.replica = replica;
    this.data = new DataMessages(replica);
    this.neighbors = neighbors;
    this.random = random;
    this.initialSpread = spread;
    this.rumorCounter = rumorCounter;
    this.spreading = createSpreading(spread.strategy, rumorCounter);
    this.reach = {
      randomNeighbor: () => (neighbors.size > 0 ? neighbors.at(random.below(neighbors.size)) : undefined),
      neighbors: () => everyNeighbor(neighbors),
      send: (peer, kind) => this.request(peer, kind),
    };
  }

  /** The room's setting, as far as this node knows. */
  get spread(): Spread {
    return this.chosen?.spread ?? this.initialSpread;
  }

  /** Sets the first timer. To be called once, before any input. */
  start(now: number): readonly Effect[] {
    if (this.started) throw new Error("Expected to be started once");
    this.started = true;
    this.setFirstPushTimer(now);
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
        this.sendNext(input.peer);
        break;
      case "edited":
        this.onEdited(input.operation, now);
        this.restamp(now);
        break;
      case "loaded":
        // What was stored was sound once. Where it is not any more, it is written again before the next input.
        this.onMerged(undefined, this.replica.merge(input.delta, MAX_TIME_MS), now);
        break;
      case "introduced":
        this.onIntroduced(input.presence, now);
        break;
      case "spreadChosen":
        assertSpread(input.spread);
        this.adopt({ spread: input.spread, timestamp: tick(this.chosen?.timestamp, now, this.self) }, now);
        break;
      case "timerFired":
        if (input.timer === "push") this.onInterval(now);
        else this.onHelloTimer(now);
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
      this.effects.push({ type: "changed", by: "restamp" });
      if (restamped.lost) this.effects.push({ type: "lost", lost: restamped.lost });
      this.spreading.onEdit(this.reach);
    }
    if (this.chosen && isAhead(this.chosen.timestamp, now)) {
      this.chosen = { spread: this.chosen.spread, timestamp: tick(undefined, now, this.self) };
    }
  }

  private onEdited(operation: Operation, now: number): void {
    const before = this.data.areWhole ? undefined : this.replica.version();
    this.replica.edit(operation, now);
    this.effects.push({ type: "changed", by: "self" });
    if (before) for (const peer of everyNeighbor(this.neighbors)) this.data.owe(peer, before);
    this.spreading.onEdit(this.reach);
  }

  private onConnected(peer: PeerId): void {
    this.forgetChannel(peer);
    this.neighbors.add(peer);
    this.request(peer, "hello");
    this.tellVersion(peer);
  }

  private forget(peer: PeerId): void {
    this.forgetChannel(peer);
    this.neighbors.remove(peer);
  }

  private forgetChannel(peer: PeerId): void {
    this.outbox.forget(peer);
    this.data.forget(peer);
    if (this.receivingFrom === peer) this.endReceiving();
  }

  private endReceiving(): void {
    this.receivingFrom = undefined;
    this.effects.push({ type: "receiving", share: 1 });
  }

  private onReceived(peer: PeerId, bytes: Uint8Array, now: number): void {
    const message = decodeMessage(bytes);
    switch (message.type) {
      case "hello":
        this.effects.push({ type: "presenceChanged", peer, presence: message.presence });
        if (message.chosen && isNewerChoice(message.chosen, this.chosen, now)) this.adopt(message.chosen, now);
        return;
      case "push":
        this.onMerged(peer, this.replica.merge(message.delta, now), now);
        return;
      case "rumor":
        this.onRumor(peer, message.delta, now);
        return;
      case "delta":
        this.onDelta(peer, message, now);
        return;
      case "have":
        this.data.hear(peer, message.version);
        return;
      case "ask":
        this.data.hear(peer, message.version);
        if (this.data.isBehind(peer)) this.request(peer, "push");
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
  private onDelta(peer: PeerId, message: Extract<Decoded, { readonly type: "delta" }>, now: number): void {
    const { version, delta, isRumor } = message;
    this.data.hear(peer, version);
    let result: MergeResult = NOTHING_NEW;
    if (delta.length > 0 && !isRumor) {
      result = this.replica.merge(delta, now);
      this.onMerged(peer, result, now);
    } else if (isRumor) result = this.onRumor(peer, delta, now);
    const { repairs } = this.spreading;
    const mayBePiece = repairs || this.receivingFrom === peer || delta.length >= LEAST_PIECE_BYTES;
    const isPiece = result.type === "changed" && mayBePiece && this.replica.shareOf(version) < 1;
    if (isPiece || (result.type === "held" && repairs)) this.request(peer, "ask");
    if (isPiece) this.receivingFrom ??= peer;
    // What is left is nothing that this node would take.
    if (result.type === "refused" && this.receivingFrom === peer) this.endReceiving();
    else if (result.type === "changed" || this.receivingFrom === peer) this.tellShare();
  }

  /** Measured by one neighbor until that one is done: others may have less, and bring a part of it too. */
  private tellShare(): void {
    const version = this.receivingFrom && this.data.saidBy(this.receivingFrom);
    if (!version) return;
    const share = this.replica.shareOf(version);
    this.effects.push({ type: "receiving", share });
    if (share === 1) this.receivingFrom = undefined;
  }

  private onRumor(peer: PeerId, delta: Uint8Array, now: number): MergeResult {
    // Of several copies in one ms each was sent before the first was known here: all of them count as news.
    const knew = this.learnedAt < now;
    const result = delta.length > 0 ? this.replica.merge(delta, now) : NOTHING_NEW;
    this.onMerged(peer, result, now);
    if (result.type === "changed") this.request(peer, "new");
    else if (result.type === "unchanged") this.request(peer, knew ? "known" : "new");
    return result;
  }

  /** What came of a delta; `peer` is who sent it, undefined where it was this node's own. */
  private onMerged(peer: PeerId | undefined, result: MergeResult, now: number): void {
    this.onMergedData(peer, result, now);
    if (result.lost) this.effects.push({ type: "lost", lost: result.lost });
  }

  private onMergedData(peer: PeerId | undefined, result: MergeResult, now: number): void {
    switch (result.type) {
      case "changed":
        this.learnedAt = now;
        this.effects.push({ type: "changed", by: peer === undefined ? "storage" : "peer" });
        this.spreading.onNews();
        return;
      case "unchanged":
      case "held":
        return;
      case "refused":
        if (peer === undefined) return;
        this.effects.push({ type: "refused", peer, reason: result.reason });
        if (result.reason === "ahead") this.request(peer, "ahead");
        return;
      default:
        result satisfies never;
    }
  }

  private onIntroduced(presence: Uint8Array, now: number): void {
    if (presence.length > MAX_PRESENCE_BYTES) {
      throw new RangeError(`Expected at most ${MAX_PRESENCE_BYTES} bytes of presence, got ${presence.length}`);
    }
    this.presence = new Uint8Array(presence);
    this.greetEveryone(now);
  }

  private onInterval(now: number): void {
    this.spreading.onInterval?.(this.reach);
    this.setPushTimer(now + this.spread.intervalMs);
  }

  private onHelloTimer(now: number): void {
    const peer = this.reach.randomNeighbor();
    if (peer !== undefined) {
      this.request(peer, "hello");
      this.tellVersion(peer);
    }
    // The piece or the asking may have been lost, and not every strategy would come back to it.
    if (this.receivingFrom && !this.neighbors.has(this.receivingFrom)) this.endReceiving();
    else if (this.receivingFrom && this.spreading.repairs) this.request(this.receivingFrom, "ask");
    this.setHelloTimer(now);
  }

  /** Who has said what it has is sent what it lacks and no more. */
  private tellVersion(peer: PeerId): void {
    if (!this.data.areWhole) this.request(peer, "have");
  }

  /** A choice travels by flooding and is repeated with every hello: it must arrive even where the strategy repairs nothing. */
  private adopt(chosen: ChosenSpread, now: number): void {
    const { strategy, intervalMs } = this.spread;
    const same = chosen.spread.strategy === strategy && chosen.spread.intervalMs === intervalMs;
    this.chosen = chosen;
    this.effects.push({ type: "spreadChanged" });
    // The same setting chosen again, by several nodes at once perhaps, must not make a strategy forget what it is at.
    if (!same) {
      this.spreading = createSpreading(chosen.spread.strategy, this.rumorCounter);
      this.setFirstPushTimer(now);
    }
    this.greetEveryone(now);
  }

  private greetEveryone(now: number): void {
    for (const peer of everyNeighbor(this.neighbors)) this.request(peer, "hello");
    if (!this.helloSet) this.setHelloTimer(now);
  }

  private setHelloTimer(now: number): void {
    this.helloSet = true;
    this.effects.push({ type: "setTimer", timer: "hello", at: now + HELLO_INTERVAL_MS });
  }

  /** The first push comes after a random part of Δ, so that nodes started together do not push in step. */
  private setFirstPushTimer(now: number): void {
    this.setPushTimer(now + 1 + this.random.below(this.spread.intervalMs));
  }

  private setPushTimer(at: number): void {
    if (this.spreading.onInterval) this.effects.push({ type: "setTimer", timer: "push", at });
    else this.effects.push({ type: "clearTimer", timer: "push" });
  }

  private request(peer: PeerId, kind: Owed): void {
    if (isData(kind) && this.data.areWhole && !this.data.make(kind, peer)) return;
    if (this.outbox.request(peer, kind)) this.send(peer, kind);
  }

  private sendNext(peer: PeerId): void {
    const kind = this.outbox.next(peer);
    if (!kind) return;
    if (this.neighbors.has(peer)) this.send(peer, kind);
    else this.outbox.forget(peer);
  }

  private send(peer: PeerId, kind: Owed): void {
    const bytes = this.bytesOf(kind, peer);
    if (bytes) this.effects.push({ type: "send", peer, bytes });
  }

  private bytesOf(kind: Owed, peer: PeerId): Uint8Array | undefined {
    switch (kind) {
      case "hello":
        return encodeMessage({ type: "hello", presence: this.presence, chosen: this.chosen });
      case "ahead":
        return encodeMessage({ type: "ahead" });
      case "new":
      case "known":
        return encodeMessage({ type: "feedback", knew: kind === "known" });
      case "have":
      case "ask":
        return encodeMessage({ type: kind, version: this.replica.version() });
      case "news":
      case "push":
      case "rumor":
        return this.data.make(kind, peer);
      default:
        return kind satisfies never;
    }
  }

  private takeEffects(): readonly Effect[] {
    const effects = this.effects;
    if (effects.length === 0) return NONE;
    this.effects = [];
    return effects;
  }
}

/** One for all nodes: a large simulation need not make an array for each. */
const NO_PRESENCE = new Uint8Array(0);

/** Most inputs lead to nothing: a large simulation need not make an array for each. */
const NONE: readonly Effect[] = [];

/** A replica reckons what a piece takes, and always too much. What is shorter was not cut. */
const LEAST_PIECE_BYTES = MAX_PIECE_BYTES / 32;

const NOTHING_NEW: MergeResult = { type: "unchanged", lost: undefined };

function* everyNeighbor(neighbors: NeighborSet): Iterable<PeerId> {
  for (let i = 0; i < neighbors.size; i++) yield neighbors.at(i);
}
