import { parseReplicaId, type ReplicaId, TEXT_RULES, Text } from "../src/index";
import { type Copy, type Edit, hexId, type Library } from "./library";

/** More than any trace's whole history. */
export const NO_LIMIT = 2 ** 30;

export const library: Library = {
  create: (copy) => new HearsayCopy(new Text(replicaOf(copy), TEXT_RULES)),
  load(snapshot) {
    const text = new Text(replicaOf(0), TEXT_RULES);
    const { type } = text.merge(snapshot, LOADED_AT_MS);
    if (type !== "changed") throw new Error(`Expected a snapshot to be taken in, got ${type}`);
    return new HearsayCopy(text);
  },
};

/** The replica id of the `copy`-th copy. */
export function replicaOf(copy: number): ReplicaId {
  const replica = parseReplicaId(hexId(copy));
  if (replica === undefined) throw new Error(`Expected a replica id, got ${hexId(copy)}`);
  return replica;
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
    return () => this.#text.textAt(timeMs);
  }
}
