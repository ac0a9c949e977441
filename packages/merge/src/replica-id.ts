import type { ByteReader, ByteWriter } from "./bytes";

/** Names one copy of the data: 8 random bytes as 16 lower-case hex digits, fresh for every copy. */
export type ReplicaId = string & { readonly brand: "ReplicaId" };

/** Decodes a replica id from outside; undefined where `value` is none. */
export function parseReplicaId(value: unknown): ReplicaId | undefined {
  return typeof value === "string" && /^[0-9a-f]{16}$/.test(value) ? (value as ReplicaId) : undefined;
}

/** The replica id that 8 bytes spell. Throws where there are not 8. */
export function replicaIdFromBytes(bytes: Uint8Array): ReplicaId {
  if (bytes.length !== ID_BYTES) throw new RangeError(`Expected ${ID_BYTES} bytes, got ${bytes.length}`);
  let id = "";
  for (const byte of bytes) id += HEX[byte];
  return id as ReplicaId;
}

export function replicaIdToBytes(id: ReplicaId): Uint8Array {
  return Uint8Array.from({ length: ID_BYTES }, (_, i) => Number.parseInt(id.slice(2 * i, 2 * i + 2), 16));
}

/** The id that a copy takes on where it must write under another: one more, as 64 bits that wrap. */
export function nextReplicaId(id: ReplicaId): ReplicaId {
  const next = BigInt.asUintN(64, BigInt(`0x${id}`) + 1n);
  return next.toString(16).padStart(2 * ID_BYTES, "0") as ReplicaId;
}

export function writeReplicaId(writer: ByteWriter, id: ReplicaId): void {
  for (let i = 0; i < ID_BYTES; i++) writer.byte(Number.parseInt(id.slice(2 * i, 2 * i + 2), 16));
}

export function readReplicaId(reader: ByteReader): ReplicaId {
  return replicaIdFromBytes(reader.raw(ID_BYTES));
}

const ID_BYTES = 8;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
