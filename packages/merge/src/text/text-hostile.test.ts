import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../bytes";
import { replicaIdToBytes } from "../replica-id";
import { replicaId } from "../test-fixtures/deltas";
import { type ForgedOperation, forgeTextDelta } from "./test-fixtures/forged-deltas";
import { anySession, EVERYTHING, MEMBERS, Session, START } from "./test-fixtures/sessions";
import { expectSound, stateOf } from "./test-fixtures/soundness";
import { anySpoiling, spoil } from "./test-fixtures/spoilt-bytes";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

/** Takes in bytes of which anything may be true; what is refused must leave no trace. */
function takeIn(text: Text, bytes: Uint8Array, now: number): void {
  const before = stateOf(text);
  const held = text.heldDeltas;
  const { type } = text.merge(bytes, now);
  if (type === "changed") return;
  expect(stateOf(text)).toEqual(before);
  if (type !== "held") expect(text.heldDeltas).toBe(held);
}

describe("bytes from anybody", { timeout: 60_000 }, () => {
  it("T13: spoilt deltas are refused without a trace, or leave the copy sound; they never throw", () => {
    const anySpoilt = fc.array(
      fc.record({
        which: fc.nat(),
        target: fc.nat(3),
        spoilings: fc.array(anySpoiling, { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 5, maxLength: 25, size: "max" },
    );
    fc.assert(
      fc.property(anySession, anySpoilt, (steps, spoilt) => {
        const session = new Session(TEXT_RULES, MEMBERS);
        for (const step of steps) session.play(step);
        const now = session.now + 50_000;
        const wholes = session.members.flatMap(({ text }) => text.since(undefined, EVERYTHING) ?? []);
        const deltas = [...session.deltas, ...wholes];
        if (deltas.length === 0) return;
        for (const { which, target, spoilings } of spoilt) {
          const { text } = session.members[target]!;
          takeIn(text, spoilings.reduce(spoil, deltas[which % deltas.length]!), now);
          // What is sound must get through as well, so that what was held comes to be looked at.
          if (which % 3 === 0) takeIn(text, deltas[which % deltas.length]!, now);
        }
        for (const { text } of session.members) expectSound(text, now);
      }),
      { numRuns: 100 },
    );
  });

  it("T13: any bytes at all are refused or merged, and never throw", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80, size: "max" }), { maxLength: 20 }), (all) => {
        const text = new Text(replicaId(3), TEXT_RULES);
        for (const bytes of all) takeIn(text, bytes, START);
        expectSound(text, START);
      }),
      { numRuns: 500 },
    );
  });

  it("T13: every truncation of a delta is malformed, and so is what goes on after its end", () => {
    const writer = new Text(replicaId(1), TEXT_RULES);
    writer.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "naïve 📝" }], joinsUndo: false }, START);
    const sound = writer.since(undefined, EVERYTHING)!;
    const cut = Array.from({ length: sound.length }, (_, length) => sound.subarray(0, length));
    for (const bytes of [...cut, Uint8Array.of(...sound, 0)]) {
      const text = new Text(replicaId(2), TEXT_RULES);
      expect(text.merge(bytes, START)).toEqual({ type: "refused", reason: "malformed" });
      expect(text.version().length).toBe(0);
    }
  });

  it("T13: numbers that say too much are refused before anything is allocated", () => {
    const author = replicaIdToBytes(replicaId(7));
    const head = () => new ByteWriter().unsigned(1).raw(author);
    const huge = 2 ** 25 - 1;
    const forged = [
      new ByteWriter().unsigned(16_384),
      new ByteWriter().unsigned(2 ** 40),
      head()
        .unsigned(0)
        .unsigned(2 * huge),
      head()
        .unsigned(0)
        .unsigned(2 * huge + 1)
        .unsigned(huge),
      head()
        .unsigned(0)
        .unsigned(2)
        .unsigned(huge * 8),
      head()
        .unsigned(0)
        .unsigned(2)
        .unsigned(2 ** 45),
      head()
        .unsigned(2 ** 30)
        .unsigned(2)
        .unsigned(8),
      head().unsigned(0).unsigned(2).unsigned(9).unsigned(0).unsigned(0).raw(Uint8Array.of(0xff)),
      head().unsigned(0).unsigned(0),
    ];
    for (const writer of forged) {
      const text = new Text(replicaId(2), TEXT_RULES);
      expect(text.merge(writer.finish(), START)).toEqual({ type: "refused", reason: "malformed" });
    }
  });

  it("T13: a text that has no room left refuses as full, and does not keep the author of what it refused", () => {
    const text = new Text(replicaId(1), TEXT_RULES);
    text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "abc" }], joinsUndo: false }, START);
    const first = { author: replicaId(1), counter: 0 };
    const before = stateOf(text);
    const operation: ForgedOperation = { type: "delete", first, length: 2 ** 25 - 1 };
    const delta = forgeTextDelta([section(7, 0, 0, [operation])]);
    expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "full" });
    expect(stateOf(text)).toEqual(before);
  });

  it("T13: a delta whose first part is sound and whose second is not leaves the copy as it was, byte for byte", () => {
    const texts = [1, 2, 3].map((author) => new Text(replicaId(author), TEXT_RULES));
    for (const [i, text] of [...texts, ...texts].entries()) {
      for (const other of texts) {
        const delta = other.since(text.version(), EVERYTHING);
        if (delta) text.merge(delta, START);
      }
      text.edit({ type: "edit", edits: [{ from: i, to: i, insert: "word " }], joinsUndo: false }, START);
    }
    for (const text of texts) {
      const before = stateOf(text);
      const sound: ForgedOperation = { type: "insert", text: "new", left: undefined, right: undefined };
      const senseless: ForgedOperation = { type: "restore", first: 0, length: 1 };
      const delta = forgeTextDelta([section(0x60, 0, 0, [sound]), section(0x61, 0, 0, [sound, senseless])]);
      expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "malformed" });
      expect(stateOf(text)).toEqual(before);
      const own = text.toString();
      text.edit({ type: "undo" }, START);
      expect(text.length).toBe(own.length - "word ".length);
      text.edit({ type: "redo" }, START);
      expect(text.toString()).toBe(own);
    }
  });
});

/** A section at `START` of an author who is said to have written so much before. */
function section(author: number, from: number, characters: number, operations: readonly ForgedOperation[]) {
  const isFirst = from === 0;
  return { author: replicaId(author), from, characters, operations, seconds: isFirst ? START / 1_000 : 0, count: 0 };
}

const at = (author: number, counter: number) => ({ author: replicaId(author), counter });

/** A text "abc📝" that author 1 typed at once, and of which nothing but "c" was deleted, its unit 5. */
function typed(): Text {
  const text = new Text(replicaId(1), TEXT_RULES);
  text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "abc📝" }], joinsUndo: false }, START);
  text.edit({ type: "edit", edits: [{ from: 2, to: 3, insert: "" }], joinsUndo: false }, START);
  return text;
}

describe("deltas that are sound in form and senseless", { timeout: 60_000 }, () => {
  const insert = (text: string, left: ReturnType<typeof at> | undefined, right: ReturnType<typeof at> | undefined) =>
    ({ type: "insert", text, left, right }) as const;

  const senseless: Readonly<Record<string, readonly ForgedOperation[]>> = {
    "a right origin left of the left one": [insert("x", at(1, 1), at(1, 0))],
    "one character as both origins": [insert("x", at(1, 1), at(1, 1))],
    "the start as left origin of what stands behind a run's middle": [insert("x", undefined, at(1, 2))],
    "two of one run that never were neighbors": [insert("x", at(1, 0), at(1, 2))],
    "a left origin inside of a pair": [insert("x", at(1, 3), at(1, 4))],
    "a right origin inside of a pair": [insert("x", at(1, 2), at(1, 4))],
    "an own character that is yet to be written as origin": [insert("x", at(2, 5), undefined)],
    "a deletion of half a pair": [{ type: "delete", first: at(1, 3), length: 1 }],
    "a deletion that ends in a pair": [{ type: "delete", first: at(1, 1), length: 3 }],
    "a deletion back from within a pair": [{ type: "deleteBack", first: at(1, 3), length: 2 }],
    "a deletion back beyond the first": [{ type: "deleteBack", first: at(1, 1), length: 3 }],
    "a deletion of nothing": [{ type: "delete", first: undefined, length: 1 }],
    "a restoration of itself": [{ type: "restore", first: 0, length: 1 }],
    "a restoration of an insertion": [insert("x", undefined, at(1, 0)), { type: "restore", first: 0, length: 1 }],
    "a double restoration": [
      { type: "delete", first: at(1, 0), length: 1 },
      { type: "restore", first: 0, length: 1 },
      { type: "restore", first: 0, length: 1 },
    ],
    "a double restoration in one": [
      { type: "delete", first: at(1, 0), length: 2 },
      { type: "restore", first: 0, length: 1 },
      { type: "restore", first: 0, length: 2 },
    ],
    "a restoration of half a pair": [
      { type: "delete", first: at(1, 3), length: 2 },
      { type: "restore", first: 0, length: 1 },
    ],
    "a restoration of a signature": [
      { type: "sign", name: "Eve", color: 1 },
      { type: "restore", first: 0, length: 1 },
    ],
    "a signature that is too long": [{ type: "sign", name: "x".repeat(65), color: 1 }],
  };

  for (const [name, operations] of Object.entries(senseless)) {
    it(`T14: ${name} is malformed, and leaves no trace`, () => {
      const text = typed();
      const before = stateOf(text);
      const delta = forgeTextDelta([section(2, 0, 0, operations)]);
      expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "malformed" });
      expect(stateOf(text)).toEqual(before);
      expectSound(text, START);
    });
  }

  it("T14: forged neighbors that can have been are the same in every copy, whatever came in first", () => {
    const anyOperation = fc.record({
      author: fc.nat(3),
      left: fc.nat(99),
      right: fc.nat(99),
      count: fc.nat(3),
      isDeletion: fc.boolean(),
      rank: fc.nat(),
    });
    const anyOperations = fc.array(anyOperation, { minLength: 6, maxLength: 35, size: "max" });
    fc.assert(
      fc.property(anyOperations, (operations) => {
        const first = new Text(replicaId(98), TEXT_RULES);
        const known: ReturnType<typeof at>[] = [];
        const units = [0, 0, 0, 0];
        const accepted: { readonly delta: Uint8Array; readonly rank: number }[] = [];
        for (const { author, left, right, count, isDeletion, rank } of operations) {
          const pick = (number: number) => [undefined, ...known][number % (known.length + 1)];
          const characters = known.filter((each) => each.author === replicaId(author)).length;
          const operation: ForgedOperation = isDeletion
            ? { type: "delete", first: pick(left), length: 1 }
            : insert(String(author), pick(left), pick(right));
          const delta = forgeTextDelta([{ ...section(author, units[author]!, characters, [operation]), count }]);
          if (first.merge(delta, START).type !== "changed") continue;
          if (!isDeletion) known.push(at(author, characters));
          units[author]! += 1;
          accepted.push({ delta, rank });
        }
        const second = new Text(replicaId(99), TEXT_RULES);
        const shuffled = accepted.toSorted((one, other) => one.rank - other.rank);
        for (const { delta } of shuffled) second.merge(delta, START);
        expect(second.version()).toEqual(first.version());
        expect(second.toString()).toBe(first.toString());
        expectSound(second, START);
      }),
      { numRuns: 300 },
    );
  });

  it("T14: one author under two numbers of a table does no harm", () => {
    const one = forgeTextDelta([section(2, 0, 0, [insert("ab", undefined, undefined)])]);
    const body = one.subarray(9);
    const id = one.subarray(1, 9);
    for (const [first, second] of [
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const text = new Text(replicaId(9), TEXT_RULES);
      takeIn(text, Uint8Array.of(2, ...id, ...id, first, ...body, second, ...body), START);
      expectSound(text, START);
    }
  });
});

describe("contradictions", { timeout: 60_000 }, () => {
  const base = () => {
    const text = new Text(replicaId(9), TEXT_RULES);
    text.merge(typed().since(undefined, EVERYTHING)!, START);
    const operations: ForgedOperation[] = [
      { type: "insert", text: "xy", left: at(1, 0), right: at(1, 1) },
      { type: "delete", first: at(1, 0), length: 2 },
      { type: "restore", first: 2, length: 1 },
      { type: "sign", name: "Ada", color: 1 },
    ];
    const section2 = section(2, 0, 0, operations);
    expect(text.merge(forgeTextDelta([section2]), START).type).toBe("changed");
    return { text, section: section2, operations };
  };

  const lies: Readonly<Record<string, (operations: readonly ForgedOperation[]) => readonly ForgedOperation[]>> = {
    "another text": ([first, ...rest]) => [{ ...first, text: "xz" } as ForgedOperation, ...rest],
    "another left origin": ([first, ...rest]) => [
      { ...first, left: undefined, right: at(1, 0) } as ForgedOperation,
      ...rest,
    ],
    "another right origin": ([first, ...rest]) => [{ ...first, right: undefined } as ForgedOperation, ...rest],
    "another deletion": ([first, , ...rest]) => [first!, { type: "delete", first: at(1, 1), length: 2 }, ...rest],
    "a deletion the other way round": ([first, , ...rest]) => [
      first!,
      { type: "deleteBack", first: at(1, 1), length: 2 },
      ...rest,
    ],
    "another restoration": ([first, second, , ...rest]) => [
      first!,
      second!,
      { type: "restore", first: 3, length: 1 },
      ...rest,
    ],
    "another signature": ([first, second, third]) => [first!, second!, third!, { type: "sign", name: "Eve", color: 1 }],
    "another color": ([first, second, third]) => [first!, second!, third!, { type: "sign", name: "Ada", color: 2 }],
    "another kind": () => [{ type: "delete", first: at(1, 0), length: 2 }],
  };

  for (const [name, lie] of Object.entries(lies)) {
    it(`T15: the same units with ${name} are a contradiction, and leave no trace`, () => {
      const { text, section: told, operations } = base();
      const before = stateOf(text);
      const delta = forgeTextDelta([{ ...told, operations: lie(operations) }]);
      expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "contradiction" });
      expect(stateOf(text)).toEqual(before);
    });
  }

  it("T15: the same units at another time are a contradiction; the same as they were are nothing new", () => {
    const { text, section: told } = base();
    expect(text.merge(forgeTextDelta([told]), START).type).toBe("unchanged");
    const delta = forgeTextDelta([{ ...told, count: 5 }]);
    expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "contradiction" });
  });

  it("T15: what goes on from a contradiction is refused with it", () => {
    const { text, section: told, operations } = base();
    const before = stateOf(text);
    const more: ForgedOperation = { type: "insert", text: "more", left: undefined, right: at(1, 0) };
    const lie = { ...operations[0], text: "xz" } as ForgedOperation;
    const delta = forgeTextDelta([
      section(3, 0, 0, [more]),
      { ...told, operations: [lie, ...operations.slice(1), more] },
    ]);
    expect(text.merge(delta, START)).toEqual({ type: "refused", reason: "contradiction" });
    expect(stateOf(text)).toEqual(before);
  });
});
