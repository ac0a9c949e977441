import type { Input, Random } from "@hearsay/gossip";
import { MAX_DRIFT_MS, type Register, Text, type Timestamp } from "@hearsay/merge";
import type { SimulatedNode } from "../simulated-node";
import { bodyOf, type Operation, titleOf } from "../simulated-replica";
import type { Simulation } from "../simulation";
import { type Claim, registerClaims } from "./convergence";
import { type Fired, LawBroken, type Taken } from "./law";
import { isLater } from "./register-delta";
import type { ReplicaWatch } from "./replica-watch";
import { contradicts, stateOf, textClaims } from "./text-claims";
import { finishText } from "./text-finish";
import { TextLedger } from "./text-ledger";
import { includes, unitsIn } from "./text-version";
import type { Watch } from "./watch";
import { type RegisterRoom, WatchedRegister } from "./watched-register";
import { type TextRoom, TICK_MS, WatchedText } from "./watched-text";

/** The laws of a text, or of a note of whichever rule: those of its parts, and that the whole says what they do. */
export class NoteWatch implements ReplicaWatch {
  private readonly titles: RegisterRoom = emptyRoom();
  private readonly bodies: RegisterRoom = emptyRoom();
  private readonly texts: TextRoom;
  private readonly parts = new Map<SimulatedNode, readonly Part[]>();
  private versionBefore = "";
  /** Whether anybody may take another for one that has what it has not: data were given up, or a message was forged. */
  private mayMislead = false;

  constructor(private readonly fired: Fired) {
    this.texts = { ledger: new TextLedger(), texts: new Map(), fired, isForged: false };
  }

  attach(node: SimulatedNode): void {
    const title = titleOf(node.replica);
    const body = bodyOf(node.replica);
    const where = `node ${node.index}`;
    this.parts.set(node, [
      ...(title ? [new WatchedRegister(title, this.titles, `the title of ${where}`)] : []),
      body instanceof Text ? new WatchedText(body, this.texts, where) : new WatchedRegister(body, this.bodies, where),
    ]);
  }

  before({ replica }: SimulatedNode, _input: Input<Operation>, isForged: boolean): void {
    for (const room of [this.titles, this.bodies, this.texts]) room.isForged = isForged;
    this.versionBefore = replica.version().join();
    this.mayMislead ||= isForged;
  }

  after({ node, input, effects, now }: Taken): void {
    for (const part of [titleOf(node.replica), bodyOf(node.replica)]) {
      const { timestamp } = part ?? {};
      // Stored data is taken in whatever the clock says, and written again before the next input.
      if (input.type === "loaded" || !timestamp || timestamp.timeMs <= now + MAX_DRIFT_MS + TICK_MS) continue;
      throw new LawBroken("within the drift bound", `node ${node.index} at ${now} on ${input.type}`);
    }
    const isNew = node.replica.version().join() !== this.versionBefore;
    const changes = effects.filter((effect) => effect.type === "changed");
    this.mayMislead ||= changes.some(({ by }) => by === "restamp");
    // What a user does may come to nothing, such as an undo where nothing is to undo.
    const mayBeIdle = input.type === "edited" && changes.length === 1;
    if (isNew !== changes.length > 0 && !mayBeIdle) {
      throw new LawBroken("says what changed", `${isNew} but says ${changes.length > 0}, on ${input.type}`);
    }
    const told = effects.flatMap((effect) => (effect.type === "lost" ? [effect.lost.text] : []));
    for (const part of this.parts.get(node) ?? []) {
      const { untold } = part;
      part.untold = undefined;
      if (untold === undefined || told.some((text) => text.includes(untold))) continue;
      throw new LawBroken("nothing is lost silently", `"${untold}" at node ${node.index} on ${input.type}`);
    }
  }

  countCovered(simulation: Simulation): number {
    const living = nodesOf(simulation).filter(({ alive }) => alive);
    const isWritten = living.some(({ replica }) => replica.version().length > BLANK_BYTES);
    return living.filter((node) => isWritten && living.every((other) => hasAllOf(node, other))).length;
  }

  claims(simulation: Simulation, watch: Watch, random: Random): readonly Claim[] {
    const nodes = nodesOf(simulation);
    // Two forged things under one name keep their holders apart for ever, and all that they know.
    if (contradicts(nodes)) return [];
    this.fired.add("no contradictions", 1);
    const [first] = nodes;
    const hasText = first && bodyOf(first.replica) instanceof Text;
    const titled = first && titleOf(first.replica);
    return [
      ...(titled ? registerClaims(simulation, watch, random, titleIn) : []),
      ...(hasText
        ? textClaims(simulation, watch, random, this.mayMislead)
        : registerClaims(simulation, watch, random, (node) => bodyOf(node.replica) as Register)),
    ];
  }

  finish(simulation: Simulation): void {
    const finished = new Set<string>();
    for (const { index, replica } of nodesOf(simulation)) {
      const body = bodyOf(replica);
      const state = stateOf(body);
      // Most nodes have the same in the end.
      if (!(body instanceof Text) || finished.has(state)) continue;
      finished.add(state);
      finishText(body, this.texts, `node ${index}`);
    }
  }
}

type Part = WatchedRegister | WatchedText;

/** A note's version says how long the title's is, though nothing was written. */
const BLANK_BYTES = 1;

function emptyRoom(): RegisterRoom {
  return { values: new Map(), forged: new Set(), isForged: false };
}

function nodesOf(simulation: Simulation): readonly SimulatedNode[] {
  return Array.from({ length: simulation.size }, (_, index) => simulation.node(index));
}

function titleIn({ replica }: SimulatedNode): Register {
  const title = titleOf(replica);
  if (!title) throw new RangeError("Expected a note");
  return title;
}

/** Whether a node has all that another has, by their parts. */
function hasAllOf({ replica }: SimulatedNode, { replica: other }: SimulatedNode): boolean {
  if (!isAsNew(titleOf(replica)?.timestamp, titleOf(other)?.timestamp)) return false;
  const [ours, theirs] = [bodyOf(replica), bodyOf(other)];
  if (ours instanceof Text) return includes(unitsIn(ours.version()), unitsIn(theirs.version()));
  return isAsNew(ours.timestamp, theirs.timestamp);
}

function isAsNew(ours: Timestamp | undefined, theirs: Timestamp | undefined): boolean {
  return theirs === undefined || (ours !== undefined && !isLater(theirs, ours));
}
