// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import { type BunchMeta, Order, type OrderSavedState, type Position, Text, type TextSavedState } from "list-positions";
import { type Copy, type Edit, hexId, type Library } from "../library";

/** What goes over the wire, in the form that the library's README suggests. */
interface Message {
  readonly meta?: BunchMeta;
  readonly set?: readonly [start: Position, characters: string];
  readonly deleted?: readonly Position[];
}

interface Saved {
  readonly order: OrderSavedState;
  readonly text: TextSavedState;
}

export const library: Library = {
  create: (copy) => new ListPositionsCopy(copy),
  load(snapshot) {
    const copy = new ListPositionsCopy(0);
    copy.restore(JSON.parse(decoder.decode(snapshot)) as Saved);
    return copy;
  },
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class ListPositionsCopy implements Copy {
  readonly #text: Text;

  constructor(copy: number) {
    this.#text = new Text(new Order({ replicaID: hexId(copy).slice(0, 10) }));
  }

  edit(edit: Edit): Uint8Array {
    return encoder.encode(JSON.stringify(this.#write(edit)));
  }

  apply(edit: Edit): void {
    this.#write(edit);
  }

  #write({ at, removed, inserted }: Edit): Message {
    const deleted = Array.from({ length: removed }, (_, index) => this.#text.positionAt(at + index));
    for (const position of deleted) this.#text.delete(position);
    if (inserted === "") return { deleted };
    const [start, meta] = this.#text.insertAt(at, inserted);
    const set = [start, inserted] as const;
    return { ...(meta && { meta }), set, ...(removed > 0 && { deleted }) };
  }

  receive(delta: Uint8Array): void {
    const { meta, set, deleted } = JSON.parse(decoder.decode(delta)) as Message;
    if (meta) this.#text.order.addMetas([meta]);
    if (set) this.#text.set(set[0], set[1]);
    if (deleted) for (const position of deleted) this.#text.delete(position);
  }

  text(): string {
    return this.#text.toString();
  }

  snapshot(): Uint8Array {
    const saved: Saved = { order: this.#text.order.save(), text: this.#text.save() };
    return encoder.encode(JSON.stringify(saved));
  }

  history(): Uint8Array {
    return this.snapshot();
  }

  restore(saved: Saved): void {
    this.#text.order.load(saved.order);
    this.#text.load(saved.text);
  }
}
