// biome-ignore lint/style/noRestrictedImports: a rival, installed by the bench alone.
import * as Automerge from "@automerge/automerge";
import { type Copy, type Edit, hexId, type Library } from "../library";

interface Content {
  text: string;
}

// All copies must share the text object that they write in, so it is made by one actor at one time, and loaded.
const BASE = Automerge.save(
  Automerge.change(Automerge.init<Content>({ actor: "00".repeat(16) }), { time: 0 }, (doc) => {
    doc.text = "";
  }),
);
const PATH = ["text"] as const;

export const library: Library = {
  create: (copy) => new AutomergeCopy(Automerge.load<Content>(BASE, { actor: hexId(copy).repeat(2) })),
  load: (snapshot) => new AutomergeCopy(Automerge.load<Content>(snapshot, { actor: hexId(0).repeat(2) })),
};

class AutomergeCopy implements Copy {
  #doc: Automerge.Doc<Content>;

  constructor(doc: Automerge.Doc<Content>) {
    this.#doc = doc;
  }

  edit(edit: Edit): Uint8Array {
    this.apply(edit);
    const change = Automerge.getLastLocalChange(this.#doc);
    if (change === undefined) throw new Error("Expected a change");
    return change;
  }

  apply({ at, removed, inserted, timeMs }: Edit): void {
    const time = Math.floor(timeMs / 1_000);
    this.#doc = Automerge.change(this.#doc, { time }, (doc) => Automerge.splice(doc, PATH, at, removed, inserted));
  }

  receive(delta: Uint8Array): void {
    [this.#doc] = Automerge.applyChanges(this.#doc, [delta]);
  }

  text(): string {
    return this.#doc.text;
  }

  snapshot(): Uint8Array {
    return Automerge.save(this.#doc);
  }

  history(): Uint8Array {
    return Automerge.save(this.#doc);
  }

  bookmark(): () => string {
    const heads = Automerge.getHeads(this.#doc);
    return () => Automerge.view(this.#doc, heads).text;
  }
}
