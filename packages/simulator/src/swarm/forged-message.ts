import { encodeMessage } from "@hearsay/gossip";
import { ByteWriter, MAX_COUNTER, type Timestamp, writeTimestamp } from "@hearsay/merge";
import { isHeads, pick, type Scene } from "./scene";

/**
 * A message whose data is sound in form, made from the formats alone as anyone could: a write under that timestamp, which
 * claims to know of `ancestors`, for whichever replica the nodes of the scene hold.
 */
export function forgedMessage(scene: Scene, timestamp: Timestamp, ancestors: readonly Timestamp[]): number[] {
  const { random, replica, steps } = scene;
  const content = `forged:${steps.length}`;
  const isRumor = isHeads(random);
  const register = registerDelta(content, timestamp, ancestors);
  if (replica === "register") return [...encodeMessage({ type: isRumor ? "rumor" : "push", delta: register })];
  const title = pick(random, [NOTHING, register]);
  if (replica === "note-latest") {
    const delta = noteOf(title, registerDelta(`${content}!`, timestamp, ancestors));
    return [...encodeMessage({ type: isRumor ? "rumor" : "push", delta })];
  }
  const text = textDelta(content, timestamp);
  const delta = replica === "note" ? noteOf(title, text) : text;
  const version = pick(random, [
    NOTHING,
    replica === "note" ? noteOf(NOTHING, NOTHING) : NOTHING,
    delta.subarray(0, 12),
  ]);
  return [...encodeMessage({ type: "delta", isRumor, version, delta })];
}

function noteOf(title: Uint8Array, body: Uint8Array): Uint8Array {
  return new ByteWriter().bytes(title).raw(body).finish();
}

function registerDelta(content: string, timestamp: Timestamp, ancestors: readonly Timestamp[]): Uint8Array {
  const writer = new ByteWriter();
  writeTimestamp(writer, timestamp);
  writer.unsigned(ancestors.length);
  for (const ancestor of ancestors) writeTimestamp(writer, ancestor);
  return writer.string(content).finish();
}

/** One insertion at the start of the text as the first thing that its author wrote; see delta-format.ts of the text. */
function textDelta(content: string, timestamp: Timestamp): Uint8Array {
  const { timeMs, replica } = timestamp;
  const counter = timestamp.counter === MAX_COUNTER ? MAX_TEXT_COUNTER - content.length + 1 : timestamp.counter;
  const seconds = Math.min(MAX_SECONDS, Math.floor(timeMs / 1_000));
  const writer = new ByteWriter().unsigned(1);
  for (let i = 0; i < replica.length; i += 2) writer.byte(Number.parseInt(replica.slice(i, i + 2), 16));
  writer.unsigned(0).unsigned(3).unsigned(1);
  writer
    .unsigned(content.length * 8)
    .unsigned(0)
    .unsigned(0);
  writer.unsigned(0).unsigned(seconds * 2 + (counter > 0 ? 1 : 0));
  if (counter > 0) writer.unsigned(counter);
  return writer.raw(new TextEncoder().encode(content)).finish();
}

/** The last count within a second of a text's clock. */
const MAX_TEXT_COUNTER = 2 ** 20 - 1;

/** The last second that a text's clock knows. */
const MAX_SECONDS = 2 ** 32 - 1;
const NOTHING = new Uint8Array(0);
