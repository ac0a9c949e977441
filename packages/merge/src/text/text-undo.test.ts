import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { type AnyEdit, anySession, EVERYTHING, nothing, placed, playSession, START } from "./test-fixtures/sessions";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

const alone = (author: number) => new Text(replicaId(author), TEXT_RULES);

function replace(text: Text, from: number, to: number, insert: string): void {
  text.edit({ type: "edit", edits: [{ from, to, insert }], joinsUndo: false }, START);
}

const append = (text: Text, insert: string) => replace(text, text.length, text.length, insert);
const undo = (text: Text) => text.edit({ type: "undo" }, START);
const redo = (text: Text) => text.edit({ type: "redo" }, START);

/** Brings two copies together. */
function meet(one: Text, other: Text): void {
  const back = other.since(one.version(), EVERYTHING);
  if (back) one.merge(back, START);
  const forth = one.since(other.version(), EVERYTHING);
  if (forth) other.merge(forth, START);
}

const anyEdits: fc.Arbitrary<readonly AnyEdit[]> = fc.array(
  fc.record({ at: fc.nat(1_000), length: fc.nat(8), insert: fc.constantFrom("", "a", "words ", "📝") }),
  { minLength: 1, maxLength: 3 },
);

describe("undo and redo", { timeout: 60_000 }, () => {
  it("T20: what was done and undone is as if it had not been, and done again it is as if it had", () => {
    fc.assert(
      fc.property(anySession, fc.array(anyEdits, { minLength: 1, maxLength: 6 }), (steps, operations) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        const { text } = session.members[0]!;
        const states = [text.toString()];
        for (const edits of operations) {
          const fitted = placed(text.toString(), edits);
          if (fitted.every(({ from, to, insert }) => from === to && insert === "")) continue;
          text.edit({ type: "edit", edits: fitted, joinsUndo: false }, session.now);
          states.push(text.toString());
        }
        for (const state of states.slice(0, -1).reverse()) {
          text.edit({ type: "undo" }, session.now);
          expect(text.toString()).toBe(state);
        }
        for (const state of states.slice(1)) {
          text.edit({ type: "redo" }, session.now);
          expect(text.toString()).toBe(state);
        }
      }),
    );
  });

  it("T21: undoing everything of one's own leaves nothing of one's own, and all that others wrote", () => {
    fc.assert(
      fc.property(anySession, fc.nat(3), (steps, who) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        const member = session.members[who]!;
        const shown = () => member.oracle.tree.visible().map(({ id }) => id);
        const theirs = shown().filter((id) => !id.startsWith(member.id));
        while (member.text.canUndo) session.turn(member, "undo");
        expect(member.text.toString()).toBe(member.oracle.tree.toString());
        // What one's own deletions hid comes back, so there may be more of theirs.
        const left = new Set(shown());
        expect(theirs.filter((id) => !left.has(id))).toEqual([]);
        expect([...left].filter((id) => id.startsWith(member.id))).toEqual([]);
      }),
    );
  });

  it("T21: undo takes back one's own, also where others typed in between and inside of it", () => {
    const [one, other] = [alone(1), alone(2)];
    append(one, "one types ");
    meet(one, other);
    replace(other, 4, 4, "[in the middle] ");
    append(other, "and goes on");
    meet(one, other);
    expect(one.toString()).toBe("one [in the middle] types and goes on");
    undo(one);
    meet(one, other);
    expect([one.toString(), other.toString()]).toEqual(["[in the middle] and goes on", "[in the middle] and goes on"]);
    redo(one);
    meet(one, other);
    expect(other.toString()).toBe("one [in the middle] types and goes on");
    undo(other);
    undo(other);
    expect(other.canUndo).toBe(false);
    expect(other.toString()).toBe("one types ");
  });

  it("T21: undoing a deletion brings others' text back where it was, with what they typed into it since", () => {
    const [one, other] = [alone(1), alone(2)];
    append(other, "keep this");
    meet(one, other);
    replace(one, 0, 9, "");
    replace(other, 4, 4, ", please,");
    meet(one, other);
    expect(one.toString()).toBe(", please,");
    undo(one);
    meet(one, other);
    expect([one.toString(), other.toString()]).toEqual(["keep, please, this", "keep, please, this"]);
  });

  it("T21: what two deleted is back only when both have taken it back", () => {
    const [one, other] = [alone(1), alone(2)];
    append(one, "twice");
    meet(one, other);
    replace(one, 0, 5, "");
    replace(other, 0, 5, "");
    meet(one, other);
    undo(one);
    meet(one, other);
    expect([one.toString(), other.toString()]).toEqual(["", ""]);
    undo(other);
    meet(one, other);
    expect([one.toString(), other.toString()]).toEqual(["twice", "twice"]);
  });

  it("T22: edits that join are undone together, others one by one; an undo ends what can be joined", () => {
    const text = alone(1);
    const type = (letter: string, joinsUndo: boolean) =>
      text.edit({ type: "edit", edits: [{ from: text.length, to: text.length, insert: letter }], joinsUndo }, START);
    type("a", false);
    type("b", true);
    type("c", true);
    type("d", false);
    undo(text);
    expect(text.toString()).toBe("abc");
    type("e", true);
    undo(text);
    expect(text.toString()).toBe("abc");
    undo(text);
    expect([text.toString(), text.canUndo]).toEqual(["", false]);
  });

  it("T22: several edits of one operation are undone together", () => {
    const text = alone(1);
    append(text, "one two three");
    const edits = [
      { from: 0, to: 3, insert: "1" },
      { from: 4, to: 7, insert: "2" },
      { from: 13, to: 13, insert: "!" },
    ];
    text.edit({ type: "edit", edits, joinsUndo: false }, START);
    expect(text.toString()).toBe("1 2 three!");
    undo(text);
    expect(text.toString()).toBe("one two three");
    redo(text);
    expect(text.toString()).toBe("1 2 three!");
  });

  it("T22: an edit ends what can be done again; what others write does not", () => {
    const [one, other] = [alone(1), alone(2)];
    append(one, "a");
    undo(one);
    append(other, "b");
    meet(one, other);
    expect(one.canRedo).toBe(true);
    append(one, "c");
    expect(one.canRedo).toBe(false);
    redo(one);
    expect(one.toString()).toBe("bc");
  });

  it("T22: with nothing to undo or redo, nothing is written", () => {
    const text = alone(1);
    undo(text);
    redo(text);
    expect(text.version().length).toBe(0);
    append(text, "a");
    const version = text.version();
    redo(text);
    replace(text, 0, 0, "");
    expect(text.version()).toEqual(version);
    undo(text);
    expect([text.toString(), text.canUndo, text.canRedo]).toEqual(["", false, true]);
  });

  it("T22: so many steps can be undone, and the oldest is forgotten", () => {
    const text = alone(1);
    for (let i = 0; i < 1_005; i++) append(text, "x");
    let undone = 0;
    for (; text.canUndo; undone++) undo(text);
    expect([undone, text.length]).toEqual([1_000, 5]);
  });

  it("T21: nobody undoes what somebody else did", () => {
    const [one, other] = [alone(1), alone(2)];
    append(one, "a");
    meet(one, other);
    expect([other.canUndo, other.canRedo]).toEqual([false, false]);
    undo(other);
    expect(other.toString()).toBe("a");
  });

  it("T22: a signature parts nothing that is undone together, and what was undone can still be done again after it", () => {
    const text = alone(1);
    const sign = (name: string) => text.edit({ type: "sign", signature: { name, color: 1 } }, START);
    const type = (insert: string, joinsUndo: boolean) =>
      text.edit({ type: "edit", edits: [{ from: text.length, to: text.length, insert }], joinsUndo }, START);
    sign("Before");
    type("h", false);
    sign("Somebody");
    type("ello", true);
    undo(text);
    expect(text.toString()).toBe("");
    expect(text.canUndo).toBe(false);
    sign("Somebody else");
    redo(text);
    expect(text.toString()).toBe("hello");
    type("!", false);
    undo(text);
    expect(text.toString()).toBe("hello");
  });
});
