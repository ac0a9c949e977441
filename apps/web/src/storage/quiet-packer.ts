import type { NoteStore, Row } from "./note-store";
import { isPackingDue, isPackingUrgent, type Packing, type Tail } from "./packing";
import { storeFailure } from "./store-failure";
import type { NoteId } from "./stored-note";

/** Rows are packed together once nothing has changed for this long. */
export const QUIET_MS = 3_000;

/** Packs a note's rows together when they have become many, at a moment when nobody is typing. */
export class QuietPacker {
  private tail: Tail = { rows: 0, bytes: 0, wholeBytes: 0 };
  private store: NoteStore | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  constructor(
    private readonly note: NoteId,
    private readonly packing: Packing,
    /** Is told the sequences of rows that are there no more. */
    private readonly onPacked: (covered: readonly number[]) => void,
  ) {}

  /** These rows are in the store. */
  stored(store: NoteStore, rows: readonly Row[]): void {
    this.store = store;
    for (const row of rows) this.tail = withRow(this.tail, row);
    if (isPackingDue(this.tail)) this.wait();
  }

  /** The note has changed: what was about to be done waits, unless that has become urgent. */
  disturbed(): void {
    if (this.timer !== undefined) this.wait();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wait(): void {
    if (this.timer !== undefined && isPackingUrgent(this.tail)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.pack, QUIET_MS);
  }

  private readonly pack = async (): Promise<void> => {
    this.timer = undefined;
    if (!this.store || this.busy) return;
    this.busy = true;
    this.tail = { ...this.tail, rows: 0, bytes: 0 };
    try {
      const part = await import("./pack-note").catch(() => undefined);
      const packed = await part?.packNote(this.store, this.note, this.packing);
      if (!packed) return;
      this.tail = { ...this.tail, wholeBytes: packed.rows.reduce((sum, { bytes }) => sum + bytes.length, 0) };
      this.onPacked(packed.covered);
    } catch (error) {
      // Nothing is lost by it: the rows are there as they were.
      if (!storeFailure(error)) throw error;
    } finally {
      this.busy = false;
    }
  };
}

function withRow({ rows, bytes, wholeBytes }: Tail, { whole, bytes: { length } }: Row): Tail {
  return whole
    ? { rows: rows + 1, bytes, wholeBytes: wholeBytes + length }
    : { rows: rows + 1, bytes: bytes + length, wholeBytes };
}
