import type { Input, Random } from "@hearsay/gossip";
import {
  equalBytes,
  isAhead,
  MAX_DRIFT_MS,
  MAX_REGISTER_DELTA_BYTES,
  type ReplicaId,
  type Timestamp,
} from "@hearsay/merge";
import type { Run } from "../run";
import type { SimulatedNode } from "../simulated-node";
import type { Operation } from "../simulated-replica";
import type { Simulation } from "../simulation";
import { type Claim, registerClaims } from "./convergence";
import { type Fired, type Law, LawBroken, type Taken } from "./law";
import { deltaIn, isLater, keyOf, type RegisterDelta } from "./register-delta";
import type { ReplicaWatch } from "./replica-watch";
import type { Watch } from "./watch";

/** The laws of a register, judged by what was truly written, by whom, and upon what. */
export class RegisterWatch implements ReplicaWatch {
  /** The newest timestamp that was ever held. */
  private newest: Timestamp | undefined;
  private readonly writes = new Map<string, Write>();
  private readonly forged = new Map<string, RegisterDelta[]>();
  /** The latest timestamp of each writer. */
  private readonly latest = new Map<ReplicaId, Timestamp>();
  /** What cannot be lost any more: it was handed out, is nothing, or its writer carried it on to such a text. */
  private readonly settled = new Set<string>();
  private timestampBefore: Timestamp | undefined;
  private textBefore = "";

  constructor(
    run: Run,
    private readonly fired: Fired,
  ) {
    for (const step of run.steps) if (step.type === "inject") this.noteForged(Uint8Array.from(step.bytes));
  }

  /** The data of a message that no node made, if it carries any, mean what they say from now on. */
  private noteForged(message: Uint8Array): void {
    const delta = deltaIn(message);
    if (!delta) return;
    const key = keyOf(delta.timestamp);
    const known = this.forged.get(key) ?? [];
    if (!known.some(({ bytes }) => equalBytes(bytes, delta.bytes))) this.forged.set(key, [...known, delta]);
  }

  attach(): void {}

  countCovered(simulation: Simulation): number {
    const { newest } = this;
    const nodes = Array.from({ length: simulation.size }, (_, index) => simulation.node(index));
    return nodes.filter(({ alive, register: { timestamp } }) => {
      return alive && newest && timestamp && !isLater(newest, timestamp);
    }).length;
  }

  claims(simulation: Simulation, watch: Watch, random: Random): readonly Claim[] {
    return registerClaims(simulation, watch, random, (node) => node.register);
  }

  finish(): void {}

  before({ register }: SimulatedNode, input: Input<Operation>, isForged: boolean): void {
    if (isForged && input.type === "received") this.noteForged(input.bytes);
    this.timestampBefore = register.timestamp;
    this.textBefore = register.text;
  }

  after(taken: Taken): void {
    const { node, input, effects } = taken;
    const { timestamp, text } = node.register;
    for (const effect of effects) if (effect.type === "lost") this.settle(this.writeOf(effect.lost.timestamp));
    const isChanged = timestamp !== this.timestampBefore || text !== this.textBefore;
    const says = effects.filter(({ type }) => type === "changed").length > 0;
    if (isChanged !== says) fail("says what changed", `${isChanged} but says ${says}, on ${input.type}`);
    const restamped = effects.some((effect) => effect.type === "changed" && effect.by === "restamp");
    // An edit writes what lies ahead again by itself, and says no more than that it wrote.
    const inPassing = input.type === "edited" && !restamped && this.wasAhead(taken.now);
    const held = this.writeOf(this.timestampBefore);
    const before = restamped ? this.onRestamped(taken, held) : held;
    // Stored data is taken in whatever the clock says, and written again before the next input.
    if (input.type !== "loaded" && timestamp && timestamp.timeMs > taken.now + MAX_DRIFT_MS + CARRY_MS) {
      fail("within the drift bound", `holds ${keyOf(timestamp)} after ${input.type} at ${taken.now}`);
    }
    if (isChanged && timestamp) {
      this.onChanged(taken, timestamp, text, { before, restamped: restamped || inPassing });
    }
    if (input.type === "received" && !taken.isStranger && !restamped) this.onReceived(taken, input, before);
  }

  private onChanged({ node, input, now }: Taken, timestamp: Timestamp, text: string, since: Since): void {
    if (!isLater(timestamp, this.timestampBefore) && !since.restamped) {
      fail("never goes back", `${this.timestampBefore && keyOf(this.timestampBefore)} gave way to ${keyOf(timestamp)}`);
    }
    if (input.type === "received" && isAhead(timestamp, now)) {
      fail("within the drift bound", `accepted ${keyOf(timestamp)} at ${now}`);
    }
    if (isLater(timestamp, this.newest)) this.newest = timestamp;
    const delta = node.register.since(undefined, MAX_REGISTER_DELTA_BYTES);
    if (!delta) return fail("was written by someone", "a text without a delta");
    if (input.type === "edited") {
      const written = "text" in input.operation ? input.operation.text : "";
      if (text !== written.toWellFormed()) fail("was written by someone", `${text} is not what was written`);
      this.record({ timestamp, text, bytes: delta }, since.before, undefined);
    }
    this.checkValue({ timestamp, text, bytes: delta });
  }

  /**
   * A restamp comes only when it is due, keeps the text, and may be sent before something later replaces it. Returns
   * what the node held after it, as far as anyone can know.
   */
  private onRestamped({ node, input, effects, now }: Taken, before: Write | undefined): Write | undefined {
    if (!this.wasAhead(now)) {
      fail("never goes back", `${this.timestampBefore && keyOf(this.timestampBefore)} was restamped at ${now}`);
    }
    const { timestamp, text } = node.register;
    const bytes = node.register.since(undefined, MAX_REGISTER_DELTA_BYTES);
    const sent = effects.map((effect) => (effect.type === "send" ? deltaIn(effect.bytes) : undefined));
    const held = input.type !== "edited" && timestamp && bytes ? { timestamp, text, bytes } : undefined;
    let after = before;
    for (const delta of [...sent, held]) {
      if (!delta || delta.timestamp.replica !== node.peer || this.known(delta)) continue;
      if (delta.text === this.textBefore) after = this.record(delta, before, before?.origin);
    }
    return after;
  }

  private wasAhead(now: number): boolean {
    return this.timestampBefore !== undefined && isAhead(this.timestampBefore, now);
  }

  private onReceived(taken: Taken, input: Received, before: Write | undefined): void {
    const { node, effects, now } = taken;
    const held = node.register.since(undefined, MAX_REGISTER_DELTA_BYTES);
    const isSame = this.timestampBefore === node.register.timestamp;
    // Most messages say what is known: two bytes, then what is held.
    if (held && isSame && equalBytes(input.bytes.subarray(2), held)) return;
    const theirs = deltaIn(input.bytes);
    if (!theirs || (held && isSame && equalBytes(theirs.bytes, held))) return;
    const key = keyOf(theirs.timestamp);
    const isHeld = this.timestampBefore !== undefined && key === keyOf(this.timestampBefore);
    const reason = effects.find((effect) => effect.type === "refused")?.reason;
    if (isHeld) {
      this.fired.add("contradiction met", 1);
      if (reason === undefined) fail("refuses a contradiction", `${key} with other data`);
      return;
    }
    const write = this.writes.get(key);
    if (!write || !equalBytes(write.bytes, theirs.bytes) || isAhead(theirs.timestamp, now)) return;
    const isTaken = node.register.timestamp !== undefined && keyOf(node.register.timestamp) === key;
    if (isLater(theirs.timestamp, this.timestampBefore) !== isTaken) fail("accepts what is later", key);
    if (!before || this.forged.has(before.key) || this.forged.has(key)) return;
    const [winner, loser] = isTaken ? [write, before] : [before, write];
    this.checkLost(winner, loser, node);
  }

  private checkLost(winner: Write, loser: Write, node: SimulatedNode): void {
    if (loser.text === "" || loser.text === winner.text) return this.settle(loser);
    for (let seen: Write | undefined = winner; seen; seen = seen.base) {
      // A forged ancestor claims what it likes, and whoever writes upon it passes that on.
      if (seen.origin === loser.origin || seen.isForged) return;
      if (seen.text === loser.text) return this.settle(loser);
    }
    // Elsewhere it seems to have been seen by whoever saw its writer's later time. Only the writer knows better (M23).
    if (loser.isOutOfTurn && loser.writer !== node.peer) return;
    this.fired.add("concurrent texts met", 1);
    if (this.settled.has(loser.key)) return;
    fail(
      "nothing is lost silently",
      `"${loser.text}" ${loser.key} gave way to "${winner.text}" ${winner.key} at ${node.index}`,
    );
  }

  private settle(last: Write | undefined): void {
    for (let write = last; write && !this.settled.has(write.key); write = write.base) this.settled.add(write.key);
  }

  private checkValue(delta: RegisterDelta): void {
    if (this.known(delta)) return;
    const key = keyOf(delta.timestamp);
    if (this.writes.has(key)) fail("one timestamp, one value", `${key} also means "${delta.text}"`);
    fail("was written by someone", `${key} "${delta.text}"`);
  }

  private known({ timestamp, bytes }: RegisterDelta): boolean {
    const key = keyOf(timestamp);
    const write = this.writes.get(key);
    if (write && equalBytes(write.bytes, bytes)) return true;
    return this.forged.get(key)?.some((forged) => equalBytes(forged.bytes, bytes)) ?? false;
  }

  private record(
    { timestamp, text, bytes }: RegisterDelta,
    base: Write | undefined,
    origin: string | undefined,
  ): Write {
    const key = keyOf(timestamp);
    if (this.writes.has(key)) fail("one timestamp, one value", `${key} was written twice`);
    if (this.forged.has(key)) this.fired.add("contested timestamp", 1);
    const writer = timestamp.replica;
    const isOutOfTurn = !isLater(timestamp, this.latest.get(writer));
    if (!isOutOfTurn) this.latest.set(writer, timestamp);
    const write = { key, writer, text, bytes, base, origin: origin ?? key, isForged: false, isOutOfTurn };
    this.writes.set(key, write);
    return write;
  }

  private writeOf(timestamp: Timestamp | undefined): Write | undefined {
    if (!timestamp) return undefined;
    const key = keyOf(timestamp);
    const write = this.writes.get(key);
    if (write) return write;
    const [forged] = this.forged.get(key) ?? [];
    if (!forged) return undefined;
    const { text, bytes } = forged;
    return {
      key,
      writer: timestamp.replica,
      text,
      bytes,
      base: undefined,
      origin: key,
      isForged: true,
      isOutOfTurn: false,
    };
  }
}

/** What a node held before an input, as it stands after a restamp that came first. */
interface Since {
  readonly before: Write | undefined;
  readonly restamped: boolean;
}

interface Write {
  readonly key: string;
  readonly writer: ReplicaId;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** What its writer held. */
  readonly base: Write | undefined;
  /** What was first written; a restamp says the same again. */
  readonly origin: string;
  readonly isForged: boolean;
  /** Whether its writer's clock was set back: it bears an earlier timestamp than something that came before it. */
  readonly isOutOfTurn: boolean;
}

type Received = Extract<Input<Operation>, { readonly type: "received" }>;

/** A full counter carries so far past the bound. */
const CARRY_MS = 1;

function fail(law: Law, message: string): never {
  throw new LawBroken(law, message);
}
