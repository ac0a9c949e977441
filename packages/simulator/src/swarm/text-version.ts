import { ByteReader, type ReplicaId, replicaIdFromBytes } from "@hearsay/merge";

/** What a text's version says: of each author, how much has been seen. */
export type Units = ReadonlyMap<ReplicaId, number>;

/** Reads a text's version. Throws where it is none. */
export function unitsIn(version: Uint8Array): Units {
  const units = new Map<ReplicaId, number>();
  const reader = new ByteReader(version);
  while (reader.remaining > 0) units.set(replicaIdFromBytes(reader.raw(ID_BYTES)), reader.unsigned(MAX_UNITS));
  return units;
}

/** The authors that a text's delta names, however forged it is. */
export function authorsIn(delta: Uint8Array): readonly ReplicaId[] {
  const reader = new ByteReader(delta);
  const count = reader.unsigned(MAX_UNITS);
  return Array.from({ length: count }, () => replicaIdFromBytes(reader.raw(ID_BYTES)));
}

/** Whether whoever has seen `more` has seen all of `less`. */
export function includes(more: Units, less: Units): boolean {
  return [...less].every(([author, count]) => (more.get(author) ?? 0) >= count);
}

const ID_BYTES = 8;
const MAX_UNITS = 2 ** 32;
