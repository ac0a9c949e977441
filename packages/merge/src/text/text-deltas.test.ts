import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { anySession, EVERYTHING, nothing, playSession, START } from "./test-fixtures/sessions";
import { randomNumbers } from "./test-fixtures/shuffle";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

const READER = replicaId(99);

/** Any delta of text alone that has to name four authors fits some progress into so many bytes. */
const LEAST_BYTES = 100;

const typed = (insert: string) => {
  const text = new Text(replicaId(1), TEXT_RULES);
  text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert }], joinsUndo: false }, START);
  return text;
};

describe("deltas that are cut", { timeout: 60_000 }, () => {
  it("T7: deltas of any size, chained, bring the whole; each fits, can be taken in by itself, and is well-formed", () => {
    fc.assert(
      fc.property(anySession, fc.integer({ min: LEAST_BYTES, max: 400 }), (steps, maxBytes) => {
        const session = playSession(
          steps.filter(({ type }) => type !== "sign"),
          TEXT_RULES,
          nothing,
        );
        const source = session.members[0]!.text;
        const text = new Text(READER, TEXT_RULES);
        for (let delta = source.since(undefined, maxBytes); delta; delta = source.since(text.version(), maxBytes)) {
          expect(delta.length).toBeLessThanOrEqual(maxBytes);
          expect(text.merge(delta, session.now + 60_000).type).toBe("changed");
          expect(text.toString().isWellFormed()).toBe(true);
        }
        expect(text.version()).toEqual(source.version());
        expect(text.toString()).toBe(source.toString());
      }),
      { numRuns: 80 },
    );
  });

  it("T7: a cut goes on from any version that another copy has", () => {
    fc.assert(
      fc.property(anySession, fc.integer({ min: LEAST_BYTES, max: 200 }), (steps, maxBytes) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        const source = session.members[0]!.text;
        const text = new Text(READER, TEXT_RULES);
        // What has come is any part of what was sent, so versions are of every kind.
        for (const [i, delta] of session.deltas.entries()) if (i % 3 > 0) text.merge(delta, session.now + 60_000);
        const piece = source.since(text.version(), maxBytes);
        if (piece) expect(text.merge(piece, session.now + 60_000).type).toBe("changed");
        const rest = source.since(text.version(), EVERYTHING);
        if (rest) expect(text.merge(rest, session.now + 60_000).type).toBe("changed");
        expect(text.version()).toEqual(source.version());
        expect(text.toString()).toBe(source.toString());
      }),
      { numRuns: 80 },
    );
  });

  it("T7: a long run is cut anywhere but within a pair of surrogates, typed and deleted and restored", () => {
    const source = typed("📝".repeat(60) + "é".repeat(61) + "漢".repeat(30));
    source.edit({ type: "edit", edits: [{ from: 10, to: 80, insert: "" }], joinsUndo: false }, START);
    source.edit({ type: "undo" }, START);
    source.edit({ type: "redo" }, START);
    for (let position = 40; position > 0; position -= 2) {
      source.edit({ type: "edit", edits: [{ from: position - 2, to: position, insert: "" }], joinsUndo: true }, START);
    }
    source.edit({ type: "undo" }, START);
    for (let maxBytes = LEAST_BYTES; maxBytes < 270; maxBytes++) {
      const text = new Text(READER, TEXT_RULES);
      for (let delta = source.since(undefined, maxBytes); delta; delta = source.since(text.version(), maxBytes)) {
        expect(delta.length).toBeLessThanOrEqual(maxBytes);
        expect(text.merge(delta, START).type).toBe("changed");
        expect(text.toString().isWellFormed()).toBe(true);
      }
      expect(text.toString()).toBe(source.toString());
    }
  });

  it("T7: a section of somebody's log ends with a whole pair, also where it is the cause of another's", () => {
    // Found by a random session: an insertion's right origin was the first half of a pair.
    const one = typed("a📝b");
    const other = new Text(replicaId(2), TEXT_RULES);
    const insert = (at: number) =>
      other.edit({ type: "edit", edits: [{ from: at, to: at, insert: "a" }], joinsUndo: false }, START);
    insert(0);
    other.merge(one.since(undefined, EVERYTHING)!, START);
    insert(other.toString().indexOf("📝"));
    const text = new Text(READER, TEXT_RULES);
    expect(text.merge(other.since(undefined, EVERYTHING)!, START).type).toBe("changed");
    expect(text.toString()).toBe(other.toString());
  });

  it("T7: what somebody writes at the beginning of another's long text is in the first piece", () => {
    const writer = typed("a line of a long text\n".repeat(10_000));
    const other = new Text(replicaId(2), TEXT_RULES);
    other.merge(writer.since(undefined, EVERYTHING)!, START);
    other.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "7" }], joinsUndo: false }, START);
    const reader = new Text(READER, TEXT_RULES);
    reader.merge(other.since(undefined, 65_536)!, START);
    expect(reader.length).toBeLessThan(other.length);
    expect(reader.slice(0, 2)).toBe("7a");
  });

  it("T7: many signatures since the version that was told are cut as well", () => {
    const text = typed("Milk");
    const version = text.version();
    for (let i = 0; i < 600; i++) {
      text.edit({ type: "sign", signature: { name: `${i}${"€".repeat(60)}`, color: 1 } }, START);
    }
    expect(text.since(version, 65_536)!.length).toBeLessThanOrEqual(65_536);
  });

  it("T7: where nothing fits, there is no delta", () => {
    const source = typed("some words");
    for (const maxBytes of [0, 1, 10, -1]) expect(source.since(undefined, maxBytes)).toBeUndefined();
  });

  /** Replaces from `from` to `to` at a time; returns how many bytes tell others of it. */
  function bytesOf(text: Text, from: number, to: number, insert: string, now: number): number {
    const before = text.version();
    text.edit({ type: "edit", edits: [{ from, to, insert }], joinsUndo: false }, now);
    return text.since(before, EVERYTHING)!.length;
  }

  function take(text: Text, from: Text, now: number): void {
    expect(text.merge(from.since(text.version(), EVERYTHING)!, now).type).toBe("changed");
  }

  it("T7: an ASCII character typed on behind one's own last within 7 s takes at most 18 bytes with author and time", () => {
    const random = randomNumbers(1);
    // The last of them leaves no byte to spare: the longer a log is, the more its next unit's number takes.
    for (const length of [1, 20_000, 2 ** 21]) {
      const text = typed("x".repeat(length));
      let now = START;
      const sizes = [..."and so on, at the pace of somebody who types, and who stops to think now and then"].map(
        (letter) => {
          now += Math.floor(random() * 7_000);
          return bytesOf(text, text.length, text.length, letter, now);
        },
      );
      expect(Math.max(...sizes)).toBeLessThanOrEqual(18);
    }
  });

  it("T7: a character in the middle of another's text takes about 30 bytes", () => {
    const random = randomNumbers(2);
    const text = new Text(READER, TEXT_RULES);
    take(text, typed("some words ".repeat(3_000)), START);
    const sizes = Array.from({ length: 500 }, (_, i) => {
      const at = Math.floor(random() * (text.length + 1));
      return bytesOf(text, at, at, "x", START + i * 1_700);
    });
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThanOrEqual(30);
  });

  it("T7: any one character takes at most 54 bytes, wherever and whenever it is inserted or deleted", () => {
    // All three authors have written so much that their numbers take all the bytes that they ever can.
    const much = 2 ** 18;
    const one = typed("l".repeat(much + 1));
    const other = new Text(replicaId(2), TEXT_RULES);
    take(other, one, START);
    bytesOf(other, 0, 0, "o".repeat(much), START);
    bytesOf(other, other.length, other.length, "r", START);
    const text = new Text(READER, TEXT_RULES);
    bytesOf(text, 0, 0, "x".repeat(2 ** 21), 0);
    take(text, other, START);
    // Its second is long after the writer's last, and its count is high, since another has written much in that second.
    const hurried = new Text(replicaId(3), TEXT_RULES);
    bytesOf(hurried, 0, 0, "h".repeat(much), START);
    take(text, hurried, START);
    const between = text.toString().indexOf("lr") + 1;
    // 25 for three authors, 1 for which it is of, 4 for the unit, 1 each for the numbers of operations and marks, 1 for
    // the operation, 4 each for what stands left and right, 1 + 5 + 3 for the time, 4 for the character.
    expect(bytesOf(text, between, between, "📝", START)).toBeLessThanOrEqual(54);

    const random = randomNumbers(3);
    let now = START;
    for (let i = 0; i < 300; i++) {
      const at = Math.floor(random() * text.length);
      now += Math.floor(random() * 1e9);
      expect(bytesOf(text, at, at, ["a", "é", "漢", "📝"][i % 4]!, now)).toBeLessThanOrEqual(54);
      expect(bytesOf(text, at, at + 1, "", now)).toBeLessThanOrEqual(54);
    }
  });
});

describe("deltas that come before their cause", { timeout: 60_000 }, () => {
  /** A text and the delta of each of its keystrokes. */
  function keystrokes(count: number) {
    const source = new Text(replicaId(1), TEXT_RULES);
    const deltas = Array.from({ length: count }, (_, i) => {
      const before = source.version();
      const edits = [{ from: i, to: i, insert: String(i % 10) }];
      source.edit({ type: "edit", edits, joinsUndo: false }, START);
      return source.since(before, EVERYTHING)!;
    });
    return { source, deltas };
  }

  it("T9: a delta waits for its cause, and is there as soon as that is", () => {
    const { source, deltas } = keystrokes(100);
    const text = new Text(READER, TEXT_RULES);
    for (const delta of deltas.slice(1).reverse()) expect(text.merge(delta, START)).toEqual({ type: "held" });
    expect([text.toString(), text.version().length, text.heldDeltas]).toEqual(["", 0, 99]);
    expect(text.merge(deltas[0]!, START).type).toBe("changed");
    expect([text.toString(), text.heldDeltas]).toEqual([source.toString(), 0]);
  });

  it("T9: what waits is the caller's to use again", () => {
    const { source, deltas } = keystrokes(2);
    const text = new Text(READER, TEXT_RULES);
    const bytes = new Uint8Array(deltas[1]!);
    text.merge(bytes, START);
    bytes.fill(0);
    text.merge(deltas[0]!, START);
    expect(text.toString()).toBe(source.toString());
  });

  it("T9: a delta waits for a character of another author's, and for what that deletion was of", () => {
    const one = typed("one");
    const other = new Text(replicaId(2), TEXT_RULES);
    const base = one.since(undefined, EVERYTHING)!;
    other.merge(base, START);
    const before = other.version();
    other.edit({ type: "edit", edits: [{ from: 1, to: 2, insert: "x" }], joinsUndo: false }, START);
    const reply = other.since(before, EVERYTHING)!;
    const text = new Text(READER, TEXT_RULES);
    expect(text.merge(reply, START)).toEqual({ type: "held" });
    expect(text.merge(base, START).type).toBe("changed");
    expect(text.toString()).toBe("oxe");
  });

  it("T9: what waits is bounded: the longest waiting is dropped, comes again, and nothing is lost", () => {
    const { source, deltas } = keystrokes(5_000);
    const text = new Text(READER, TEXT_RULES);
    for (const delta of deltas.slice(1)) text.merge(delta, START);
    expect(text.heldDeltas).toBeLessThanOrEqual(4_096);
    text.merge(deltas[0]!, START);
    const rest = source.since(text.version(), EVERYTHING);
    if (rest) text.merge(rest, START);
    expect(text.toString()).toBe(source.toString());
  });

  it("T9: what waits is bounded in bytes too", () => {
    const source = typed("a");
    const text = new Text(READER, TEXT_RULES);
    const paste = "x".repeat(1_000_000);
    const sizes: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = source.version();
      source.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: paste }], joinsUndo: false }, START);
      text.merge(source.since(before, EVERYTHING)!, START);
      sizes.push(text.heldDeltas);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  });
});
