import {
  Note,
  Register,
  type RegisterOperation,
  type ReplicaId,
  TEXT_RULES,
  Text,
  type TextOperation,
} from "@hearsay/merge";
import type { Rule } from "./rule";

export type BodyOperation = TextOperation | RegisterOperation;

/** A note of `rule` that holds nothing, and what it consists of. */
export function emptyNote(rule: Rule, self: ReplicaId) {
  const title = new Register(self);
  const body: Text | Register = rule === "text" ? new Text(self, TEXT_RULES) : new Register(self);
  return { title, body, replica: new Note<BodyOperation>(title, body) };
}
