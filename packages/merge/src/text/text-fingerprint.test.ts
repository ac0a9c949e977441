import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { type ForgedOperation, forgeTextDelta } from "./test-fixtures/forged-deltas";
import { anySession, EVERYTHING, playSession } from "./test-fixtures/sessions";
import { shuffledWithDoubles } from "./test-fixtures/shuffle";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";

const [ADA, BOB] = [replicaId(1), replicaId(2)];
const NOW = 1_700_000_000_000;
const hex = (text: Text) => Buffer.from(text.fingerprint()).toString("hex");

/** What Ada did, at a time, upon Bob's "bob". */
function written(operations: readonly ForgedOperation[], count: number): Text {
  const text = new Text(replicaId(99), TEXT_RULES);
  const bobs = [{ type: "insert" as const, text: "bob", left: undefined, right: undefined }];
  const section = { from: 0, characters: 0, seconds: 1_000 };
  const delta = forgeTextDelta([
    { ...section, author: BOB, operations: bobs, count: 0 },
    { ...section, author: ADA, operations, count },
  ]);
  expect(text.merge(delta, NOW)).toEqual({ type: "changed", lost: undefined });
  return text;
}

const bob = (counter: number) => ({ author: BOB, counter });
const ada = (counter: number) => ({ author: ADA, counter });
const insert = (text: string, left: ReturnType<typeof bob> | undefined, right: ReturnType<typeof bob> | undefined) => ({
  type: "insert" as const,
  text,
  left,
  right,
});
const [first, second] = [bob(0), bob(1)];

describe("a text's fingerprint", { timeout: 60_000 }, () => {
  it("T28: is the same for all who hold the same, however it came and whenever they asked", () => {
    fc.assert(
      fc.property(anySession, fc.nat(), fc.integer({ min: 100, max: 300 }), (steps, seed, maxBytes) => {
        const session = playSession(steps, TEXT_RULES, ({ now }, { text }) => {
          if (now % 3 > 0) text.fingerprint();
        });
        const [{ text }] = session.members as [(typeof session.members)[0]];
        const expected = hex(text);
        for (const member of session.members) expect(hex(member.text)).toBe(expected);
        const [shuffled, pieces] = [new Text(replicaId(98), TEXT_RULES), new Text(replicaId(99), TEXT_RULES)];
        for (const delta of shuffledWithDoubles(session.deltas, seed)) {
          shuffled.merge(delta, session.now + 60_000);
          if (seed % 2) shuffled.fingerprint();
        }
        expect(hex(shuffled)).toBe(expected);
        for (let delta = text.since(undefined, maxBytes); delta; delta = text.since(pieces.version(), maxBytes)) {
          pieces.merge(delta, session.now + 60_000);
          if (seed % 3) pieces.fingerprint();
        }
        expect(hex(pieces)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("T28: changes with every unit, and goes back with what was written ahead", () => {
    const text = new Text(ADA, TEXT_RULES);
    const edit = (at: number, to: number, inserted: string, now: number) =>
      text.edit({ type: "edit", edits: [{ from: at, to, insert: inserted }], joinsUndo: false }, now);
    const seen = [hex(text)];
    edit(0, 0, "Milk", NOW);
    seen.push(hex(text));
    edit(1, 2, "", NOW);
    seen.push(hex(text));
    text.edit({ type: "undo" }, NOW);
    seen.push(hex(text));
    text.edit({ type: "sign", signature: { name: "Ada", color: 1 } }, NOW);
    const sound = hex(text);
    seen.push(sound);
    expect(new Set(seen).size).toBe(seen.length);
    const version = text.version();
    edit(4, 4, "!", NOW + 90_000);
    expect(hex(text)).not.toBe(sound);
    // Written again under the next id.
    text.restamp(NOW);
    const other = new Text(BOB, TEXT_RULES);
    other.merge(text.since(undefined, EVERYTHING)!, NOW);
    expect(other.version()).not.toEqual(version);
    expect(hex(other)).toBe(hex(text));
  });

  it("T28: differs for texts of one version that differ in anything", () => {
    const versions = new Set<string>();
    const fingerprints: string[] = [];
    const hold = (text: Text) => {
      versions.add(text.version().join());
      fingerprints.push(hex(text));
    };
    hold(written([insert("xyz", first, second)], 0));
    hold(written([insert("xyZ", first, second)], 0));
    hold(written([insert("xyz", undefined, first)], 0));
    hold(written([insert("xyz", undefined, undefined)], 0));
    hold(written([insert("xyz", first, second)], 1));
    hold(written([insert("xy", first, second), insert("z", undefined, first)], 0));
    hold(written([insert("xy", first, second), { type: "delete", first, length: 1 }], 0));
    hold(written([insert("xy", first, second), { type: "delete", first: second, length: 1 }], 0));
    hold(written([insert("xy", first, second), { type: "delete", first: ada(0), length: 1 }], 0));
    hold(written([insert("xy", first, second), { type: "deleteBack", first, length: 1 }], 0));
    hold(written([insert("xy", first, second), { type: "sign", name: "Ada", color: 1 }], 0));
    hold(written([insert("xy", first, second), { type: "sign", name: "Ada", color: 2 }], 0));
    hold(written([insert("xy", first, second), { type: "sign", name: "Bob", color: 1 }], 0));
    const deleted: ForgedOperation = { type: "delete", first, length: 2 };
    hold(written([deleted, { type: "delete", first, length: 1 }], 0));
    hold(written([deleted, { type: "restore", first: 0, length: 1 }], 0));
    hold(written([deleted, { type: "restore", first: 1, length: 1 }], 0));
    expect(versions.size).toBe(1);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });
});
