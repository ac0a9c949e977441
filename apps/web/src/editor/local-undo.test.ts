import { EditorState, type TransactionSpec } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocalUndo } from "./local-undo";
import { remote } from "./remote";
import type { Turn } from "./undo-keys";

/** An editor's text, with what its person wrote kept for undo. */
class Desk {
  private readonly undo = new LocalUndo();
  private state: EditorState;

  constructor(doc: string) {
    this.state = EditorState.create({ doc });
  }

  get text(): string {
    return this.state.doc.toString();
  }

  /** The person writes at one stroke that is undone by itself. */
  write(from: number, to: number, insert: string): void {
    this.type(from, to, insert);
    this.undo.moved();
  }

  /** The person types, which goes on where the typing before ended. */
  type(from: number, to: number, insert: string): void {
    this.undo.wrote(this.update({ changes: { from, to, insert }, userEvent: "input.type" }));
  }

  bring(from: number, to: number, insert: string): void {
    this.undo.brought(this.update({ changes: { from, to, insert }, annotations: remote.of(true) }).changes);
  }

  turn(turn: Turn): boolean {
    const changes = this.undo.next(turn);
    if (changes) this.undo.turned(turn, this.update({ changes, userEvent: turn }));
    return changes !== undefined;
  }

  private update(spec: TransactionSpec) {
    const transaction = this.state.update(spec);
    this.state = transaction.state;
    return transaction;
  }
}

describe("the undo of a note that does not remember", () => {
  it("takes back and writes again, one stroke after the other", () => {
    const desk = new Desk("a");
    desk.write(1, 1, "b");
    desk.write(0, 1, "c");
    expect(desk.text).toBe("cb");
    desk.turn("undo");
    expect(desk.text).toBe("ab");
    desk.turn("undo");
    expect(desk.text).toBe("a");
    expect(desk.turn("undo")).toBe(false);
    desk.turn("redo");
    desk.turn("redo");
    expect(desk.text).toBe("cb");
    expect(desk.turn("redo")).toBe(false);
  });

  it("takes typing that went on back at once", () => {
    const desk = new Desk("");
    for (const [at, letter] of [..."word"].entries()) desk.type(at, at, letter);
    desk.turn("undo");
    expect(desk.text).toBe("");
    desk.turn("redo");
    expect(desk.text).toBe("word");
  });

  it("forgets what was taken back once something else is written", () => {
    const desk = new Desk("");
    desk.write(0, 0, "one");
    desk.turn("undo");
    desk.write(0, 0, "two");
    expect(desk.turn("redo")).toBe(false);
    expect(desk.text).toBe("two");
  });

  it("leaves alone what others wrote, before, within and after", () => {
    const desk = new Desk("");
    desk.write(0, 0, "mine");
    desk.bring(4, 4, " after");
    desk.bring(2, 2, "THEIRS");
    desk.bring(0, 0, "before ");
    expect(desk.text).toBe("before miTHEIRSne after");
    desk.turn("undo");
    expect(desk.text).toBe("before THEIRS after");
    desk.turn("redo");
    expect(desk.text.replace(/mi|ne/g, "")).toBe("before THEIRS after");
  });

  it("has nothing to take back where others took it away", () => {
    const desk = new Desk("");
    desk.write(0, 0, "mine");
    desk.bring(0, 4, "");
    expect(desk.turn("undo")).toBe(false);
  });

  it("leads back to what others made of the text, and forth again, whatever was written in between", () => {
    const edit = fc.record({
      isOwn: fc.boolean(),
      at: fc.nat(),
      length: fc.nat(3),
      insert: fc.constantFrom("", "x", "yz"),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const desk = new Desk("abcdefgh");
        let isOnlyOwn = true;
        for (const { isOwn, at, length, insert } of edits) {
          const from = at % (desk.text.length + 1);
          const to = Math.min(desk.text.length, from + length);
          if (isOwn) desk.write(from, to, insert);
          else desk.bring(from, to, insert);
          isOnlyOwn &&= isOwn;
        }
        const written = desk.text;
        while (desk.turn("undo"));
        if (isOnlyOwn) expect(desk.text).toBe("abcdefgh");
        while (desk.turn("redo"));
        if (isOnlyOwn) expect(desk.text).toBe(written);
      }),
    );
  });
});
