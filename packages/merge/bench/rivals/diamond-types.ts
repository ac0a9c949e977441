// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import { Doc } from "diamond-types-node";
import { type Copy, type Edit, hexId, type Library } from "../library";

export const library: Library = {
  create: (copy) => new DiamondTypesCopy(new Doc(hexId(copy).slice(0, 8))),
  load: (snapshot) => new DiamondTypesCopy(Doc.fromBytes(snapshot, hexId(0).slice(0, 8))),
};

/** Its positions are code points, which in the traces are UTF-16 units. */
class DiamondTypesCopy implements Copy {
  readonly #doc: Doc;

  constructor(doc: Doc) {
    this.#doc = doc;
  }

  edit(edit: Edit): Uint8Array {
    const before = this.#doc.getLocalVersion();
    this.apply(edit);
    return this.#doc.getPatchSince(before);
  }

  apply({ at, removed, inserted }: Edit): void {
    if (removed > 0) this.#doc.del(at, removed);
    if (inserted !== "") this.#doc.ins(at, inserted);
  }

  receive(delta: Uint8Array): void {
    this.#doc.mergeBytes(delta);
  }

  text(): string {
    return this.#doc.get();
  }

  snapshot(): Uint8Array {
    return this.#doc.toBytes();
  }

  history(): Uint8Array {
    return this.#doc.toBytes();
  }
}
