/** A change of one place of a text, in UTF-16 units, and when it was made (ms since 1970). */
export interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
  readonly timeMs: number;
}

/** What every task asks of a library, so that all are measured by the same code. */
export interface Library {
  /** An empty copy of the one shared text; `copy` (0, 1, …) makes its id. */
  create(copy: number): Copy;
  /** A copy from another's `snapshot`. */
  load(snapshot: Uint8Array): Copy;
  /** A copy that keeps all that the library can keep of what was deleted, where `create` makes none that does. */
  createKeeping?(copy: number): Copy;
}

/** One copy of the shared text. */
export interface Copy {
  /** Makes the edit; returns the bytes that tell another copy of it. */
  edit(edit: Edit): Uint8Array;
  /** Makes the edit and tells nobody. */
  apply(edit: Edit): void;
  /** Takes in what another copy's `edit` returned, at that time (ms since 1970). */
  receive(delta: Uint8Array, timeMs: number): void;
  text(): string;
  /** The whole state in the library's form that loads best. */
  snapshot(): Uint8Array;
  /** The whole state in the library's smallest form, before any general compression. */
  history(): Uint8Array;
  /**
   * A way to read, later on, the text as it is now, at `timeMs`. Missing where the library has none, or none without
   * replaying the history from its start.
   */
  bookmark?(timeMs: number): () => string;
}

/** The id of a copy, as 16 hex digits that look random. They ascend, as those of the recorded writers do. */
export function hexId(copy: number): string {
  const high = 0x9e3779b1 + copy * 0x4d2f;
  const low = Math.imul(copy + 1, 0x85ebca6b) >>> 0;
  return high.toString(16) + low.toString(16).padStart(8, "0");
}
