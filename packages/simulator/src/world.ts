import {
  type Effect,
  type Input,
  NeighborList,
  type PeerId,
  peekMessageType,
  Random,
  type Timer,
} from "@hearsay/gossip";
import { type Coverage, TimestampCoverage } from "./coverage";
import { EventQueue } from "./event-queue";
import { NetworkState } from "./network-state";
import { Recorder } from "./recorder";
import type { Network, Run, Step } from "./run";
import { CompleteNeighbors, indexOf, SimulatedNode, type TimerEvent } from "./simulated-node";
import { type Operation, textIn } from "./simulated-replica";
import { type Link, linksOf } from "./topology";
import type { MessageKind, TraceEvent, Verdict } from "./trace";
import { VersionCoverage } from "./version-coverage";

/** What waits for its time. */
export type Event =
  | { readonly type: "step"; readonly action: Step }
  | TimerEvent
  /** A message has passed its sender's uplink. */
  | { readonly type: "departure"; readonly message: Message }
  | { readonly type: "arrival"; readonly message: Message }
  /** `node` notices that a neighbor has died. */
  | { readonly type: "notice"; readonly node: number; readonly of: number; readonly boot: number }
  | { readonly type: "thaw"; readonly node: number; readonly boot: number }
  /** `from` opens a channel to `to`: by now it has come about, or failed. */
  | {
      readonly type: "dial";
      readonly from: number;
      readonly to: number;
      readonly peer: PeerId;
      readonly boots: Boots;
    }
  /** `from` closes its channel to `to`. */
  | { readonly type: "close"; readonly from: number; readonly to: number; readonly boots: Boots };

/** Which lives of the two nodes an event is about. */
export interface Boots {
  readonly from: number;
  readonly to: number;
}

/** A message on its way, with all that tells whether its ends are still the ones they were. */
export interface Message {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
  readonly sentBy: number;
  readonly sentTo: number;
  readonly channel: number;
}

/** The nodes of a simulation and what passes between them: effects become timers and messages, those become inputs. */
export class World {
  readonly queue = new EventQueue<Event>();
  readonly nodes: SimulatedNode[] = [];
  readonly network: NetworkState;
  readonly coverage: Coverage;
  readonly recorder: Recorder;
  /** The links of the topology; undefined where it is complete. */
  readonly topology: readonly Link[] | undefined;
  /** Virtual time, in whole µs. */
  nowUs = 0;
  private readonly channels = new Map<number, number>();
  private readonly quantumUs: number;

  constructor(run: Run, observe: ((event: TraceEvent) => void) | undefined) {
    const { nodes, seed, replica, topology, spread, timing } = run;
    const random = new Random([seed, Math.floor(seed / 0x1_0000_0000), 0, 0]);
    this.recorder = new Recorder(observe);
    this.coverage = (replica ?? "register") === "register" ? new TimestampCoverage(nodes) : new VersionCoverage(nodes);
    this.network = new NetworkState(run.network, nodes, random.fork());
    this.quantumUs = timing === "lockstep" ? spread.intervalMs * 1_000 : 1;
    this.topology = linksOf(topology, nodes, random.fork());
    for (let index = 0; index < nodes; index++) {
      const createNeighbors = () =>
        this.topology ? new NeighborList() : new CompleteNeighbors(this.nodes, nodes, index);
      this.nodes.push(new SimulatedNode(index, run, random.fork(), createNeighbors));
    }
  }

  node(index: number): SimulatedNode {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`Expected a node below ${this.nodes.length}, got ${index}`);
    return node;
  }

  fire(event: TimerEvent): void {
    const node = this.node(event.node);
    if (!node.alive || event.dueUs !== this.nowUs) return;
    // What is due while a node is frozen waits, in its order.
    event.dueUs = node.frozenUntilUs > this.nowUs ? node.frozenUntilUs : undefined;
    if (event.dueUs !== undefined) this.queue.add(event.dueUs, event);
    else this.feed(node, FIRED[event.timer]);
  }

  feed(node: SimulatedNode, input: Input<Operation>): readonly Effect[] {
    if (!node.alive) return [];
    const effects = node.gossip.handle(input, node.clock(this.nowUs));
    this.apply(node, effects);
    return effects;
  }

  apply(node: SimulatedNode, effects: readonly Effect[]): void {
    for (const effect of effects) {
      // One of the messages before may have been its last.
      if (!node.alive) return;
      switch (effect.type) {
        case "send":
          this.send(node, indexOf(effect.peer), effect.bytes);
          break;
        case "setTimer":
          this.setTimer(node, effect.timer, effect.at);
          break;
        case "connect":
          this.queue.add(this.nowUs + DIAL_US, this.dialOf(node, effect.peer));
          break;
        case "disconnect":
          this.queue.add(this.nowUs, this.closeOf(node, effect.peer));
          break;
        case "clearTimer":
          node.timers[effect.timer].dueUs = undefined;
          break;
        case "changed":
          this.onChanged(node, effect.by);
          break;
        case "lost":
          this.recorder.happened({ type: "lost", atUs: this.nowUs, node: node.index, text: effect.lost.text });
          break;
        default:
          // What a node tells of its neighbors shows in the verdicts.
          break;
      }
    }
  }

  private dialOf(node: SimulatedNode, peer: PeerId): Event {
    const to = this.nodes[indexOf(peer)];
    // Whoever spoke of it lied, or it has died since.
    const boot = to?.peer === peer ? to.boot : NO_BOOT;
    return { type: "dial", from: node.index, to: to?.index ?? node.index, peer, boots: { from: node.boot, to: boot } };
  }

  private closeOf(node: SimulatedNode, peer: PeerId): Event {
    const to = this.node(indexOf(peer));
    const boots = { from: node.boot, to: to.peer === peer ? to.boot : NO_BOOT };
    return { type: "close", from: node.index, to: to.index, boots };
  }

  /** Whether both nodes still live the lives that an event is about. */
  isOfNow({ from, to, boots }: Extract<Event, { readonly boots: Boots }>): boolean {
    const [left, right] = [this.node(from), this.node(to)];
    return left.alive && right.alive && left.boot === boots.from && right.boot === boots.to;
  }

  private onChanged(node: SimulatedNode, by: "self" | "peer" | "storage" | "restamp"): void {
    this.coverage.changed(node, this.nowUs);
    if (by === "peer" || by === "storage") return;
    this.recorder.happened({ type: by === "self" ? "wrote" : "restamped", atUs: this.nowUs, node: node.index });
  }

  private setTimer(node: SimulatedNode, timer: Timer, atMs: number): void {
    const event = node.timers[timer];
    const dueUs = Math.max(this.nowUs, node.whenUs(atMs));
    event.dueUs = timer === "push" ? Math.ceil(dueUs / this.quantumUs) * this.quantumUs : dueUs;
    this.queue.add(event.dueUs, event);
  }

  private send(node: SimulatedNode, to: number, bytes: Uint8Array): void {
    node.lastSent = bytes;
    const message = this.messageTo(node.index, to, bytes);
    const rate = this.network.uplinkBytesPerSecond;
    if (rate === undefined) return this.depart(message);
    // One uplink, which all messages of a node share: each waits for those before it.
    const startUs = Math.max(this.nowUs, node.uplinkFreeAtUs);
    node.uplinkFreeAtUs = startUs + Math.ceil((bytes.length * 1_000_000) / rate);
    this.queue.add(node.uplinkFreeAtUs, { type: "departure", message });
  }

  messageTo(from: number, to: number, bytes: Uint8Array): Message {
    const [sender, receiver] = [this.node(from), this.node(to)];
    return { from, to, bytes, sentBy: sender.boot, sentTo: receiver.boot, channel: this.channel(from, to) };
  }

  depart(message: Message): void {
    const { from, to, bytes } = message;
    const sender = this.node(from);
    if (!sender.alive || sender.boot !== message.sentBy) {
      return this.recorder.dropped(this.nowUs, from, to, bytes, "crashed");
    }
    // What was still in the uplink when its channel ended goes nowhere, and its sender does not wait for it.
    if (message.channel !== this.channel(from, to)) {
      return this.recorder.dropped(this.nowUs, from, to, bytes, "disconnected");
    }
    const kind = kindOf(bytes);
    this.recorder.departed(kind, bytes);
    const passage = this.network.pass(from, to, this.nowUs);
    if (typeof passage === "string") this.recorder.dropped(this.nowUs, from, to, bytes, passage);
    else {
      for (const atUs of passage) {
        this.recorder.sent(this.nowUs, from, to, kind, bytes, atUs);
        this.queue.add(atUs, { type: "arrival", message });
      }
    }
    if (sender.sendsUntilCrash !== undefined && --sender.sendsUntilCrash === 0) return this.kill(sender);
    this.feed(sender, { type: "writable", peer: this.node(to).peerOf(message.sentTo) });
  }

  receive(message: Message): void {
    const { from, to, bytes } = message;
    const receiver = this.node(to);
    if (!receiver.alive || receiver.boot !== message.sentTo) {
      return this.recorder.dropped(this.nowUs, from, to, bytes, "dead");
    }
    if (message.channel !== this.channel(from, to)) {
      return this.recorder.dropped(this.nowUs, from, to, bytes, "disconnected");
    }
    if (receiver.frozenUntilUs > this.nowUs) {
      this.queue.add(receiver.frozenUntilUs, { type: "arrival", message });
      return;
    }
    const peer = this.node(from).peerOf(message.sentBy);
    const kind = kindOf(bytes);
    const carries = kind === "delta" || kind === "news";
    const heldBefore = carries ? heldBy(receiver) : 0;
    const effects = receiver.gossip.handle({ type: "received", peer, bytes }, receiver.clock(this.nowUs));
    const isHeld = carries && heldBy(receiver) > heldBefore;
    // Taken down before what it leads to, so that a trace reads in the order of cause and effect.
    this.recorder.received(this.nowUs, from, to, kind, verdictOf(kind, effects, isHeld));
    this.apply(receiver, effects);
  }

  /** A message under the new network must not overtake one that is on its way under the old. */
  setNetwork(network: Network): void {
    for (const { time, event } of this.queue.waiting()) {
      if (event.type !== "arrival") continue;
      const { from, to, sentTo } = event.message;
      const { boot, frozenUntilUs } = this.node(to);
      // What waits for a frozen node to thaw, or was sent to an earlier life of it, is on no network any more.
      if (boot === sentTo && frozenUntilUs !== time) this.network.noteArrival(from, to, time);
    }
    this.network.set(network);
  }

  /** A node dies: nothing of it happens any more, and what is still in its uplink dies with it. */
  kill(node: SimulatedNode): void {
    node.alive = false;
    this.coverage.died(node.index, this.nowUs);
    this.recorder.happened({ type: "crashed", atUs: this.nowUs, node: node.index });
    for (const neighbor of node.linked) {
      const notice: Event = { type: "notice", node: neighbor, of: node.index, boot: node.boot };
      this.queue.add(this.nowUs + CRASH_NOTICED_US, notice);
    }
  }

  /** What was sent on an earlier channel between the two does not arrive on this one. */
  renewChannel(from: number, to: number): void {
    const key = this.channelKey(from, to);
    this.channels.set(key, (this.channels.get(key) ?? 0) + 1);
  }

  private channel(from: number, to: number): number {
    return this.channels.size > 0 ? (this.channels.get(this.channelKey(from, to)) ?? 0) : 0;
  }

  private channelKey(from: number, to: number): number {
    return Math.min(from, to) * this.nodes.length + Math.max(from, to);
  }
}

/** A live node notices after so long that a neighbor has died, as a tab does by its heartbeats. */
export const CRASH_NOTICED_US = 5_000_000;

/** No node ever lives this life. */
const NO_BOOT = -1;

/** A channel opens, or fails to, after so long: about as long as WebRTC takes between two tabs. */
export const DIAL_US = 200_000;

/** One input for each timer: a large simulation need not make one for each time. */
const FIRED: Readonly<Record<Timer, Input<Operation>>> = {
  push: { type: "timerFired", timer: "push" },
  hello: { type: "timerFired", timer: "hello" },
  graft: { type: "timerFired", timer: "graft" },
  members: { type: "timerFired", timer: "members" },
  overlay: { type: "timerFired", timer: "overlay" },
};

function kindOf(bytes: Uint8Array): MessageKind {
  return peekMessageType(bytes) ?? "other";
}

/** How many deltas wait at a node for what they go on from. */
function heldBy({ replica }: SimulatedNode): number {
  return textIn(replica)?.heldDeltas ?? 0;
}

/** What became of a message, by what its receiver wanted done. */
function verdictOf(kind: MessageKind, effects: readonly Effect[], isHeld: boolean): Verdict {
  for (const effect of effects) {
    if (effect.type === "changed" && effect.by === "peer") return "accepted";
    if (effect.type === "refused") return effect.reason;
    if (effect.type === "otherVersion") return "otherVersion";
  }
  if (isHeld) return "held";
  return kind === "push" || kind === "rumor" || kind === "delta" || kind === "news" ? "known" : "noted";
}
