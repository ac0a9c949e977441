import {
  Note,
  type NoteOperation,
  Register,
  type RegisterOperation,
  type ReplicaId,
  TEXT_RULES,
  Text,
  type TextOperation,
} from "@hearsay/merge";
import { UnboundedRegister } from "./unbounded-register";
import { WallClockRegister } from "./wall-clock-register";

/**
 * What the nodes of a run hold a copy of: the source text's register, a text that merges character by character, or a
 * note, whose title is a register and whose body is a text or, as in a room with `rule=latest`, a register.
 */
export type ReplicaName = "register" | "text" | "note" | "note-latest" | NaiveReplicaName;

/** Registers that leave out what makes the rule sound, to show what it is for. */
export type NaiveReplicaName = "register-unbounded" | "register-wall-clock";

/** All that notes are made of. */
export const REPLICA_NAMES: readonly Exclude<ReplicaName, NaiveReplicaName>[] = [
  "register",
  "text",
  "note",
  "note-latest",
];

export const NAIVE_REPLICA_NAMES: readonly NaiveReplicaName[] = ["register-unbounded", "register-wall-clock"];

export type SimulatedReplica = Register | UnboundedRegister | Text | Note<TextOperation> | Note<RegisterOperation>;

/** What the user of some node does, whichever replica it holds. */
export type Operation =
  | RegisterOperation
  | TextOperation
  | NoteOperation<RegisterOperation>
  | NoteOperation<TextOperation>;

/** A fresh copy that holds nothing. */
export function createReplica(name: ReplicaName, replica: ReplicaId): SimulatedReplica {
  switch (name) {
    case "register":
      return new Register(replica);
    case "register-unbounded":
      return new UnboundedRegister(replica);
    case "register-wall-clock":
      return new WallClockRegister(replica);
    case "text":
      return new Text(replica, TEXT_RULES);
    case "note":
      return new Note<TextOperation>(new Register(replica), new Text(replica, TEXT_RULES));
    case "note-latest":
      return new Note<RegisterOperation>(new Register(replica), new Register(replica));
    default:
      return name satisfies never;
  }
}

/** The register that decides a note's title; undefined where there is no title. */
export function titleOf(replica: SimulatedReplica): Register | undefined {
  return replica instanceof Note ? replica.title : undefined;
}

/** All but the title. */
export function bodyOf(replica: SimulatedReplica): Register | Text {
  if (replica instanceof UnboundedRegister) return replica.copy;
  const body = replica instanceof Note ? replica.body : replica;
  if (body instanceof Register || body instanceof Text) return body;
  throw new RangeError("Expected a register or a text as the body of a note");
}

/** The text that a replica holds or has for its body; undefined where that is a register. */
export function textIn(replica: SimulatedReplica): Text | undefined {
  const body = bodyOf(replica);
  return body instanceof Text ? body : undefined;
}

/** Whether nothing was ever written to it. */
export function isBlank(replica: SimulatedReplica): boolean {
  return titleOf(replica)?.timestamp === undefined && bodyOf(replica).timestamp === undefined;
}

/** What a replica shows, for people: `"the text"`, or `"the title": "the body"`; undefined where nothing was ever written. */
export function shownBy(replica: SimulatedReplica): string | undefined {
  if (isBlank(replica)) return undefined;
  const title = titleOf(replica);
  const body = JSON.stringify(contentOf(bodyOf(replica)));
  return title ? `${JSON.stringify(title.text)}: ${body}` : body;
}

/** The text as it stands. */
export function contentOf(body: Register | Text): string {
  return body instanceof Text ? body.toString() : body.text;
}
