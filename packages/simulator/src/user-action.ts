import {
  Register,
  type RegisterOperation,
  Text,
  type TextAnchor,
  type TextEdit,
  type TextOperation,
} from "@hearsay/merge";
import type { Action } from "./run";
import { bodyOf, type Operation, type ReplicaName, type SimulatedReplica, titleOf } from "./simulated-replica";

/** What the user of a node does to the data. */
export type UserAction = Extract<
  Action,
  { readonly type: "write" | "insert" | "type" | "paste" | "delete" | "undo" | "redo" | "sign" | "title" }
>;

const USER_ACTIONS: ReadonlySet<string> = new Set<UserAction["type"]>([
  "write",
  "insert",
  "type",
  "paste",
  "delete",
  "undo",
  "redo",
  "sign",
  "title",
]);

/** Whether a user does it to the data. */
export function isUserAction(action: Action): action is UserAction {
  return USER_ACTIONS.has(action.type);
}

/** Whether users of such a replica can do that. */
export function fits(replica: ReplicaName, type: UserAction["type"]): boolean {
  if (type === "write") return true;
  if (type === "title") return replica === "note" || replica === "note-latest";
  return replica === "text" || replica === "note";
}

/** What `paste` puts in: `units` of text, of which each part tells where it stands. */
export function pastedText(node: number, units: number): string {
  let text = "";
  for (let line = 0; text.length < units; line++) text += `${node}:${line}\n`;
  return text.slice(0, units);
}

/**
 * What users of one replica do, as its operations. It knows where each of them typed last, as a caret does, which moves
 * with the text around it.
 */
export class Users {
  private readonly carets = new Map<number, TextAnchor>();

  /** The operation that `action` comes to on what `replica` holds now; undefined where there is nothing to do. */
  operationOf(action: UserAction, replica: SimulatedReplica): Operation | undefined {
    const body = bodyOf(replica);
    const title = titleOf(replica);
    if (title && action.type === "title") return { part: "title", operation: { text: action.text } };
    if (body instanceof Register) {
      const operation = onRegister(action);
      return title ? { part: "body", operation } : operation;
    }
    const operation = this.onText(action, body);
    return operation && title ? { part: "body", operation } : operation;
  }

  /** `action` has been done: the caret is behind what it put in. */
  done(action: UserAction, replica: SimulatedReplica, operation: Operation): void {
    const body = bodyOf(replica);
    const done = "part" in operation ? operation.operation : operation;
    if (!(body instanceof Text) || !("edits" in done)) return;
    const [edit] = done.edits;
    if (edit) this.carets.set(action.node, body.anchorAt(edit.from + edit.insert.length));
  }

  /** The node is another's, who has no caret yet. */
  forget(node: number): void {
    this.carets.delete(node);
  }

  private onText(action: UserAction, text: Text): TextOperation | undefined {
    const { length } = text;
    switch (action.type) {
      case "write":
        return edited({ from: 0, to: length, insert: action.text });
      case "insert":
        return insertion(action.at, action.text, length);
      case "paste":
        return insertion(action.at, pastedText(action.node, action.units), length);
      case "type":
        return insertion(text.positionOf(this.carets.get(action.node)) ?? length, action.text, length);
      case "delete": {
        const from = Math.min(action.from, length);
        const to = Math.min(action.to, length);
        return from < to ? edited({ from, to, insert: "" }) : undefined;
      }
      case "undo":
      case "redo":
        return { type: action.type };
      case "sign":
        return { type: "sign", signature: { name: action.name, color: action.color } };
      case "title":
        throw new RangeError("Expected a note to give a title, got a text");
      default:
        return action satisfies never;
    }
  }
}

function onRegister(action: UserAction): RegisterOperation {
  if (action.type === "write") return { text: action.text };
  throw new RangeError(`Expected a text to ${action.type} in, got a register`);
}

function insertion(at: number, insert: string, length: number): TextOperation {
  const from = Math.min(at, length);
  return edited({ from, to: from, insert });
}

function edited(edit: TextEdit): TextOperation {
  // A letter goes on with the word before it, as in every editor.
  return { type: "edit", edits: [edit], joinsUndo: edit.insert.length === 1 };
}
