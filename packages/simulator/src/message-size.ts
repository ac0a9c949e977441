import { encodeMessage } from "@hearsay/gossip";
import { MAX_REGISTER_DELTA_BYTES, Register } from "@hearsay/merge";
import { EPOCH_MS, peerIdOf } from "./simulated-node";

/**
 * A text whose first push is a message of exactly `bytes` bytes, with all that goes with it. Throws a `RangeError`
 * where no text is so short or so long.
 */
export function textOfMessageSize(bytes: number): string {
  const overhead = messageBytes("");
  for (let length = Math.max(0, bytes - overhead - MOST_LENGTH_BYTES); length <= bytes - overhead; length++) {
    const text = "x".repeat(length);
    if (messageBytes(text) === bytes) return text;
  }
  throw new RangeError(`Expected a message size from ${overhead} bytes that a text can have, got ${bytes}`);
}

function messageBytes(text: string): number {
  const register = new Register(peerIdOf(0, 0));
  register.edit({ text }, EPOCH_MS);
  const delta = register.since(undefined, MAX_REGISTER_DELTA_BYTES);
  return delta ? encodeMessage({ type: "push", delta }).length : 0;
}

/** By so much more the length of a long text is written than that of an empty one. */
const MOST_LENGTH_BYTES = 3;
