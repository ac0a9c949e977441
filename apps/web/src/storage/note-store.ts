import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { createIncarnation, decodeEntry, type NoteEntry, type NoteId, nameOf } from "./stored-note";

/** A piece of a note, as it is handed over to be stored. */
export interface Row {
  /** Whether it belongs to a copy of the whole note; otherwise it goes on from what was stored before it. */
  readonly whole: boolean;
  /** In the format of `row-format.ts`. */
  readonly bytes: Uint8Array;
}

export interface StoredRow extends Row {
  /** Rises in the order in which rows were stored, whichever tab stored them. Never used twice. */
  readonly sequence: number;
}

export interface StoredNote {
  readonly incarnation: string;
  /** In an order in which each follows what it goes on from: whole ones first, then as they were stored. */
  readonly rows: readonly StoredRow[];
}

/** What a tab appends to a note. */
export interface Addition {
  readonly note: NoteId;
  readonly title: string;
  readonly updatedAtMs: number;
  /** Under which this tab has stored or read all that `rows` go on from; undefined where it has stored and read nothing. */
  readonly incarnation: string | undefined;
  readonly rows: readonly Row[];
  /** Sequences of rows of this tab that are no longer true, and are removed with it. */
  readonly takenBack: readonly number[];
}

/** What came of an addition. */
export interface Added {
  /** The note's incarnation from now on. */
  readonly incarnation: string;
  readonly sequences: readonly number[];
}

/**
 * The database of one browser, shared by its tabs. Rows are only ever added, under keys that the database gives out, so
 * that two tabs never write the same one. Each method is one transaction: all of it happens, or nothing does and it
 * rejects with a `DOMException`.
 */
export class NoteStore {
  constructor(private readonly database: IDBPDatabase<Schema>) {}

  /** Reads a note; undefined where it is not kept. */
  read(note: NoteId): Promise<StoredNote | undefined> {
    return this.transact("readonly", async (transaction) => {
      const rows = transaction.objectStore("rows").index("name");
      const name = nameOf(note);
      const [entry, sequences, values] = await Promise.all([
        transaction.objectStore("notes").get(name),
        rows.getAllKeys(name, MAX_ROWS_READ),
        rows.getAll(name, MAX_ROWS_READ),
      ]);
      const { incarnation } = decodeEntry(entry) ?? {};
      if (incarnation === undefined) return undefined;
      return { incarnation, rows: inOrder(values.map((value, i) => decodeRow(sequences[i], value))) };
    });
  }

  /**
   * Appends to a note, or keeps it for the first time. Where what the rows go on from is no longer there, since the note
   * was forgotten in between, `whole` is called and its rows are stored instead.
   */
  append(addition: Addition, whole: () => readonly Row[]): Promise<Added> {
    return this.transact("readwrite", async (transaction) => {
      const found = decodeEntry(await transaction.objectStore("notes").get(nameOf(addition.note)));
      const known = addition.incarnation;
      const goesOn = known === undefined || found?.incarnation === known;
      const rows = goesOn ? addition.rows : whole();
      const incarnation = found?.incarnation ?? createIncarnation();
      const [sequences] = await Promise.all([
        Promise.all(addRows(transaction, addition.note, rows)),
        transaction.objectStore("notes").put(entryOf(addition, incarnation)),
        removeRows(transaction, goesOn ? addition.takenBack : []),
      ]);
      return { incarnation, sequences };
    });
  }

  /**
   * Appends what a page left behind, unless it is not due any more: the note may have been forgotten. Its title does not
   * take the place of a later one. Returns the note's incarnation; undefined where nothing was done.
   */
  takeUp(addition: Addition): Promise<string | undefined> {
    return this.transact("readwrite", async (transaction) => {
      const notes = transaction.objectStore("notes");
      const found = decodeEntry(await notes.get(nameOf(addition.note)));
      if (addition.incarnation !== undefined && found?.incarnation !== addition.incarnation) return undefined;
      const incarnation = found?.incarnation ?? createIncarnation();
      const isOlder = found !== undefined && found.updatedAtMs > addition.updatedAtMs;
      await Promise.all([
        ...addRows(transaction, addition.note, addition.rows),
        notes.put(isOlder ? found : entryOf(addition, incarnation)),
        removeRows(transaction, addition.takenBack),
      ]);
      return incarnation;
    });
  }

  /**
   * Puts `rows` in the place of those with the `covered` sequences. Returns whether it did: it does nothing where one
   * of these is gone, since then another tab has packed them together, or the note was forgotten.
   */
  replace(note: NoteId, covered: readonly number[], rows: readonly Row[]): Promise<boolean> {
    return this.transact("readwrite", async (transaction) => {
      const store = transaction.objectStore("rows");
      const present = new Set(await store.index("name").getAllKeys(nameOf(note)));
      if (!covered.every((sequence) => present.has(sequence))) return false;
      await Promise.all([...addRows(transaction, note, rows), ...covered.map((sequence) => store.delete(sequence))]);
      return true;
    });
  }

  /** Every note that is kept, the latest changed first. */
  async list(): Promise<readonly NoteEntry[]> {
    const entries = await this.database.getAll("notes");
    const notes = entries.map(decodeEntry).filter((entry) => entry !== undefined);
    return notes.sort((left, right) => right.updatedAtMs - left.updatedAtMs);
  }

  /** Removes all that is kept of a note. */
  forget(note: NoteId): Promise<void> {
    return this.transact("readwrite", async (transaction) => {
      const name = nameOf(note);
      await Promise.all([transaction.objectStore("notes").delete(name), removeAllRows(transaction, name)]);
    });
  }

  private async transact<Mode extends "readonly" | "readwrite", Result>(
    mode: Mode,
    work: (transaction: Transaction<Mode>) => Promise<Result>,
  ): Promise<Result> {
    const transaction = this.database.transaction(["notes", "rows"], mode);
    const working = work(transaction).catch((error: unknown) => {
      abort(transaction);
      throw error;
    });
    const [outcome, end] = await Promise.allSettled([working, transaction.done]);
    // A transaction that ran out of room says so itself; its requests only say that they were aborted.
    if (transaction.error) throw transaction.error;
    if (outcome.status === "rejected") throw outcome.reason;
    if (end.status === "rejected") throw end.reason;
    return outcome.value;
  }
}

/** Opens the database of this browser, once for all notes of a page. Rejects with a `DOMException` where it cannot. */
export function openNoteStore(): Promise<NoteStore> {
  const forget = () => {
    opening = undefined;
  };
  opening ??= connectNoteStore(forget).catch((error: unknown) => {
    forget();
    throw error;
  });
  return opening;
}

/** Opens a connection of its own; `onClosed` is called when it was closed by others. */
export async function connectNoteStore(onClosed: () => void): Promise<NoteStore> {
  // Where a browser forbids it, some leave it out and others throw.
  if (!globalThis.indexedDB) throw new DOMException("Expected IndexedDB", "SecurityError");
  const database = await openDB<Schema>(DATABASE, VERSION, {
    upgrade(upgraded) {
      upgraded.createObjectStore("notes", { keyPath: "name" });
      upgraded.createObjectStore("rows", { autoIncrement: true }).createIndex("name", "name");
    },
    blocking() {
      // A later version of the app, or whoever clears this site's data, waits for the connection to close.
      database.close();
      onClosed();
    },
    terminated: onClosed,
  });
  return new NoteStore(database);
}

/** What a reading returns at most. It packs rows together long before there are so many. */
const MAX_ROWS_READ = 100_000;

/** Its name, which is part of the format. */
export const DATABASE = "hearsay";
const VERSION = 1;

let opening: Promise<NoteStore> | undefined;

interface Schema extends DBSchema {
  notes: { key: string; value: NoteEntry };
  rows: { key: number; value: RowRecord; indexes: { name: string } };
}

interface RowRecord extends Row {
  /** `nameOf` the note. */
  readonly name: string;
}

type Transaction<Mode extends "readonly" | "readwrite"> = IDBPTransaction<Schema, ("notes" | "rows")[], Mode>;

/** Work that failed half way must leave nothing behind. */
function abort(transaction: Transaction<"readonly" | "readwrite">): void {
  try {
    transaction.abort();
  } catch {
    // It has aborted already.
  }
}

function entryOf({ note, title, updatedAtMs }: Addition, incarnation: string): NoteEntry {
  return { name: nameOf(note), key: note.key, rule: note.rule, title, updatedAtMs, incarnation };
}

function addRows(transaction: Transaction<"readwrite">, note: NoteId, rows: readonly Row[]): Promise<number>[] {
  const name = nameOf(note);
  // What throws at once is told like what fails later: the rows before it are waited for too.
  return rows.map(async ({ whole, bytes }) => transaction.objectStore("rows").add({ name, whole, bytes }));
}

async function removeRows(transaction: Transaction<"readwrite">, sequences: readonly number[]): Promise<void> {
  const rows = transaction.objectStore("rows");
  await Promise.all(sequences.map((sequence) => rows.delete(sequence)));
}

async function removeAllRows(transaction: Transaction<"readwrite">, name: string): Promise<void> {
  await removeRows(transaction, await transaction.objectStore("rows").index("name").getAllKeys(name));
}

/**
 * A row goes on from rows that its tab had stored or read, which were stored before it; or they have since been packed
 * into whole ones, which may be younger than it.
 */
function inOrder(rows: readonly (StoredRow | undefined)[]): readonly StoredRow[] {
  return rows
    .filter((row) => row !== undefined)
    .sort((left, right) => Number(right.whole) - Number(left.whole) || left.sequence - right.sequence);
}

function decodeRow(sequence: unknown, value: unknown): StoredRow | undefined {
  if (typeof sequence !== "number" || typeof value !== "object" || value === null) return undefined;
  const { whole, bytes } = value as Record<keyof Row, unknown>;
  if (typeof whole !== "boolean" || !(bytes instanceof Uint8Array)) return undefined;
  return { sequence, whole, bytes };
}
