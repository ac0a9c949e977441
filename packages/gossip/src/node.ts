import { isAhead, type Replica, tick } from "@hearsay/merge";
import { DataMessages } from "./data-messages";
import type { Effect } from "./effect";
import { Exchange } from "./exchange";
import type { Input } from "./input";
import { type Greeting, Mail } from "./mail";
import { decodeMessage, MAX_PRESENCE_BYTES } from "./message";
import { everyNeighbor, type NeighborSet, pickOne } from "./neighbor-set";
import { HELLO_INTERVAL_MS, type NodeOptions } from "./node-options";
import { Pace } from "./pace";
import type { PeerId } from "./peer-id";
import { MAX_GRAFT_WAIT_MS } from "./repair";
import { assertSpread, type ChosenSpread, isNewerChoice, type Spread } from "./spread";
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
  private readonly reach: Reach;
  private readonly initialSpread: Spread;
  private readonly rumorCounter: number;
  private readonly greeting: Writable<Greeting> = { presence: NO_PRESENCE, chosen: undefined };
  /** Of this package alone. */
  spreading: Spreading;
  private started = false;
  private helloSet = false;
  private helloRepeats = 0;
  private effects: Effect[] = [];

  constructor({ self, replica, neighbors, random, spread, rumorCounter }: NodeOptions<Operation>) {
    assertSpread(spread);
    this.self = self;
    this.data = new DataMessages(replica);
    this.neighbors = neighbors;
    this.initialSpread = spread;
    this.rumorCounter = rumorCounter;
    this.mail = new Mail(neighbors, this.data, this.greeting, (effect) => this.effects.push(effect));
    this.spreading = this.createSpreading(spread);
    this.pace = new Pace(this, random, (effect) => this.effects.push(effect));
    this.reach = {
      randomNeighbor: () => (neighbors.size > 0 ? neighbors.at(random.below(neighbors.size)) : undefined),
      randomBehind: () => pickOne(everyNeighbor(neighbors), (peer) => this.data.isBehind(peer), random),
      neighbors: () => everyNeighbor(neighbors),
      hasMore: (peer) => this.data.hasMore(peer),
      send: (peer, kind) => {
        const { spreadFrom } = this.exchange;
        if (kind === "news" && spreadFrom) this.data.owe(peer, spreadFrom);
        this.mail.request(peer, kind);
      },
      tell: (peer, what) => this.mail.request(peer, what),
    };
    this.exchange = this.createExchange(replica);
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
        this.adopt({ spread: input.spread, timestamp: tick(this.greeting.chosen?.timestamp, now, this.self) }, now);
        break;
      case "leaving":
        this.onLeaving(now);
        break;
      case "timerFired":
        if (input.timer === "push") this.onInterval(now);
        else if (input.timer === "hello") this.onHelloTimer(now);
        else this.exchange.graft(now);
        break;
      default:
        input satisfies never;
    }
    return this.takeEffects();
  }

  /** Nothing this node says may lie beyond the drift bound, or the others must refuse it. */
  private restamp(now: number): void {
    this.exchange.restamp(now);
    if (this.greeting.chosen && isAhead(this.greeting.chosen.timestamp, now)) {
      this.greeting.chosen = { spread: this.greeting.chosen.spread, timestamp: tick(undefined, now, this.self) };
    }
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
    this.exchange.forget(peer);
  }

  private onReceived(peer: PeerId, bytes: Uint8Array, now: number): void {
    const message = decodeMessage(bytes);
    switch (message.type) {
      case "hello":
        this.effects.push({ type: "presenceChanged", peer, presence: message.presence });
        if (message.chosen && isNewerChoice(message.chosen, this.greeting.chosen, now)) this.adopt(message.chosen, now);
        return;
      case "malformed":
        this.effects.push({ type: "refused", peer, reason: "malformed" });
        return;
      case "otherVersion":
        this.forget(peer);
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
    this.exchange.askAgain();
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

  private createExchange(replica: Replica<Operation>): Exchange<Operation> {
    const node = this;
    return new Exchange(replica, this.data, {
      get spreading() {
        return node.spreading;
      },
      reach: this.reach,
      isNeighbor: (peer) => this.neighbors.has(peer),
      request: (peer, kind) => this.mail.request(peer, kind),
      perform: (effect) => this.effects.push(effect),
      hasten: (now) => this.pace.hasten(now),
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
