import { isAhead, type Replica, tick } from "@hearsay/merge";
import type { Effect } from "./effect";
import type { Input } from "./input";
import { decodeMessage, encodeMessage, MAX_DELTA_BYTES, MAX_PRESENCE_BYTES, type Message } from "./message";
import type { NeighborSet } from "./neighbor-set";
import { Outbox, type Owed } from "./outbox";
import type { PeerId } from "./peer-id";
import type { Random } from "./random";
import { assertSpread, type ChosenSpread, DEFAULT_SPREAD, isNewerChoice, type Spread } from "./spread";
import { type Reach, SPREADINGS } from "./strategies/strategy";

/** What a node says of itself is repeated to one random neighbor this often, whatever the strategy. */
export const HELLO_INTERVAL_MS = 2_000;

export interface NodeOptions<Operation> {
  readonly self: PeerId;
  readonly replica: Replica<Operation>;
  readonly neighbors: NeighborSet;
  readonly random: Random;
}

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
  private readonly reach: Reach;
  private presence: Uint8Array = new Uint8Array(0);
  private chosen: ChosenSpread | undefined;
  private started = false;
  private helloSet = false;
  private effects: Effect[] = [];
  private pushed: { readonly delta: Uint8Array; readonly bytes: Uint8Array } | undefined;

  constructor({ self, replica, neighbors, random }: NodeOptions<Operation>) {
    this.self = self;
    this.replica = replica;
    this.neighbors = neighbors;
    this.random = random;
    this.reach = {
      randomNeighbor: () => (neighbors.size > 0 ? neighbors.at(random.below(neighbors.size)) : undefined),
      neighbors: () => everyNeighbor(neighbors),
      push: (peer) => this.request(peer, "push"),
    };
  }

  /** The room's setting, as far as this node knows. */
  get spread(): Spread {
    return this.chosen?.spread ?? DEFAULT_SPREAD;
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
    this.restamp(now);
    switch (input.type) {
      case "connected":
        this.onConnected(input.peer);
        break;
      case "disconnected":
        this.outbox.forget(input.peer);
        this.neighbors.remove(input.peer);
        break;
      case "received":
        if (this.neighbors.has(input.peer)) this.onReceived(input.peer, input.bytes, now);
        break;
      case "writable":
        this.sendNext(input.peer);
        break;
      case "edited":
        this.replica.edit(input.operation, now);
        this.effects.push({ type: "changed", by: "self" });
        SPREADINGS[this.spread.strategy].onEdit(this.reach);
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
    if (this.replica.restamp(now)) {
      this.effects.push({ type: "changed", by: "restamp" });
      SPREADINGS[this.spread.strategy].onEdit(this.reach);
    }
    if (this.chosen && isAhead(this.chosen.timestamp, now)) {
      this.chosen = { spread: this.chosen.spread, timestamp: tick(undefined, now, this.self) };
    }
  }

  private onConnected(peer: PeerId): void {
    this.outbox.forget(peer);
    this.neighbors.add(peer);
    this.request(peer, "hello");
  }

  private onReceived(peer: PeerId, bytes: Uint8Array, now: number): void {
    const message = decodeMessage(bytes);
    switch (message.type) {
      case "hello":
        this.effects.push({ type: "presenceChanged", peer, presence: message.presence });
        if (message.chosen && isNewerChoice(message.chosen, this.chosen, now)) this.adopt(message.chosen, now);
        return;
      case "push":
        this.onPush(peer, message.delta, now);
        return;
      case "ahead":
        this.effects.push({ type: "refusedByPeer", peer });
        return;
      case "malformed":
        this.effects.push({ type: "refused", peer, reason: "malformed" });
        return;
      case "otherVersion":
        this.outbox.forget(peer);
        this.neighbors.remove(peer);
        this.effects.push({ type: "otherVersion", peer, version: message.version });
        return;
      default:
        message satisfies never;
    }
  }

  private onPush(peer: PeerId, delta: Uint8Array, now: number): void {
    const result = this.replica.merge(delta, now);
    switch (result.type) {
      case "changed":
        this.effects.push({ type: "changed", by: "peer" });
        if (result.lost) this.effects.push({ type: "lost", lost: result.lost });
        return;
      case "unchanged":
        if (result.lost) this.effects.push({ type: "lost", lost: result.lost });
        return;
      case "held":
        return;
      case "refused":
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
    SPREADINGS[this.spread.strategy].onInterval?.(this.reach);
    this.setPushTimer(now + this.spread.intervalMs);
  }

  private onHelloTimer(now: number): void {
    const peer = this.reach.randomNeighbor();
    if (peer !== undefined) this.request(peer, "hello");
    this.setHelloTimer(now);
  }

  /** A choice travels by flooding and is repeated with every hello: it must arrive even where the strategy repairs nothing. */
  private adopt(chosen: ChosenSpread, now: number): void {
    this.chosen = chosen;
    this.effects.push({ type: "spreadChanged" });
    this.setFirstPushTimer(now);
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
    if (SPREADINGS[this.spread.strategy].onInterval) this.effects.push({ type: "setTimer", timer: "push", at });
    else this.effects.push({ type: "clearTimer", timer: "push" });
  }

  private request(peer: PeerId, kind: Owed): void {
    if (kind === "push" && this.pushBytes() === undefined) return;
    if (this.outbox.request(peer, kind)) this.send(peer, kind);
  }

  private sendNext(peer: PeerId): void {
    const kind = this.outbox.next(peer);
    if (kind) this.send(peer, kind);
  }

  private send(peer: PeerId, kind: Owed): void {
    const bytes = kind === "push" ? this.pushBytes() : encodeMessage(this.messageOf(kind));
    if (bytes) this.effects.push({ type: "send", peer, bytes });
  }

  private messageOf(kind: "hello" | "ahead"): Message {
    return kind === "hello" ? { type: "hello", presence: this.presence, chosen: this.chosen } : { type: "ahead" };
  }

  /** The data and its timestamp as a message, made once for each new delta; undefined where nothing was ever written. */
  private pushBytes(): Uint8Array | undefined {
    const delta = this.replica.since(undefined, MAX_DELTA_BYTES);
    if (!delta) return undefined;
    if (this.pushed?.delta !== delta) this.pushed = { delta, bytes: encodeMessage({ type: "push", delta }) };
    return this.pushed.bytes;
  }

  private takeEffects(): readonly Effect[] {
    const effects = this.effects;
    this.effects = [];
    return effects;
  }
}

function* everyNeighbor(neighbors: NeighborSet): Iterable<PeerId> {
  for (let i = 0; i < neighbors.size; i++) yield neighbors.at(i);
}
