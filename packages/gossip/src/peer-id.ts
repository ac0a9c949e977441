import { parseReplicaId, type ReplicaId } from "@hearsay/merge";

/** One page load of one tab: 16 lower-case hex digits. The same id names its replica and its author. */
export type PeerId = ReplicaId;

/** Decodes a peer id from outside; undefined where `value` is none. */
export const parsePeerId: (value: unknown) => PeerId | undefined = parseReplicaId;
