import { parseReplicaId, TEXT_RULES, Text, TextPast } from "../src/index";
import { type Copy, type Edit, hexId, type Library } from "./library";

export type { Text };

/** More than any trace's whole history. */
export const NO_LIMIT = 2 ** 30;

export const library: Library = {
  create: (copy) => new HearsayCopy(blankText(copy)),
  load(snapshot) {
    const text = blankText(0);
    const { type } = text.merge(snapshot, LOADED_AT_MS);
    if (type !== "changed") throw new Error(`Expected a snapshot to be taken in, got ${type}`);
    return new HearsayCopy(text);
  },
};

/** A text without content, which the `copy`-th copy writes. */
export function blankText(copy: number): Text {
  const replica = parseReplicaId(hexId(copy));
  if (replica === undefined) throw new Error(`Expected a replica id, got ${hexId(copy)}`);
  return new Text(replica, TEXT_RULES);
}

// Later than every edit of the traces.
const LOADED_AT_MS = Date.UTC(2040, 0);

class HearsayCopy implements Copy {
  readonly #text: Text;

  constructor(text: Text) {
    this.#text = text;
  }

  edit(edit: Edit): Uint8Array {
    const before = this.#text.version();
    this.apply(edit);
    const delta = this.#text.since(before, NO_LIMIT);
    if (delta === undefined) throw new Error("Expected a delta");
    return delta;
  }

  apply({ at, removed, inserted, timeMs }: Edit): void {
    const edits = [{ from: at, to: at + removed, insert: inserted }];
    this.#text.edit({ type: "edit", edits, joinsUndo: false }, timeMs);
  }

  receive(delta: Uint8Array, timeMs: number): void {
    const { type } = this.#text.merge(delta, timeMs);
    if (type !== "changed") throw new Error(`Expected a delta to be taken in, got ${type}`);
  }

  text(): string {
    return this.#text.toString();
  }

  snapshot(): Uint8Array {
    return this.history();
  }

  history(): Uint8Array {
    const history = this.#text.since(undefined, NO_LIMIT);
    if (history === undefined) throw new Error("Expected a history");
    return history;
  }

  bookmark(timeMs: number): () => string {
    return () => new TextPast(this.#text).textAt(timeMs);
  }
}
