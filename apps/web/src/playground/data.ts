import { decodeMessage } from "@hearsay/gossip";
import { MAX_TIME_MS, parseReplicaId, Register, type Timestamp } from "@hearsay/merge";

/**
 * About how long a message with data is. The data is filled up to it, so that what else the nodes say to each other
 * weighs nothing beside it, and an uplink can be counted in messages.
 */
export const MESSAGE_BYTES = 1_000;

/** What a message says. */
export type Content =
  | { readonly type: "data"; readonly label: string; readonly timestamp: Timestamp }
  /** The answer to a rumor. */
  | { readonly type: "feedback"; readonly knew: boolean }
  /** What nodes of plumtree say about what they have, or about their tree. */
  | { readonly type: "control"; readonly what: Control }
  /** What the nodes tell each other of their settings, or that they are there. */
  | { readonly type: "other" };

export type Control = "prune" | "digest" | "have" | "ask";

/** The name of the nth data that is written, from 0: A to Z, then AA, AB and so on. */
export function labelAt(index: number): string {
  const last = String.fromCharCode(CODE_OF_A + (index % LETTERS));
  return index < LETTERS ? last : labelAt(Math.floor(index / LETTERS) - 1) + last;
}

/** The text that a node writes for a label. */
export function textOf(label: string): string {
  return label.padEnd(TEXT_BYTES, " ");
}

/** The label that a text was written for; undefined where nothing was ever written. */
export function labelOf(text: string): string | undefined {
  const label = text.trimEnd();
  return label === "" ? undefined : label;
}

/** What a message says. A node that pushes sends the same bytes again and again: they are read once. */
export function contentOf(message: Uint8Array): Content {
  const known = READ.get(message);
  if (known) return known;
  const content = read(message);
  READ.set(message, content);
  return content;
}

const READ = new WeakMap<Uint8Array, Content>();

function read(message: Uint8Array): Content {
  const decoded = decodeMessage(message);
  switch (decoded.type) {
    case "push":
    case "rumor":
    case "delta":
    case "news":
      return readData(decoded.delta);
    case "feedback":
      return decoded;
    case "prune":
    case "digest":
    case "have":
    case "ask":
      return { type: "control", what: decoded.type };
    case "hello":
    case "members":
    case "overlay":
    case "ahead":
    case "malformed":
    case "otherVersion":
      return OTHER;
    default:
      return decoded satisfies never;
  }
}

function readData(delta: Uint8Array): Content {
  const reader = new Register(READER);
  reader.merge(delta, MAX_TIME_MS);
  const { text, timestamp } = reader;
  return timestamp ? { type: "data", label: labelOf(text) ?? "", timestamp } : OTHER;
}

const LETTERS = 26;
const CODE_OF_A = 65;
/** The rest of a message is its timestamps, which grow with the number of writers. */
const TEXT_BYTES = MESSAGE_BYTES - 40;
const OTHER: Content = { type: "other" };
const READER = readerId();

function readerId() {
  const id = parseReplicaId("f".repeat(16));
  if (!id) throw new Error("Expected a replica id");
  return id;
}
