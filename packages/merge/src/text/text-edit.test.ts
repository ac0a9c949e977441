import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { authorsOf } from "./authorship";
import {
  type AnyEdit,
  anySession,
  EVERYTHING,
  type Member,
  placed,
  playSession,
  START,
} from "./test-fixtures/sessions";
import { randomNumbers } from "./test-fixtures/shuffle";
import { copyOf } from "./test-fixtures/soundness";
import { expectSoundTree } from "./test-fixtures/tree-invariants";
import { Text, type TextEdit } from "./text";
import { TEXT_RULES } from "./text-rules";
import { TextPast } from "./time-travel";

const alone = () => new Text(replicaId(1), TEXT_RULES);

function edit(text: Text, ...edits: readonly TextEdit[]): void {
  text.edit({ type: "edit", edits, joinsUndo: false }, START);
}

/** Edits at positions of the text before them, done the plain way. */
function splice(text: string, edits: readonly TextEdit[]): string {
  return edits.toReversed().reduce((rest, { from, to, insert }) => rest.slice(0, from) + insert + rest.slice(to), text);
}

/** Changes each at positions after those before it. */
function follow(text: string, changes: readonly TextEdit[]): string {
  return changes.reduce((rest, change) => splice(rest, [change]), text);
}

describe("local edits", { timeout: 60_000 }, () => {
  const anyEdits = fc.array(
    fc.record<AnyEdit>({
      at: fc.nat(1_000),
      length: fc.nat(30),
      insert: fc.string({ unit: "grapheme", maxLength: 40 }),
    }),
    { maxLength: 4 },
  );

  it("T17: edits of one operation are at positions of the text before it, as a plain string has them", () => {
    fc.assert(
      fc.property(fc.array(anyEdits, { maxLength: 30, size: "max" }), (operations) => {
        const text = alone();
        let twin = "";
        for (const edits of operations) {
          const fitted = placed(twin, edits);
          edit(text, ...fitted);
          twin = splice(twin, fitted);
          expect(text.toString()).toBe(twin);
          expect(text.length).toBe(twin.length);
          const [from = 0, to = 0] = fitted.length > 0 ? [fitted[0]!.from, twin.length] : [];
          expect(text.slice(from, Math.max(from, to))).toBe(twin.slice(from, Math.max(from, to)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("T17: ten thousand edits at random places leave what they leave of a plain string", () => {
    const random = randomNumbers(3);
    const [text, reader] = [alone(), new Text(replicaId(2), TEXT_RULES)];
    let twin = "";
    for (let i = 0; i < 10_000; i++) {
      const from = Math.floor(random() * (twin.length + 1));
      const to = random() < 0.3 ? Math.min(twin.length, from + Math.floor(random() * 4)) : from;
      const insert = random() < 0.9 ? String.fromCharCode(97 + (i % 26)) : "";
      edit(text, { from, to, insert });
      twin = splice(twin, [{ from, to, insert }]);
      if (i % 500 > 0) continue;
      expectSoundTree(text);
      reader.merge(text.since(reader.version(), EVERYTHING) ?? new Uint8Array(), START);
      expectSoundTree(reader);
      expect(text.toString() === twin && reader.toString() === twin).toBe(true);
      expect(text.slice(from >> 1, from)).toBe(twin.slice(from >> 1, from));
      expect(text.positionOf(text.anchorAt(from))).toBe(Math.min(from, twin.length));
    }
    const copy = copyOf(text, START);
    for (const each of [text, copy]) {
      expectSoundTree(each);
      expect(each.toString() === twin).toBe(true);
    }
    // The leaves of a copy are filled in one go, and not yet as those that were split are.
    for (let i = 0; i < 500; i++) {
      const at = Math.floor(random() * (copy.length + 1));
      edit(copy, { from: at, to: at, insert: "x" });
    }
    expectSoundTree(copy);
  });

  it("T17: what takes several spans is cut, deleted and restored anywhere as a plain string is, read from its start too", () => {
    const random = randomNumbers(5);
    const text = alone();
    const twins = [""];
    for (let i = 0; i < 40; i++) {
      const twin = twins.at(-1)!;
      if (twins.length > 1 && random() < 0.3) {
        text.edit({ type: "undo" }, START);
        twins.pop();
      } else {
        const from = random() < 0.3 ? twin.length : Math.floor(random() * (twin.length + 1));
        const to = Math.min(twin.length, from + Math.floor(random() * 2) * Math.floor(random() * 9_000));
        const insert = String.fromCharCode(97 + (i % 26)).repeat(1 + Math.floor(random() * 9_000));
        edit(text, { from, to, insert });
        twins.push(splice(twin, [{ from, to, insert }]));
      }
      expectSoundTree(text);
      expect(text.toString() === twins.at(-1)).toBe(true);
      if (i % 10 > 0) continue;
      const copy = copyOf(text, START);
      expectSoundTree(copy);
      expect(copy.toString() === twins.at(-1)).toBe(true);
    }
  });

  it("T17: edits that overlap, come in no order, or lie outside throw, and nothing is written", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "abcdef" });
    const before = [text.version(), text.toString()];
    const bad: TextEdit[][] = [
      [{ from: 0, to: 7, insert: "" }],
      [{ from: 7, to: 7, insert: "x" }],
      [{ from: -1, to: 0, insert: "x" }],
      [{ from: 3, to: 2, insert: "x" }],
      [{ from: 0.5, to: 1, insert: "x" }],
      [{ from: Number.NaN, to: 1, insert: "x" }],
      [{ from: 0, to: Number.NaN, insert: "x" }],
      [
        { from: 0, to: 3, insert: "x" },
        { from: 2, to: 4, insert: "y" },
      ],
      [
        { from: 4, to: 5, insert: "x" },
        { from: 0, to: 1, insert: "y" },
      ],
    ];
    for (const edits of bad) expect(() => edit(text, ...edits)).toThrow(RangeError);
    expect([text.version(), text.toString()]).toEqual(before);
    expect(text.canRedo).toBe(false);
  });

  it("T17: a range outside of the text throws when it is asked for", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "abc" });
    for (const [from, to] of [
      [-1, 2],
      [2, 1],
      [0, 4],
    ] as const) {
      expect(() => text.slice(from, to)).toThrow(RangeError);
      expect(() => authorsOf(text, from, to)).toThrow(RangeError);
    }
    expect([text.slice(3, 3), text.slice(1, 3), authorsOf(text, 1, 1)]).toEqual(["", "bc", []]);
  });

  it("T16: a lone surrogate becomes U+FFFD, and an edit within a pair takes the whole pair", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "a\ud83db\udcddc" });
    expect(text.toString()).toBe("a\ufffdb\ufffdc");
    edit(text, { from: 0, to: 5, insert: "1📝2" });
    edit(text, { from: 2, to: 2, insert: "x" });
    expect(text.toString()).toBe("1x📝2");
    edit(text, { from: 3, to: 4, insert: "" });
    expect(text.toString()).toBe("1x2");
  });

  it("T16: two edits that meet within a pair both count", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "📝" });
    edit(text, { from: 0, to: 1, insert: "x" }, { from: 1, to: 2, insert: "y" });
    expect(text.toString()).toBe("xy");
  });

  it("T16: whatever is edited wherever, by whomever, text and past are well-formed", () => {
    const anyPosition = fc.record({
      at: fc.nat(40),
      length: fc.nat(4),
      insert: fc.string({ unit: "binary" }),
      by: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(anyPosition, { maxLength: 25, size: "max" }), (edits) => {
        const texts = [alone(), new Text(replicaId(2), TEXT_RULES)] as const;
        for (const [i, { at, length, insert, by }] of edits.entries()) {
          const [text, other] = by === 0 ? texts : ([texts[1], texts[0]] as const);
          const from = Math.min(at, text.length);
          edit(text, { from, to: Math.min(from + length, text.length), insert });
          if (i % 3 === 0) other.merge(text.since(other.version(), EVERYTHING) ?? new Uint8Array(), START);
          for (const each of texts) expect(each.toString().isWellFormed()).toBe(true);
          expect(new TextPast(text).textAt(START).isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it("T17: a text longer than the limit throws when it is written, and changes nothing", () => {
    const text = alone();
    const version = text.version();
    expect(() => edit(text, { from: 0, to: 0, insert: "x".repeat(2 ** 24 + 1) })).toThrow(RangeError);
    expect([text.length, text.version()]).toEqual([0, version]);
  });
});

describe("what changed", { timeout: 60_000 }, () => {
  it("T18: who applies what is drained to a string of theirs has the text, whatever came in", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const twins = new Map<Member, string>();
        const session = playSession(steps, TEXT_RULES, (_, member, step) => {
          const { text } = member;
          // The first drain begins the record; before it, the text is taken whole.
          const isNew = !twins.has(member);
          const changes = text.drain();
          if (isNew) twins.set(member, text.toString());
          else if (step.type === "edit")
            twins.set(member, follow(splice(twins.get(member)!, placed(twins.get(member)!, step.edits)), changes!));
          else twins.set(member, follow(twins.get(member)!, changes!));
          expect(twins.get(member)).toBe(text.toString());
        });
        for (const [{ text }, twin] of twins)
          expect(follow(twin, text.drain()!)).toBe(session.members[0]!.text.toString());
      }),
      { numRuns: 80 },
    );
  });

  it("T18: one's own edits are not in it, one's own undo and redo are", () => {
    const text = alone();
    expect(text.drain()).toEqual([]);
    edit(text, { from: 0, to: 0, insert: "abc" });
    expect(text.drain()).toEqual([]);
    text.edit({ type: "undo" }, START);
    expect(follow("abc", text.drain()!)).toBe("");
    text.edit({ type: "redo" }, START);
    expect(follow("", text.drain()!)).toBe("abc");
    expect(text.drain()).toEqual([]);
  });

  it("T18: where there was too much to keep, it says so, once", () => {
    const writer = alone();
    for (let i = 0; i < 5_000; i++) edit(writer, { from: 0, to: 0, insert: "x" });
    const text = new Text(replicaId(2), TEXT_RULES);
    text.drain();
    text.merge(writer.since(undefined, EVERYTHING)!, START);
    expect(text.drain()).toBeUndefined();
    expect(text.drain()).toEqual([]);
    edit(writer, { from: 5_000, to: 5_000, insert: "y" });
    text.merge(writer.since(text.version(), EVERYTHING)!, START);
    expect(text.drain()).toEqual([{ from: 5_000, to: 5_000, insert: "y" }]);
  });
});

describe("anchors", { timeout: 60_000 }, () => {
  it("T19: an anchor stays behind its character while others write, and where that was while it is deleted", () => {
    fc.assert(
      fc.property(anySession, fc.nat(1_000), (steps, at) => {
        const anchors: { readonly member: Member; readonly anchor: NonNullable<ReturnType<Text["anchorAt"]>> }[] = [];
        const session = playSession(steps, TEXT_RULES, (_, member) => {
          const anchor = member.text.anchorAt(Math.round((at / 1_000) * member.text.length));
          if (anchor) anchors.push({ member, anchor });
        });
        for (const { text, oracle } of session.members) {
          const order = oracle.tree.elements();
          for (const { anchor } of anchors) {
            const index = order.findIndex(({ id }) => id === `${anchor.author}:${anchor.counter}`);
            const before = order.slice(0, index + 1).filter(({ id }) => oracle.tree.shows(id));
            expect(text.positionOf(anchor)).toBe(before.length);
          }
        }
      }),
    );
  });

  it("T19: an anchor at a position is at that position; at the start it is there whatever comes before", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "abc" });
    for (const position of [0, 1, 2, 3]) expect(text.positionOf(text.anchorAt(position))).toBe(position);
    const start = text.anchorAt(0);
    edit(text, { from: 0, to: 0, insert: "xyz" });
    expect([start, text.positionOf(start)]).toEqual([undefined, 0]);
  });

  it("T19: an anchor at a character that is not known here, or no character, has no position", () => {
    const text = alone();
    edit(text, { from: 0, to: 0, insert: "abc" });
    const anchors = [
      { author: replicaId(1), counter: 3 },
      { author: replicaId(1), counter: -1 },
      { author: replicaId(1), counter: 0.5 },
      { author: replicaId(1), counter: Number.NaN },
      { author: replicaId(2), counter: 0 },
    ];
    for (const anchor of anchors) expect(text.positionOf(anchor)).toBeUndefined();
  });
});
