import { decodeMessage, type Effect, type Input, type PeerId, peekMessageType, type Strategy } from "@hearsay/gossip";
import { isAhead, type RegisterOperation } from "@hearsay/merge";
import type { SimulatedNode } from "../simulated-node";
import { type Fired, type Law, LawBroken, type Taken } from "./law";

/** The laws of one node of gossip in one boot, judged by what goes in and what comes out. */
export class NodeWatch {
  /** How often it adopted a setting, and how often its timers fired. */
  adoptions = 0;
  pushFirings = 0;
  helloFirings = 0;
  private readonly neighbors = new Set<PeerId>();
  /** Whom a message is under way to. */
  private readonly busy = new Set<PeerId>();
  private strategyBefore: Strategy = "push";
  private readonly causes: Record<Kind, number> = { hello: 0, push: 0, rumor: 0, feedback: 0, ahead: 0 };
  private readonly sent: Record<Kind, number> = { hello: 0, push: 0, rumor: 0, feedback: 0, ahead: 0 };

  constructor(
    private readonly node: SimulatedNode,
    /** In a complete topology every other node's present boot is a neighbor. */
    private readonly complete: { isPresent(peer: PeerId): boolean; readonly neighbors: number } | undefined,
    private readonly fired: Fired,
  ) {}

  isNeighbor(peer: PeerId): boolean {
    return this.complete ? this.complete.isPresent(peer) : this.neighbors.has(peer);
  }

  /** What happened before anyone watched: a channel, and a hello on it that may not have left yet. */
  hasGreeted(peer: PeerId, isUnderWay: boolean): void {
    this.neighbors.add(peer);
    if (isUnderWay) this.busy.add(peer);
  }

  /** Before the node takes an input. */
  before(input: Input<RegisterOperation>): void {
    this.fired.add(`input: ${input.type}`, 1);
    this.strategyBefore = this.node.gossip.spread.strategy;
    switch (input.type) {
      case "connected":
        this.neighbors.add(input.peer);
        this.busy.delete(input.peer);
        this.causes.hello++;
        return;
      case "disconnected":
        this.neighbors.delete(input.peer);
        this.busy.delete(input.peer);
        return;
      case "writable":
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
      case "received":
        if (this.isNeighbor(input.peer) && peekMessageType(input.bytes) === "rumor") this.causes.feedback++;
        return;
      default:
        return;
    }
  }

  /** After it. */
  after(taken: Taken): void {
    const { effects, input, isStranger } = taken;
    if (isStranger && effects.some(isConsequence)) fail("only neighbors", `node ${this.node.index} hears a stranger`);
    const pushesBefore = this.sent.push + this.sent.rumor;
    for (const effect of effects) {
      this.fired.add(`effect: ${effect.type}`, 1);
      this.onEffect(effect, taken);
    }
    const isDue = input.type === "timerFired" && input.timer === "push" && this.node.register.timestamp !== undefined;
    const isSilent = pushesBefore === this.sent.push + this.sent.rumor;
    if (isDue && this.size > 0 && isSilent) this.fired.add("a push had to wait", 1);
  }

  private get size(): number {
    return this.complete?.neighbors ?? this.neighbors.size;
  }

  private onTimer(timer: "push" | "hello"): void {
    if (timer === "hello") {
      this.helloFirings++;
      this.causes.hello++;
      return;
    }
    this.pushFirings++;
    if (this.strategyBefore !== "broadcast") this.causes[this.strategyBefore]++;
  }

  private onEffect(effect: Effect, { input, now }: Taken): void {
    switch (effect.type) {
      case "changed": {
        const isOwn = effect.by === "restamp" || input.type === "edited";
        if (isOwn && this.strategyBefore === "broadcast") this.causes.push += this.size;
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
      case "otherVersion":
        this.neighbors.delete(effect.peer);
        return;
      default:
        return;
    }
  }

  private onAdopted(input: Input<RegisterOperation>, now: number): void {
    this.adoptions++;
    this.causes.hello += this.size;
    // What is left from another strategy is sent all the same: one push at most for each channel that is busy.
    this.causes.push = Math.min(this.causes.push, this.sent.push + this.busy.size);
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

type Kind = "hello" | "push" | "rumor" | "feedback" | "ahead";

/** What a node does about an input, not what it does before each. */
function isConsequence(effect: Effect): boolean {
  return effect.type !== "send" && !(effect.type === "changed" && effect.by === "restamp");
}

function fail(law: Law, message: string): never {
  throw new LawBroken(law, message);
}
