// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import { LoroDoc, type LoroText } from "loro-crdt";
import { type Copy, type Edit, hexId, type Library } from "../library";

export const library: Library = {
  create(copy) {
    const doc = new LoroDoc();
    doc.setPeerId(BigInt(`0x${hexId(copy)}`));
    return new LoroCopy(doc);
  },
  load: (snapshot) => new LoroCopy(LoroDoc.fromSnapshot(snapshot)),
};

class LoroCopy implements Copy {
  readonly #doc: LoroDoc;
  readonly #text: LoroText;

  constructor(doc: LoroDoc) {
    this.#doc = doc;
    this.#text = doc.getText("text");
  }

  edit(edit: Edit): Uint8Array {
    const before = this.#doc.oplogVersion();
    this.apply(edit);
    this.#doc.commit();
    return this.#doc.export({ mode: "update", from: before });
  }

  apply({ at, removed, inserted }: Edit): void {
    if (removed > 0) this.#text.delete(at, removed);
    if (inserted !== "") this.#text.insert(at, inserted);
  }

  receive(delta: Uint8Array): void {
    this.#doc.import(delta);
  }

  text(): string {
    return this.#text.toString();
  }

  snapshot(): Uint8Array {
    return this.#doc.export({ mode: "snapshot" });
  }

  history(): Uint8Array {
    return this.#doc.export({ mode: "update" });
  }

  bookmark(): () => string {
    this.#doc.commit();
    const frontiers = this.#doc.oplogFrontiers();
    return () => {
      this.#doc.checkout(frontiers);
      return this.#text.toString();
    };
  }
}
