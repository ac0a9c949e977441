import { GossipNode, type NeighborSet, type PeerId, type Random, type Spread, type Timer } from "@hearsay/gossip";
import { Register, type RegisterOperation } from "@hearsay/merge";

/** The room time at which every simulation starts, in ms since 1970. */
export const EPOCH_MS = 1_000_000_000_000;

/** One node of a simulation: the very node of `@hearsay/gossip`, with what the world around it knows of it. */
export class SimulatedNode {
  alive = true;
  /** How often it has come back; part of its peer id. */
  boot = 0;
  skewMs = 0;
  frozenUntilUs = 0;
  uplinkFreeAtUs = 0;
  /** How many messages it sends before it dies; undefined where it is not going to. */
  sendsUntilCrash: number | undefined;
  /** Counts the settings of each timer: a firing of an earlier one is void. */
  readonly settings: Record<Timer, number> = { push: 0, hello: 0 };
  /** The nodes that a link leads to. Empty in a complete topology. */
  readonly linked = new Set<number>();
  peer: PeerId;
  register: Register;
  gossip: GossipNode<RegisterOperation>;
  /** The last message that it sent, for replays. */
  lastSent: Uint8Array | undefined;

  constructor(
    readonly index: number,
    private readonly spread: Spread,
    private readonly rumorCounter: number,
    private readonly random: Random,
    private readonly createNeighbors: () => NeighborSet,
  ) {
    this.peer = peerIdOf(index, 0);
    this.register = new Register(this.peer);
    this.gossip = this.createGossip();
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
    this.sendsUntilCrash = undefined;
    this.settings.push++;
    this.settings.hello++;
    this.peer = peerIdOf(this.index, this.boot);
    this.register = new Register(this.peer);
    this.gossip = this.createGossip();
  }

  private createGossip(): GossipNode<RegisterOperation> {
    return new GossipNode({
      self: this.peer,
      replica: this.register,
      neighbors: this.createNeighbors(),
      random: this.random.fork(),
      spread: this.spread,
      rumorCounter: this.rumorCounter,
    });
  }
}

/** A peer id that tells the node's number and its boot, so that neither needs to be looked up. */
export function peerIdOf(index: number, boot: number): PeerId {
  return (hex(index) + hex(boot)) as PeerId;
}

export function indexOf(peer: PeerId): number {
  return Number.parseInt(peer.slice(0, 8), 16);
}

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
