import { DEFAULT_OVERLAY, GossipNode, type NeighborSet, type PeerId, type Random, type Timer } from "@hearsay/gossip";
import { Register } from "@hearsay/merge";
import type { Run } from "./run";
import { createReplica, type Operation, type SimulatedReplica } from "./simulated-replica";
import { UnboundedRegister } from "./unbounded-register";

/** The room time at which every simulation starts, in ms since 1970. */
export const EPOCH_MS = 1_000_000_000_000;

/** One timer of one node. There is one object for each, however often it is set: a large simulation sets millions. */
export interface TimerEvent {
  readonly type: "timer";
  readonly node: number;
  readonly timer: Timer;
  /** When it fires, in µs. The queue may hold it for an earlier setting too, which is void. */
  dueUs: number | undefined;
}

/** One node of a simulation: the very node of `@hearsay/gossip`, with what the world around it knows of it. */
export class SimulatedNode {
  alive = true;
  /** How often it has come back; part of its peer id. */
  boot = 0;
  skewMs = 0;
  frozenUntilUs = 0;
  uplinkFreeAtUs = 0;
  /** How many more messages leave its uplink before it dies; undefined where it is not going to. */
  sendsUntilCrash: number | undefined;
  timers: Readonly<Record<Timer, TimerEvent>>;
  /** The last message that it sent, for replays. */
  lastSent: Uint8Array | undefined;
  peer: PeerId;
  /** Its copy of the data, of the kind that the run says. */
  replica: SimulatedReplica;
  gossip: GossipNode<Operation>;
  private neighbors: Set<number> | undefined;

  constructor(
    readonly index: number,
    private readonly run: Run,
    private readonly random: Random,
    private readonly createNeighbors: () => NeighborSet,
  ) {
    this.peer = peerIdOf(index, 0);
    this.replica = this.createReplica();
    this.gossip = this.createGossip();
    this.timers = createTimers(index);
  }

  /** Its copy, where that is a register. Throws a `RangeError` where it is something else. */
  get register(): Register {
    if (this.replica instanceof Register) return this.replica;
    if (this.replica instanceof UnboundedRegister) return this.replica.copy;
    throw new RangeError(`Expected a register, got a ${this.run.replica}`);
  }

  /** The nodes that a link leads to. Empty in a complete topology, so that a large one need not pay for it. */
  get linked(): Set<number> {
    this.neighbors ??= new Set();
    return this.neighbors;
  }

  /** Its peer id at one of its boots. */
  peerOf(boot: number): PeerId {
    return boot === this.boot ? this.peer : peerIdOf(this.index, boot);
  }

  /** Its wall clock, in whole ms. */
  clock(nowUs: number): number {
    return EPOCH_MS + this.skewMs + Math.floor(nowUs / 1_000);
  }

  /** When a timer that is set to `atMs` of its clock fires, in µs of virtual time. */
  whenUs(atMs: number): number {
    return (atMs - EPOCH_MS - this.skewMs) * 1_000;
  }

  /** Comes back to life as a fresh peer that holds nothing. */
  reboot(): void {
    this.boot++;
    this.alive = true;
    this.frozenUntilUs = 0;
    this.uplinkFreeAtUs = 0;
    this.sendsUntilCrash = undefined;
    for (const timer of Object.values(this.timers)) timer.dueUs = undefined;
    this.timers = createTimers(this.index);
    this.peer = peerIdOf(this.index, this.boot);
    this.replica = this.createReplica();
    this.gossip = this.createGossip();
  }

  private createReplica(): SimulatedReplica {
    return createReplica(this.run.replica ?? "register", this.peer);
  }

  private createGossip(): GossipNode<Operation> {
    const { spread, rumorCounter, topology } = this.run;
    return new GossipNode<Operation>({
      self: this.peer,
      replica: this.replica,
      neighbors: this.createNeighbors(),
      random: this.random.fork(),
      spread,
      rumorCounter,
      overlay: topology.type === "overlay" ? DEFAULT_OVERLAY : undefined,
    });
  }
}

function createTimers(node: number): Readonly<Record<Timer, TimerEvent>> {
  const create = (timer: Timer): TimerEvent => ({ type: "timer", node, timer, dueUs: undefined });
  return {
    push: create("push"),
    hello: create("hello"),
    graft: create("graft"),
    members: create("members"),
    overlay: create("overlay"),
  };
}

/**
 * A peer id that tells the node's number and its boot, so that neither needs to be looked up. The ids of one node's boots
 * lie apart: a text that must write under another id takes the next one.
 */
export function peerIdOf(index: number, boot: number): PeerId {
  return (hex(index) + hex(boot * IDS_PER_BOOT)) as PeerId;
}

const IDS_PER_BOOT = 4_096;

export function indexOf(peer: PeerId): number {
  // Digit by digit, since this is done for every message and must make no strings.
  let index = 0;
  for (let i = 0; i < 8; i++) {
    const code = peer.charCodeAt(i);
    index = index * 16 + (code < DIGIT_A ? code - DIGIT_0 : code - DIGIT_A + 10);
  }
  return index;
}

const DIGIT_0 = 48;
const DIGIT_A = 97;

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** Everyone but oneself, without a list: node `index` knows the others by their numbers. */
export class CompleteNeighbors implements NeighborSet {
  constructor(
    private readonly nodes: readonly SimulatedNode[],
    private readonly total: number,
    private readonly index: number,
  ) {}

  get size(): number {
    return this.total - 1;
  }

  has(peer: PeerId): boolean {
    return this.nodes[indexOf(peer)]?.peer === peer;
  }

  at(index: number): PeerId {
    const node = this.nodes[index < this.index ? index : index + 1];
    if (!node) throw new RangeError(`Expected an index below ${this.size}, got ${index}`);
    return node.peer;
  }

  add(): void {}

  remove(): void {}
}
