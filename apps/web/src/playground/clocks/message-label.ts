import { decodeMessage } from "@hearsay/gossip";
import { MAX_TIME_MS, parseReplicaId, Register } from "@hearsay/merge";

/** The label of the data that a message carries; undefined where it carries none. */
export function labelIn(message: Uint8Array): string | undefined {
  const decoded = decodeMessage(message);
  if (decoded.type !== "push") return undefined;
  const reader = new Register(READER);
  reader.merge(decoded.delta, MAX_TIME_MS);
  return reader.text === "" ? undefined : reader.text;
}

const READER = readerId();

function readerId() {
  const id = parseReplicaId("f".repeat(16));
  if (!id) throw new Error("Expected a replica id");
  return id;
}
