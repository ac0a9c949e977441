import { equalBytes, MAX_TIME_MS, type Replica } from "@hearsay/merge";
import type { Row } from "./note-store";
import { plainRow, unpackRow } from "./row-format";

/** What it takes to read rows and to pack them together. */
export interface Packing {
  /**
   * Makes an empty copy of the note's kind, of an author that writes nothing. A row is deleted where its `merge` answers
   * `unchanged`, which must mean that it holds all of the delta.
   */
  readonly createReplica: () => Pick<Replica<unknown>, "version" | "since" | "merge">;
  /** The largest delta that such a copy merges. */
  readonly maxDeltaBytes: number;
  /** Room time, in ms. */
  readonly now: () => number;
}

/** Rows, and the sequences of those in whose place they are put. */
export interface Packed {
  readonly covered: readonly number[];
  readonly rows: readonly Row[];
}

/** How much was stored since a note was last packed together. */
export interface Tail {
  readonly rows: number;
  readonly bytes: number;
  /** How many bytes the note takes, packed. */
  readonly wholeBytes: number;
}

/** Whether rows have become many enough to be packed together: it costs as much as reading the whole note. */
export function isPackingDue({ rows, bytes, wholeBytes }: Tail): boolean {
  return rows >= MANY_ROWS && (bytes * TAIL_SHARE >= wholeBytes || rows >= TOO_MANY_ROWS);
}

/** Whether it is due however busy the note is. */
export function isPackingUrgent({ rows }: Tail): boolean {
  return rows >= TOO_MANY_ROWS;
}

/** Deltas that are all of `source`, each of which a copy merges that has merged those before it. */
export function wholeDeltas(source: Pick<Replica<unknown>, "since">, packing: Packing): readonly Uint8Array[] {
  // What a copy holds already is not to be refused again for its timestamp.
  return copyOf(source, packing, MAX_TIME_MS).deltas;
}

/** Those rows whose delta can be read, in the same order. */
export async function unpackRows<R extends Row>(
  rows: readonly R[],
  maxBytes: number,
): Promise<readonly (R & { readonly delta: Uint8Array })[]> {
  const deltas = await Promise.all(rows.map(({ bytes }) => unpackRow(bytes, maxBytes)));
  return rows.flatMap((row, i) => {
    const delta = deltas[i];
    return delta ? [{ ...row, delta }] : [];
  });
}

/** Rows that hold `deltas` as they are. */
export function plainRows(deltas: readonly Uint8Array[], whole: boolean): readonly Row[] {
  return deltas.map((delta) => ({ whole, bytes: plainRow(delta) }));
}

const MANY_ROWS = 64;
const TOO_MANY_ROWS = 1024;
/** A long note is packed together when what was added to it is a quarter as long. */
const TAIL_SHARE = 4;

/**
 * Deltas of all of `source`, and a copy that has merged them: they may be cut anywhere, so that only a reader knows where
 * the next one has to begin.
 */
export function copyOf(
  source: Pick<Replica<unknown>, "since">,
  { createReplica, maxDeltaBytes }: Packing,
  now: number,
) {
  const copy = createReplica();
  const deltas: Uint8Array[] = [];
  for (;;) {
    const version = copy.version();
    const delta = source.since(version, maxDeltaBytes);
    if (!delta) break;
    copy.merge(delta, now);
    if (equalBytes(copy.version(), version)) throw new Error("Expected a copy to merge what it lacks");
    deltas.push(delta);
  }
  if (source.since(copy.version(), Number.MAX_SAFE_INTEGER)) {
    throw new Error(`Expected deltas of ${maxDeltaBytes} bytes to carry the whole note`);
  }
  return { deltas, copy };
}
