// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import { Model } from "json-joy/lib/json-crdt";
// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import { Patch, s } from "json-joy/lib/json-crdt-patch";
import { type Copy, type Edit, hexId, type Library } from "../library";

export const library: Library = {
  create(copy) {
    // All copies must share the string that they write in, so it is made by one session and forked.
    const base = Model.create(s.str(""), 100_000);
    base.api.flush();
    return new JsonJoyCopy(base.fork(Number.parseInt(hexId(copy).slice(0, 13), 16)));
  },
  load: (snapshot) => new JsonJoyCopy(Model.fromBinary(snapshot)),
};

class JsonJoyCopy implements Copy {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  edit(edit: Edit): Uint8Array {
    this.#write(edit);
    return this.#model.api.flush().toBinary();
  }

  apply(edit: Edit): void {
    this.#write(edit);
    this.#model.api.flush();
  }

  #write({ at, removed, inserted }: Edit): void {
    const text = this.#model.api.str([]);
    if (removed > 0) text.del(at, removed);
    if (inserted !== "") text.ins(at, inserted);
  }

  receive(delta: Uint8Array): void {
    this.#model.applyPatch(Patch.fromBinary(delta));
  }

  text(): string {
    return this.#model.view();
  }

  snapshot(): Uint8Array {
    return this.#model.toBinary();
  }

  history(): Uint8Array {
    return this.#model.toBinary();
  }
}
