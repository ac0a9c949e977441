import { ByteWriter } from "../bytes";
import type { Replica } from "../replica";
import { type ReplicaId, replicaIdFromBytes } from "../replica-id";
import { type Timestamp, writeTimestamp } from "../timestamp";

/** The replica id that ends in `number`, 0 to 255. */
export function replicaId(number: number): ReplicaId {
  return replicaIdFromBytes(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, number));
}

export function timestamp(timeMs: number, counter: number, replica: number): Timestamp {
  return { timeMs, counter, replica: replicaId(replica) };
}

export interface ForgedDelta {
  readonly timestamp: Timestamp;
  readonly ancestors: readonly Timestamp[];
  readonly text: string;
}

/** A register's delta as anyone could write it, sound or not. */
export function forgeDelta({ timestamp: written, ancestors, text }: ForgedDelta): Uint8Array {
  const writer = new ByteWriter();
  writeTimestamp(writer, written);
  writer.unsigned(ancestors.length);
  for (const ancestor of ancestors) writeTimestamp(writer, ancestor);
  return writer.string(text).finish();
}

/** All that a replica holds, as it travels. Throws where it holds nothing. */
export function deltaOf<Operation>(replica: Replica<Operation>): Uint8Array {
  const delta = replica.since(undefined, Number.POSITIVE_INFINITY);
  if (!delta) throw new Error("Expected a replica that holds something");
  return delta;
}
