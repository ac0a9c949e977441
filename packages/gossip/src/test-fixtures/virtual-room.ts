import type { Effect } from "../effect";
import type { Input, Timer } from "../input";
import type { PeerId } from "../peer-id";
import { Random } from "../random";
import { type DrivenNode, NOW } from "./test-node";

/** How long a message takes from node to node. */
const LATENCY_MS = 20;

/** How long a sender's uplink, which all its messages share, is busy with one message. */
const UPLINK_MS = 10;

/** About as long as a message is under way. */
const STEP_MS = 25;

/** How long it takes to open a channel, or to fail. */
export const DIAL_MS = 100;

interface Event<Operation> {
  readonly at: number;
  readonly to: PeerId;
  readonly input: Input<Operation>;
  /** What must still be the channel to the input's peer; undefined where it is not about one. */
  readonly channel: number | undefined;
}

/** Something other than an input, at its time. */
interface Errand {
  readonly at: number;
  readonly run: () => void;
}

/** A message on its way; `from` and `to` are indexes. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

export type Links = readonly (readonly [number, number])[];

export interface RoomOptions<Operation> {
  /** Yet to be started. */
  readonly nodes: readonly DrivenNode<Operation>[];
  /** Pairs of indexes. */
  readonly links: Links;
  /** Which messages never arrive. */
  readonly loses: (sent: Sent) => boolean;
}

/** A few nodes in virtual time: one list of events, earliest first; of one time, messages before timers. */
export class VirtualRoom<Operation> {
  now = NOW;
  /** How many messages went out so far. */
  sent = 0;
  /** And of how many bytes. */
  sentBytes = 0;
  private readonly nodes: readonly DrivenNode<Operation>[];
  private loses: (sent: Sent) => boolean;
  /** Between which indexes no message passes and no channel opens. */
  isCut: (from: number, to: number) => boolean = () => false;
  private readonly events: (Event<Operation> | Errand)[] = [];
  private readonly timers = new Map<string, Event<Operation>>();
  /** The number of each open channel, by the indexes of its two ends. */
  private readonly channels = new Map<string, number>();
  private channelsOpened = 0;
  private readonly indexes: ReadonlyMap<PeerId, number>;
  private readonly uplinkFreeAt = new Map<PeerId, number>();
  private readonly crashed = new Set<PeerId>();

  constructor({ nodes, links, loses }: RoomOptions<Operation>) {
    this.nodes = nodes;
    this.loses = loses;
    this.indexes = new Map(nodes.map(({ self }, index) => [self, index]));
    for (const node of nodes) this.perform(node, node.node.start(this.now));
    for (const [left, right] of links) this.link(left, right);
  }

  /** From now on these messages never arrive. */
  losing(loses: (sent: Sent) => boolean): void {
    this.loses = loses;
  }

  /** Opens a channel between two nodes. */
  link(left: number, right: number): void {
    this.channels.set(channelKey(left, right), ++this.channelsOpened);
    this.handle(left, { type: "connected", peer: this.peer(right) });
    this.handle(right, { type: "connected", peer: this.peer(left) });
  }

  /** Ends the channel between two nodes, if there is one, and tells both. */
  unlink(left: number, right: number): void {
    if (!this.channels.delete(channelKey(left, right))) return;
    this.tell(left, { type: "disconnected", peer: this.peer(right) });
    this.tell(right, { type: "disconnected", peer: this.peer(left) });
  }

  isLinked(left: number, right: number): boolean {
    return this.channels.has(channelKey(left, right));
  }

  /** The indexes of those to whom `index` has a channel. */
  neighborsOf(index: number): readonly number[] {
    return this.nodes.flatMap((_, other) => (this.isLinked(index, other) ? [other] : []));
  }

  handle(index: number, input: Input<Operation>): void {
    const node = this.node(index);
    this.perform(node, node.handle(input, this.now));
  }

  /** Ends a node. Its neighbors notice at once, and hear nothing of it that had not arrived. */
  crash(index: number): void {
    this.end(index, "disconnected");
  }

  /** A node says goodbye. */
  leave(index: number): void {
    this.end(index, "departed");
  }

  run(durationMs: number): void {
    const end = this.now + durationMs;
    for (;;) {
      const next = this.takeNext(end);
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      if ("run" in next) next.run();
      else this.happen(next);
    }
    this.now = end;
  }

  /** Runs until `condition` holds, which is asked every `STEP_MS`. Throws where it does not within `limitMs`. */
  runUntil(condition: () => boolean, limitMs: number): void {
    const end = this.now + limitMs;
    while (!condition()) {
      if (this.now >= end) throw new Error(`Expected what did not come within ${limitMs} ms`);
      this.run(STEP_MS);
    }
  }

  private happen({ to, input, channel }: Event<Operation>): void {
    if (input.type === "timerFired") this.timers.delete(timerKey(to, input.timer));
    const isVoid = channel !== undefined && "peer" in input && channel !== this.channel(to, input.peer);
    if (!isVoid) this.tell(this.indexOf(to), input);
  }

  private tell(index: number, input: Input<Operation>): void {
    if (!this.crashed.has(this.peer(index))) this.handle(index, input);
  }

  private end(index: number, type: "disconnected" | "departed"): void {
    const { self } = this.node(index);
    this.crashed.add(self);
    for (const other of this.neighborsOf(index)) {
      this.channels.delete(channelKey(index, other));
      this.tell(other, { type, peer: self });
    }
  }

  private channel(left: PeerId, right: PeerId): number | undefined {
    return this.channels.get(channelKey(this.indexOf(left), this.indexOf(right)));
  }

  private dial(from: number, peer: PeerId): void {
    const to = this.indexOf(peer);
    if (this.isLinked(from, to)) return;
    const isOpen = to >= 0 && ![from, to].some((end) => this.crashed.has(this.peer(end))) && !this.isCut(from, to);
    if (isOpen) this.link(from, to);
    else this.tell(from, { type: "connectFailed", peer });
  }

  private node(index: number): DrivenNode<Operation> {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`Expected an index below ${this.nodes.length}, got ${index}`);
    return node;
  }

  private peer(index: number): PeerId {
    return this.node(index).self;
  }

  private indexOf(peer: PeerId): number {
    return this.indexes.get(peer) ?? -1;
  }

  private takeNext(end: number): Event<Operation> | Errand | undefined {
    let next: Event<Operation> | Errand | undefined;
    for (const events of [this.events, this.timers.values()]) {
      for (const event of events) if (event.at <= end && !(next && next.at <= event.at)) next = event;
    }
    const index = next && !("input" in next && next.input.type === "timerFired") ? this.events.indexOf(next) : -1;
    if (index >= 0) this.events.splice(index, 1);
    return next;
  }

  private perform(node: DrivenNode<Operation>, effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case "send":
          this.send(node.self, effect.peer, effect.bytes);
          break;
        case "setTimer": {
          const { timer, at } = effect;
          const input = { type: "timerFired", timer } as const;
          this.timers.set(timerKey(node.self, timer), { at, to: node.self, input, channel: undefined });
          break;
        }
        case "connect": {
          const { peer } = effect;
          this.events.push({ at: this.now + DIAL_MS, run: () => this.dial(this.indexOf(node.self), peer) });
          break;
        }
        case "disconnect": {
          const { peer } = effect;
          this.events.push({ at: this.now, run: () => this.unlink(this.indexOf(node.self), this.indexOf(peer)) });
          break;
        }
        case "clearTimer":
          this.timers.delete(timerKey(node.self, effect.timer));
          break;
        default:
      }
    }
  }

  private send(from: PeerId, to: PeerId, bytes: Uint8Array): void {
    this.sent++;
    this.sentBytes += bytes.length;
    const leftAt = Math.max(this.now, this.uplinkFreeAt.get(from) ?? 0) + UPLINK_MS;
    this.uplinkFreeAt.set(from, leftAt);
    const channel = this.channel(from, to);
    this.events.push({ at: leftAt, to: from, input: { type: "writable", peer: to }, channel });
    const [sender, receiver] = [this.indexOf(from), this.indexOf(to)];
    if (this.isCut(sender, receiver) || this.loses({ from: sender, to: receiver, bytes })) return;
    this.events.push({ at: leftAt + LATENCY_MS, to, input: { type: "received", peer: from, bytes }, channel });
  }
}

/** Every pair of `count` nodes. */
export function completeLinks(count: number): Links {
  const indexes = Array.from({ length: count }, (_, i) => i);
  return indexes.flatMap((left) => indexes.slice(left + 1).map((right) => [left, right] as const));
}

/** Each of `count` nodes and the one after it, the last and the first. */
export function ringLinks(count: number): Links {
  return Array.from({ length: count }, (_, i) => [i, (i + 1) % count] as const);
}

export function losesNothing(): boolean {
  return false;
}

/** A network that loses so many of a hundred messages. */
export function losesPercent(percent: number, seed: number): (sent: Sent) => boolean {
  const random = new Random([seed, 4, 5, 6]);
  return () => random.below(100) < percent;
}

const channelKey = (left: number, right: number) => `${Math.min(left, right)} ${Math.max(left, right)}`;
const timerKey = (peer: PeerId, timer: Timer) => `${peer} ${timer}`;
