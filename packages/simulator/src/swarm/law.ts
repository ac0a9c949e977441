import type { Effect, Input } from "@hearsay/gossip";
import type { SimulatedNode } from "../simulated-node";
import type { Operation } from "../simulated-replica";

/** What must hold in every run, whatever goes wrong in it. */
export type Law =
  /** No input makes a node throw, and no step the simulation. */
  | "never throws"
  /** A register never goes back within one boot, but for a restamp that was due. */
  | "never goes back"
  /** Data changes if and only if the node says so. */
  | "says what changed"
  /** The same timestamp means the same data on all nodes. */
  | "one timestamp, one value"
  /** A text was written by some node, or injected as a sound message. */
  | "was written by someone"
  /** What is accepted, and what is written, lies within the drift bound of the node's clock at that moment. */
  | "within the drift bound"
  /** Other data under the timestamp that is held is refused. */
  | "refuses a contradiction"
  /** A sound later timestamp is accepted. */
  | "accepts what is later"
  /** A text that gives way to one whose writer had not seen it is handed out. */
  | "nothing is lost silently"
  /** An author's character is the same at every copy, for ever: nobody has what nobody wrote. */
  | "one character, one meaning"
  /** Copies that have seen the same show the same text. */
  | "one version, one text"
  /** A character that a copy knows and nobody ever deleted shows in it, once. */
  | "no keystroke is lost"
  /** What was typed stands in the order of its typing, and between the characters that it was typed between. */
  | "stands where it was typed"
  /** What was inserted at one place at one time stands in the order of its timestamps. */
  | "siblings in order of time"
  /** A user's edit, undo or redo does what it says and nothing else. */
  | "does what its user did"
  /** A delta that is refused, held or known leaves the copy as it was. */
  | "leaves no trace"
  /** What waits for its cause is bounded. */
  | "what waits is bounded"
  /** All that a copy holds is taken in by a fresh one, and makes the same text. */
  | "a fresh copy takes it"
  /** What is told of a neighbor is what it said of itself. */
  | "presence is what was said"
  /** Only neighbors are sent to and listened to. */
  | "only neighbors"
  /** Where nothing is forged, no two hold different things under one version. */
  | "nobody diverges"
  /** One message at most is under way on each channel. */
  | "one message under way"
  /** Each message sent has its cause: none is sent that the strategy does not call for. */
  | "each message has a cause"
  /** Once the faults stop, push gossip brings the latest data to all that can take it, in three times the rounds it needs. */
  | "converges"
  /** Nodes that choose their neighbors end up as one room, each with a few. */
  | "one room"
  /** Everyone comes to know who is there and what each says of itself, and of nobody else. */
  | "knows who is there"
  /** Broadcast reaches everyone where nothing goes wrong. */
  | "broadcast arrives"
  /** A quiet room sends no more than one message for each node and Δ, and the hellos. */
  | "quiet room"
  /** The simulation's count of who holds the newest data is right. */
  | "coverage is right"
  /** The same run gives the same trace. */
  | "same trace";

/** Thrown where a law is broken. */
export class LawBroken extends Error {
  override readonly name = "LawBroken";

  constructor(
    readonly law: Law,
    message: string,
  ) {
    super(message);
  }
}

/** One input that a node has taken, and what came of it. */
export interface Taken {
  readonly node: SimulatedNode;
  readonly input: Input<Operation>;
  readonly effects: readonly Effect[];
  /** The node's clock, in ms. */
  readonly now: number;
  /** Whether the input is a message of someone who is no neighbor. */
  readonly isStranger: boolean;
  /** Whether the input is a message that no node made. */
  readonly isForged: boolean;
}

/** How often each thing did happen, by its name: what never fires over many runs was never tested. */
export class Fired {
  private readonly counts = new Map<string, number>();

  add(name: string, times: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  addAll(other: Fired): void {
    for (const [name, times] of other.counts) this.add(name, times);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Names and counts, in the order of the names. */
  entries(): readonly (readonly [string, number])[] {
    return [...this.counts].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}
