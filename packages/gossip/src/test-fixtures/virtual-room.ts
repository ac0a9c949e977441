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

interface Event<Operation> {
  readonly at: number;
  readonly to: PeerId;
  readonly input: Input<Operation>;
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
  private readonly loses: (sent: Sent) => boolean;
  private readonly events: Event<Operation>[] = [];
  private readonly timers = new Map<string, Event<Operation>>();
  private readonly uplinkFreeAt = new Map<PeerId, number>();
  private readonly crashed = new Set<PeerId>();

  constructor({ nodes, links, loses }: RoomOptions<Operation>) {
    this.nodes = nodes;
    this.loses = loses;
    for (const node of nodes) this.perform(node, node.node.start(this.now));
    for (const [left, right] of links) this.link(left, right);
  }

  /** Opens a channel between two nodes. */
  link(left: number, right: number): void {
    this.handle(left, { type: "connected", peer: this.peer(right) });
    this.handle(right, { type: "connected", peer: this.peer(left) });
  }

  handle(index: number, input: Input<Operation>): void {
    const node = this.node(index);
    this.perform(node, node.handle(input, this.now));
  }

  /** Ends a node. The others notice at once, and hear nothing of it that had not arrived. */
  crash(index: number): void {
    const { self } = this.node(index);
    this.crashed.add(self);
    this.nodes.forEach(({ self: peer }, other) => {
      if (!this.crashed.has(peer)) this.handle(other, { type: "disconnected", peer: self });
    });
  }

  run(durationMs: number): void {
    const end = this.now + durationMs;
    for (;;) {
      const next = this.takeNext(end);
      if (!next) break;
      this.now = next.at;
      const { input } = next;
      if (input.type === "timerFired") this.timers.delete(timerKey(next.to, input.timer));
      if (!this.crashed.has(next.to)) this.handle(this.indexOf(next.to), input);
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

  private node(index: number): DrivenNode<Operation> {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`Expected an index below ${this.nodes.length}, got ${index}`);
    return node;
  }

  private peer(index: number): PeerId {
    return this.node(index).self;
  }

  private indexOf(peer: PeerId): number {
    return this.nodes.findIndex(({ self }) => self === peer);
  }

  private takeNext(end: number): Event<Operation> | undefined {
    const pending = [...this.events, ...this.timers.values()].filter(({ at }) => at <= end);
    const next = pending.reduce<Event<Operation> | undefined>(
      (first, each) => (first && first.at <= each.at ? first : each),
      undefined,
    );
    const index = next ? this.events.indexOf(next) : -1;
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
          this.timers.set(timerKey(node.self, timer), { at, to: node.self, input: { type: "timerFired", timer } });
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
    this.events.push({ at: leftAt, to: from, input: { type: "writable", peer: to } });
    if (this.loses({ from: this.indexOf(from), to: this.indexOf(to), bytes })) return;
    this.events.push({ at: leftAt + LATENCY_MS, to, input: { type: "received", peer: from, bytes } });
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

const timerKey = (peer: PeerId, timer: Timer) => `${peer} ${timer}`;
