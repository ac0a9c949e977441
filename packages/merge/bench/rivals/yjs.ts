// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import * as Y from "yjs";
import { type Copy, type Edit, hexId, type Library } from "../library";

export const library: Library = {
  create: (copy) => new YjsCopy(newDoc(copy, true)),
  createKeeping: (copy) => new YjsCopy(newDoc(copy, false)),
  load(snapshot) {
    const doc = newDoc(0, true);
    Y.applyUpdate(doc, snapshot);
    return new YjsCopy(doc);
  },
};

class YjsCopy implements Copy {
  readonly #doc: Y.Doc;
  readonly #text: Y.Text;
  #update: Uint8Array | undefined;
  #listening = false;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#text = doc.getText("text");
  }

  edit(edit: Edit): Uint8Array {
    if (!this.#listening) this.#listen();
    this.#update = undefined;
    this.apply(edit);
    if (this.#update === undefined) throw new Error("Expected an update");
    return this.#update;
  }

  apply({ at, removed, inserted }: Edit): void {
    if (removed > 0 && inserted !== "") {
      this.#doc.transact(() => {
        this.#text.delete(at, removed);
        this.#text.insert(at, inserted);
      });
    } else if (removed > 0) this.#text.delete(at, removed);
    else this.#text.insert(at, inserted);
  }

  receive(delta: Uint8Array): void {
    Y.applyUpdate(this.#doc, delta);
  }

  text(): string {
    return this.#text.toString();
  }

  snapshot(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc);
  }

  history(): Uint8Array {
    return Y.encodeStateAsUpdateV2(this.#doc);
  }

  bookmark(): () => string {
    const snapshot = Y.snapshot(this.#doc);
    return () =>
      this.#text
        .toDelta(snapshot)
        .map(({ insert }) => insert)
        .join("");
  }

  #listen(): void {
    this.#listening = true;
    this.#doc.on("update", (update) => {
      this.#update = update;
    });
  }
}

function newDoc(copy: number, gc: boolean): Y.Doc {
  const doc = new Y.Doc({ gc });
  doc.clientID = Number.parseInt(hexId(copy).slice(0, 8), 16);
  return doc;
}
