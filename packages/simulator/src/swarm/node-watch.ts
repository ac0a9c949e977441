import {
  decodeMessage,
  type Effect,
  type Input,
  type PeerId,
  peekMessageType,
  REFRESH_MS,
  type Strategy,
  type Timer,
} from "@hearsay/gossip";
import { isAhead } from "@hearsay/merge";
import type { SimulatedNode } from "../simulated-node";
import { isBlank, type Operation } from "../simulated-replica";
import { noneOfEachType } from "../trace";
import { type Fired, type Law, LawBroken, type Taken } from "./law";

/** The laws of one node of gossip in one boot, judged by what goes in and what comes out. */
export class NodeWatch {
  /** How often it adopted a setting, and how often its timers fired. */
  adoptions = 0;
  pushFirings = 0;
  helloFirings = 0;
  private readonly neighbors = new Set<PeerId>();
  /** When it took its last input, by its own clock. */
  private tookAt = Number.NaN;
  /** Whom a message is under way to. */
  private readonly busy = new Set<PeerId>();
  /** To whom a message is under way that it has forgotten, with all else of one whom it took for one of another version. */
  private readonly forgotten = new Set<PeerId>();
  private strategyBefore: Strategy;
  private readonly causes = noneOfEachType();
  private readonly sent = noneOfEachType();
  /** Whether its messages carry all that it holds; otherwise they tell what it has and carry what others lack. */
  private readonly isWhole: boolean;

  constructor(
    private readonly node: SimulatedNode,
    /** In a complete topology every other node's present boot is a neighbor. */
    private readonly complete: { isPresent(peer: PeerId): boolean; readonly neighbors: number } | undefined,
    private readonly fired: Fired,
    /** Whether it chooses its neighbors itself. */
    private readonly isOverlay: boolean,
    /** Whether any message is made up, or changed on its way. */
    private readonly isForged: boolean,
  ) {
    this.isWhole = node.replica.pushes === "whole";
    this.strategyBefore = node.gossip.spread.strategy;
  }

  private get isTree(): boolean {
    return this.strategyBefore === "plumtree";
  }

  private get sendsDeltas(): boolean {
    return !this.isWhole || this.isTree;
  }

  isNeighbor(peer: PeerId): boolean {
    return this.complete ? this.complete.isPresent(peer) : this.neighbors.has(peer);
  }

  /** What happened before anyone watched: a channel, and a hello on it that may not have left yet. */
  hasGreeted(peer: PeerId, isUnderWay: boolean): void {
    this.neighbors.add(peer);
    if (!isUnderWay) return;
    this.busy.add(peer);
    if (this.sendsDeltas) this.causes.have++;
  }

  /** Before the node takes an input. */
  before(input: Input<Operation>): void {
    this.fired.add(`input: ${input.type}`, 1);
    this.strategyBefore = this.node.gossip.spread.strategy;
    switch (input.type) {
      case "connected":
        this.neighbors.add(input.peer);
        this.busy.delete(input.peer);
        this.mayGreet();
        this.causes.members++;
        this.mayReconsider(1);
        this.mayLoseParent();
        return;
      case "disconnected":
        this.causes.members += this.size;
        this.mayLoseParent();
        this.neighbors.delete(input.peer);
        this.busy.delete(input.peer);
        this.mayReconsider(0);
        return;
      case "writable":
        if (this.forgotten.delete(input.peer)) return;
        if (!this.busy.delete(input.peer) && this.isNeighbor(input.peer)) {
          fail(
            "one message under way",
            `node ${this.node.index} hears of a message to ${input.peer} that it did not send`,
          );
        }
        return;
      case "timerFired":
        this.onTimer(input.timer);
        return;
      case "idle":
        if (this.isTree && this.isNeighbor(input.peer)) this.causes.digest++;
        return;
      case "introduced":
        this.causes.hello += this.size;
        this.causes.members += this.size;
        return;
      case "received":
        if (this.isNeighbor(input.peer)) this.onReceived(input.bytes);
        return;
      default:
        return;
    }
  }

  /** After it. */
  after(taken: Taken): void {
    const { effects, input, isStranger } = taken;
    if (isStranger && hasConsequence(effects)) fail("only neighbors", `node ${this.node.index} hears a stranger`);
    // After a stall or a step of its clock it says anew that it is there, in a time that others take.
    if (Math.abs(taken.now - this.tookAt) >= REFRESH_MS) this.causes.members += this.size;
    this.tookAt = taken.now;
    const pushesBefore = this.pushes;
    const digestsBefore = this.sent.digest;
    for (const effect of effects) {
      this.fired.add(`effect: ${effect.type}`, 1);
      this.onEffect(effect, taken);
    }
    if (input.type === "idle" && this.sent.digest > digestsBefore)
      this.fired.add("digest in place of a sign of life", 1);
    const isDue = input.type === "timerFired" && input.timer === "push" && !isBlank(this.node.replica);
    const isSilent = pushesBefore === this.pushes;
    if (isDue && this.size > 0 && isSilent) this.fired.add("a push had to wait", 1);
  }

  private get pushes(): number {
    return this.sent.push + this.sent.rumor + this.sent.delta + this.sent.digest;
  }

  private mayGreet(): void {
    this.causes.hello++;
    if (this.sendsDeltas) this.causes.have++;
  }

  /** News may have come by a channel that is gone: then all that were pruned are asked for it. */
  private mayLoseParent(): void {
    if (this.isTree) this.causes.ask += this.size;
  }

  /** How many neighbors it has may be new, which all are told; and one may have to go, besides so many other messages. */
  private mayReconsider(messages: number): void {
    if (!this.isOverlay) return;
    this.causes.hello += this.size;
    this.causes.overlay += messages + 1;
  }

  private onReceived(bytes: Uint8Array): void {
    const kind = peekMessageType(bytes);
    if (kind === "rumor" || (kind === "delta" && bytes[2] === 1)) this.causes.feedback++;
    if (kind === "ask") this.causes[this.sendsDeltas ? "delta" : "push"]++;
    // What is left of a delta, and what one goes on from, is asked for.
    if (kind === "delta" || kind === "news") this.causes.ask++;
    if (kind === "news" && this.isTree) this.causes.prune++;
    // So is a link that was pruned and brings something, and one that is pruned and brought what is new.
    if ((kind === "news" || kind === "prune") && this.isTree) this.causes.ask++;
    if (kind === "digest") this.causes.digest++;
    if (kind === "hello") this.causes.members++;
    if (kind === "members") {
      // What is new goes on, and who does not know whom it is about asks by a hello.
      this.causes.members += this.size;
      this.causes.hello++;
      // What is known prunes the tree, and what should have come along it makes a link one of it.
      if (this.isTree) this.causes.prune++;
      if (this.isTree) this.causes.ask++;
    }
    if (kind === "digest" || kind === "have") this.causes.have++;
    // Who lacks little is sent it at once.
    if (kind === "have") this.causes[this.sendsDeltas ? "delta" : "push"]++;
    // A join goes on to everyone, a walk to one more.
    if (kind === "overlay") this.mayReconsider(this.size);
  }

  private get size(): number {
    return this.complete?.neighbors ?? this.neighbors.size;
  }

  private onTimer(timer: Timer): void {
    if (timer === "members" || timer === "overlay") {
      this.causes.members += this.size;
      if (timer === "overlay") this.mayReconsider(1);
      return;
    }
    if (timer === "graft") {
      this.causes.ask++;
      return;
    }
    if (timer === "hello") {
      this.helloFirings++;
      this.mayGreet();
      this.causes.members += this.size;
      // The rest of a delta that stopped coming is asked for again.
      this.causes.ask++;
      return;
    }
    this.pushFirings++;
    if (this.strategyBefore === "broadcast") return;
    if (this.strategyBefore === "plumtree") this.causes.digest++;
    else this.causes[this.sendsDeltas ? "delta" : this.strategyBefore]++;
  }

  private onEffect(effect: Effect, { input, now }: Taken): void {
    switch (effect.type) {
      case "changed": {
        const isOwn = effect.by === "restamp" || input.type === "edited";
        if (isOwn && this.strategyBefore === "broadcast") this.causes[this.isWhole ? "push" : "news"] += this.size;
        if (!this.isTree) return;
        const isFresh = isOwn || (input.type === "received" && peekMessageType(input.bytes) === "news");
        this.causes[isFresh ? "news" : "delta"] += this.size;
        // Those that it does not go to are told that there is some.
        this.causes.digest += this.size;
        return;
      }
      case "send":
        this.onSend(effect.peer, effect.bytes);
        return;
      case "spreadChanged":
        this.onAdopted(input, now);
        return;
      case "refused":
        if (effect.reason === "ahead") this.causes.ahead++;
        return;
      case "diverged":
        if (!this.isForged) fail("nobody diverges", `node ${this.node.index} from ${effect.peer} at ${now}`);
        return;
      case "otherVersion":
        this.neighbors.delete(effect.peer);
        // In a complete topology it stays one, and no channel is new.
        if (this.complete && this.busy.delete(effect.peer)) this.forgotten.add(effect.peer);
        this.mayReconsider(0);
        return;
      default:
        return;
    }
  }

  private onAdopted(input: Input<Operation>, now: number): void {
    this.adoptions++;
    this.causes.hello += this.size;
    // What is left from another strategy is sent all the same: one of each kind at most for each channel that is busy.
    for (const kind of ["push", "rumor", "delta", "news", "digest", "prune"] as const) {
      this.causes[kind] = this.sent[kind] + 3 * this.busy.size;
    }
    this.causes.have += this.size;
    // Where it is the same setting, those are still to be told that the last news did not go to.
    this.causes.digest += this.size;
    if (input.type !== "received") return;
    const message = decodeMessage(input.bytes);
    if (message.type !== "hello" || !message.chosen) fail("within the drift bound", "a setting out of nowhere");
    else if (isAhead(message.chosen.timestamp, now)) fail("within the drift bound", `adopted a setting at ${now}`);
  }

  private onSend(peer: PeerId, bytes: Uint8Array): void {
    const where = `node ${this.node.index} to ${peer}`;
    if (!this.isNeighbor(peer)) fail("only neighbors", where);
    if (this.busy.has(peer)) fail("one message under way", where);
    this.busy.add(peer);
    const kind = peekMessageType(bytes);
    if (!kind) return fail("each message has a cause", `${where}: no message`);
    if (++this.sent[kind] > this.causes[kind]) fail("each message has a cause", `${where}: a ${kind}`);
  }
}

/** Whether a node did something about an input, besides what it does before each: to write again what lies too far ahead. */
function hasConsequence(effects: readonly Effect[]): boolean {
  const isRestamped = effects.some((effect) => effect.type === "changed" && effect.by === "restamp");
  return effects.some((effect) => {
    // It brings the next turn forward, and says what of it found no place.
    switch (effect.type) {
      case "send":
        return false;
      case "setTimer":
        return effect.timer !== "push";
      case "changed":
        return effect.by !== "restamp";
      case "lost":
        return !isRestamped;
      default:
        return true;
    }
  });
}

function fail(law: Law, message: string): never {
  throw new LawBroken(law, message);
}
