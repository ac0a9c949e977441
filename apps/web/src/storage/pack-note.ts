import type { NoteStore, StoredRow } from "./note-store";
import { copyOf, type Packed, type Packing, unpackRows } from "./packing";
import { packedRow } from "./row-format";
import type { NoteId } from "./stored-note";

/**
 * Packs the rows of a note together, in two transactions with the work between them. Undefined where nothing was done,
 * since there was nothing to gain or another tab has come first.
 */
export async function packNote(store: NoteStore, note: NoteId, packing: Packing): Promise<Packed | undefined> {
  const kept = await store.read(note);
  const packed = kept && (await packRows(kept.rows, packing));
  return packed && (await store.replace(note, packed.covered, packed.rows)) ? packed : undefined;
}

/**
 * Packs rows together. What cannot be read, waits for its cause or lies in the future is not covered. Undefined where
 * nothing would be gained.
 */
export async function packRows(rows: readonly StoredRow[], packing: Packing): Promise<Packed | undefined> {
  const unpacked = await unpackRows(rows, packing.maxDeltaBytes);
  const now = packing.now();
  const source = packing.createReplica();
  for (const { delta } of unpacked) source.merge(delta, now);
  const { deltas, copy } = copyOf(source, packing, now);
  const covered: number[] = [];
  for (const { sequence, delta } of unpacked) {
    // The proof that a row may be deleted: a copy that has merged nothing but what takes its place has all of it.
    const { type } = copy.merge(delta, now);
    if (type === "changed") return undefined;
    if (type === "unchanged") covered.push(sequence);
  }
  if (covered.length <= deltas.length) return undefined;
  const packed = await Promise.all(deltas.map(packedRow));
  return { covered, rows: packed.map((bytes) => ({ whole: true, bytes })) };
}
