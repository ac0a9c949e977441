import { Random } from "@hearsay/gossip";
import { assertNetwork, assertRun } from "./assert-run";
import type { Coverage } from "./coverage";
import type { Counts } from "./recorder";
import type { Action, Run } from "./run";
import type { SimulatedNode } from "./simulated-node";
import { JOIN_GAP_US } from "./topology";
import type { TraceEvent } from "./trace";
import { type UserAction, Users } from "./user-action";
import { type Event, World } from "./world";

/**
 * Many nodes of `@hearsay/gossip` on a seeded virtual network: one event queue, virtual time in whole µs, nothing from
 * outside. The same run gives the same trace, in Node and in every browser.
 */
export class Simulation {
  private readonly world: World;
  private readonly users = new Users();
  /** Picks whom a node that is new comes in through; undefined where the links are given. */
  private readonly contacts: Random | undefined;

  /** `observe` sees every event as it happens. Throws a `RangeError` where the run makes no sense. */
  constructor(run: Run, observe: ((event: TraceEvent) => void) | undefined) {
    assertRun(run);
    const world = new World(run, observe);
    this.world = world;
    for (const step of run.steps) world.queue.add(step.atUs, { type: "step", action: step });
    for (const node of world.nodes) world.apply(node, node.gossip.start(node.clock(0)));
    for (const [from, to] of world.topology ?? []) this.connect(from, to);
    this.contacts = run.topology.type === "overlay" ? new Random([run.seed, 0, 0, 1]) : undefined;
    if (this.contacts) this.joinOneByOne(this.contacts);
  }

  /** Virtual time, in whole µs from the start. */
  get now(): number {
    return this.world.nowUs;
  }

  get counts(): Counts {
    return this.world.recorder.counts;
  }

  /** Which of the living nodes hold the newest data. */
  get coverage(): Coverage {
    return this.world.coverage;
  }

  /** 16 hex digits that stand for all that has happened. */
  get traceHash(): string {
    return this.world.recorder.traceHash;
  }

  /** When the next event is due, in µs; undefined where nothing will ever happen again. */
  get nextUs(): number | undefined {
    return this.world.queue.nextTime;
  }

  /** How many nodes there are, dead or alive. */
  get size(): number {
    return this.world.nodes.length;
  }

  /** A node, to look at. */
  node(index: number): SimulatedNode {
    return this.world.node(index);
  }

  /** Whether a link leads from one node to the other, blocked or not. */
  isLinked(from: number, to: number): boolean {
    return from !== to && (!this.world.topology || this.node(from).linked.has(to));
  }

  /** Whether messages that leave `from` for `to` now would vanish. */
  isBlocked(from: number, to: number): boolean {
    return this.world.network.isBlocked(from, to);
  }

  /** Lets one event happen. Returns false where there was none. */
  step(): boolean {
    const time = this.world.queue.nextTime;
    const event = this.world.queue.take();
    if (time === undefined || event === undefined) return false;
    this.world.nowUs = Math.max(this.world.nowUs, time);
    this.happen(event);
    return true;
  }

  /** Lets everything happen that is due by `timeUs`, and moves time there. */
  runUntil(timeUs: number): void {
    for (let next = this.nextUs; next !== undefined && next <= timeUs; next = this.nextUs) this.step();
    this.world.nowUs = Math.max(this.world.nowUs, timeUs);
  }

  /** Runs until all living nodes hold the newest data, at most until `timeUs`. Returns whether they do. */
  runUntilCovered(timeUs: number): boolean {
    while (this.coverage.coveredUs === undefined) {
      const next = this.nextUs;
      if (next === undefined || next > timeUs) return false;
      this.step();
    }
    return true;
  }

  /** Lets an action of the run, or of whoever plays with it, happen now. */
  perform(action: Action): void {
    switch (action.type) {
      case "write":
      case "insert":
      case "type":
      case "paste":
      case "delete":
      case "undo":
      case "redo":
      case "sign":
      case "title":
        return this.edit(this.node(action.node), action);
      case "introduce":
        return this.introduceAs(this.node(action.node), action.presence);
      case "crash":
        return this.armCrash(this.node(action.node), action.afterMessages);
      case "restart":
        return this.restart(this.node(action.node), action.storage);
      case "freeze":
        return this.freeze(this.node(action.node), action.forUs);
      case "stepClock":
        this.node(action.node).skewMs += action.byMs;
        return;
      case "block":
      case "unblock":
        return this.world.network.setBlocked(action.from, action.to, action.type === "block");
      case "partition":
        return this.world.network.partition(action.groups);
      case "heal":
        return this.world.network.heal();
      case "clog":
        return this.world.network.clog(action.from, action.to, this.world.nowUs + action.forUs);
      case "disconnect":
        return this.disconnect(action.from, action.to);
      case "connect":
        return this.connect(action.from, action.to);
      case "idle":
        return void this.world.feed(this.node(action.from), { type: "idle", peer: this.node(action.to).peer });
      case "join":
        return this.join(this.node(action.node), this.node(action.via));
      case "setNetwork":
        assertNetwork(action.network);
        return this.world.setNetwork(action.network);
      case "chooseSpread":
        return void this.world.feed(this.node(action.node), { type: "spreadChosen", spread: action.spread });
      case "inject":
        return this.world.receive(this.world.messageTo(action.from, action.to, Uint8Array.from(action.bytes)));
      case "replay": {
        const { lastSent } = this.node(action.from);
        if (lastSent) this.world.receive(this.world.messageTo(action.from, action.to, lastSent));
        return;
      }
      case "corrupt": {
        const { lastSent } = this.node(action.from);
        if (lastSent)
          this.world.receive(this.world.messageTo(action.from, action.to, corrupted(lastSent, action.at, action.by)));
        return;
      }
      default:
        return action satisfies never;
    }
  }

  private happen(event: Event): void {
    switch (event.type) {
      case "step":
        return this.perform(event.action);
      case "timer":
        return this.world.fire(event);
      case "departure":
        return this.world.depart(event.message);
      case "arrival":
        return this.world.receive(event.message);
      case "notice":
        return this.notice(event);
      case "thaw":
        return this.thaw(event);
      case "dial":
        return this.dial(event);
      case "close":
        if (this.world.isOfNow(event)) this.disconnect(event.from, event.to);
        return;
      default:
        return event satisfies never;
    }
  }

  private joinOneByOne(random: Random): void {
    for (let node = 1; node < this.size; node++) {
      const action: Action = { type: "join", node, via: random.below(node) };
      this.world.queue.add(node * JOIN_GAP_US, { type: "step", action: { ...action, atUs: node * JOIN_GAP_US } });
    }
  }

  private join(node: SimulatedNode, via: SimulatedNode): void {
    this.world.feed(node, { type: "listed", peers: [via.peer], areAll: true });
  }

  private dial(event: Extract<Event, { readonly type: "dial" }>): void {
    const { from, to, boots, peer } = event;
    const left = this.node(from);
    if (left.linked.has(to) && this.world.isOfNow(event)) return;
    const { network } = this.world;
    const isOpen = this.world.isOfNow(event) && !network.isBlocked(from, to) && !network.isBlocked(to, from);
    if (isOpen) this.connect(from, to);
    else if (left.boot === boots.from) this.world.feed(left, { type: "connectFailed", peer });
  }

  private edit(node: SimulatedNode, action: UserAction): void {
    if (!node.alive) return;
    const operation = this.users.operationOf(action, node.replica);
    if (!operation) return;
    this.world.feed(node, { type: "edited", operation });
    this.users.done(action, node.replica, operation);
  }

  private introduceAs(node: SimulatedNode, presence: string): void {
    this.world.feed(node, { type: "introduced", presence: new TextEncoder().encode(presence) });
  }

  private armCrash(node: SimulatedNode, afterMessages: number): void {
    if (!node.alive) return;
    if (afterMessages === 0) this.world.kill(node);
    else node.sendsUntilCrash = afterMessages;
  }

  private restart(node: SimulatedNode, storage: boolean): void {
    const { world } = this;
    if (node.alive) world.kill(node);
    const stored = storage ? node.replica.since(undefined, Number.POSITIVE_INFINITY) : undefined;
    const before = node.peer;
    node.reboot();
    this.users.forget(node.index);
    world.coverage.cameBack(node.index, this.now);
    world.recorder.happened({ type: "restarted", atUs: this.now, node: node.index, storage });
    world.apply(node, node.gossip.start(node.clock(this.now)));
    if (stored) world.feed(node, { type: "loaded", delta: stored });
    for (const index of [...node.linked]) {
      const other = this.node(index);
      if (this.contacts) this.unlink(node, other);
      world.renewChannel(node.index, index);
      world.feed(other, { type: "disconnected", peer: before });
      if (other.alive && !this.contacts) this.introduce(node, other);
    }
    const via = this.contacts?.below(this.size);
    if (via !== undefined) this.join(node, this.node(via === node.index ? (via + 1) % this.size : via));
  }

  private notice({ node, of, boot }: Extract<Event, { readonly type: "notice" }>): void {
    const [left, right] = [this.node(node), this.node(of)];
    // What was made anew since is another link.
    if (this.contacts && right.boot === boot && !right.alive) this.unlink(left, right);
    this.world.feed(left, { type: "disconnected", peer: right.peerOf(boot) });
  }

  private unlink(left: SimulatedNode, right: SimulatedNode): void {
    left.linked.delete(right.index);
    right.linked.delete(left.index);
  }

  private thaw({ node, boot }: Extract<Event, { readonly type: "thaw" }>): void {
    const { alive, boot: current, frozenUntilUs } = this.node(node);
    if (alive && current === boot && frozenUntilUs <= this.now)
      this.world.recorder.happened({ type: "thawed", atUs: this.now, node });
  }

  private freeze(node: SimulatedNode, forUs: number): void {
    if (!node.alive || this.now + forUs <= node.frozenUntilUs) return;
    node.frozenUntilUs = this.now + forUs;
    this.world.recorder.happened({ type: "froze", atUs: this.now, node: node.index });
    this.world.queue.add(node.frozenUntilUs, { type: "thaw", node: node.index, boot: node.boot });
  }

  private connect(from: number, to: number): void {
    const [left, right] = this.linkable(from, to);
    if (left.linked.has(to)) return;
    left.linked.add(to);
    right.linked.add(from);
    this.world.renewChannel(from, to);
    if (left.alive && right.alive) this.introduce(left, right);
  }

  private disconnect(from: number, to: number): void {
    const [left, right] = this.linkable(from, to);
    if (!left.linked.delete(to)) return;
    right.linked.delete(from);
    this.world.renewChannel(from, to);
    this.world.feed(left, { type: "disconnected", peer: right.peer });
    this.world.feed(right, { type: "disconnected", peer: left.peer });
  }

  private introduce(left: SimulatedNode, right: SimulatedNode): void {
    this.world.feed(left, { type: "connected", peer: right.peer });
    this.world.feed(right, { type: "connected", peer: left.peer });
  }

  private linkable(from: number, to: number): readonly [SimulatedNode, SimulatedNode] {
    if (!this.world.topology) throw new RangeError("Expected another topology than the complete one, to change links");
    if (from === to) throw new RangeError(`Expected two nodes, got ${from} twice`);
    return [this.node(from), this.node(to)];
  }
}

function corrupted(message: Uint8Array, at: number, by: number): Uint8Array {
  const bytes = Uint8Array.from(message);
  const index = at % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ by;
  return bytes;
}
