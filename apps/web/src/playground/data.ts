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
  /** What the nodes tell each other of their settings, or that they are there. */
  | { readonly type: "other" };

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

export function contentOf(message: Uint8Array): Content {
  const decoded = decodeMessage(message);
  if (decoded.type === "feedback") return decoded;
  if (decoded.type !== "push" && decoded.type !== "rumor") return OTHER;
  const reader = new Register(READER);
  reader.merge(decoded.delta, MAX_TIME_MS);
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
