import type { RegisterOperation } from "@hearsay/merge";
import type { Effect } from "../effect";
import type { Input, Timer } from "../input";
import type { PeerId } from "../peer-id";
import { createNode, NOW, type TestNode } from "./test-node";

/** How long a message takes from node to node. */
const LATENCY_MS = 20;

/** How long a sender's uplink, which all its messages share, is busy with one message. */
const UPLINK_MS = 10;

interface Event {
  readonly at: number;
  readonly to: PeerId;
  readonly input: Input<RegisterOperation>;
}

/** A few nodes in virtual time: one list of events, earliest first; of one time, messages before timers. */
export class VirtualRoom {
  readonly nodes: readonly TestNode[];
  now = NOW;
  /** How many messages went out so far. */
  sent = 0;
  private readonly events: Event[] = [];
  private readonly timers = new Map<string, Event>();
  private readonly uplinkFreeAt = new Map<PeerId, number>();
  private readonly crashed = new Set<PeerId>();

  /** `links` are pairs of indexes. */
  constructor(count: number, links: readonly (readonly [number, number])[]) {
    this.nodes = Array.from({ length: count }, (_, i) => createNode(i));
    for (const node of this.nodes) this.perform(node, node.node.start(this.now));
    for (const [left, right] of links) {
      this.handle(left, { type: "connected", peer: this.node(right).self });
      this.handle(right, { type: "connected", peer: this.node(left).self });
    }
  }

  get texts(): readonly string[] {
    return this.nodes.map(({ register }) => register.text);
  }

  node(index: number): TestNode {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`Expected an index below ${this.nodes.length}, got ${index}`);
    return node;
  }

  handle(index: number, input: Input<RegisterOperation>): void {
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
      const index = this.nodes.findIndex(({ self }) => self === next.to);
      if (!this.crashed.has(next.to)) this.handle(index, input);
    }
    this.now = end;
  }

  private takeNext(end: number): Event | undefined {
    const pending = [...this.events, ...this.timers.values()].filter(({ at }) => at <= end);
    const next = pending.reduce<Event | undefined>(
      (first, each) => (first && first.at <= each.at ? first : each),
      undefined,
    );
    const index = next ? this.events.indexOf(next) : -1;
    if (index >= 0) this.events.splice(index, 1);
    return next;
  }

  private perform(node: TestNode, effects: readonly Effect[]): void {
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
    const leftAt = Math.max(this.now, this.uplinkFreeAt.get(from) ?? 0) + UPLINK_MS;
    this.uplinkFreeAt.set(from, leftAt);
    this.events.push({ at: leftAt, to: from, input: { type: "writable", peer: to } });
    this.events.push({ at: leftAt + LATENCY_MS, to, input: { type: "received", peer: from, bytes } });
  }
}

/** Every pair of `count` nodes. */
export function completeLinks(count: number): readonly (readonly [number, number])[] {
  const indexes = Array.from({ length: count }, (_, i) => i);
  return indexes.flatMap((left) => indexes.slice(left + 1).map((right) => [left, right] as const));
}

const timerKey = (peer: PeerId, timer: Timer) => `${peer} ${timer}`;
