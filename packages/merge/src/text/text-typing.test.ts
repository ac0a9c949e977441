import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaIdToBytes } from "../replica-id";
import { replicaId } from "../test-fixtures/deltas";
import { DeltaMerge } from "./delta-merge";
import { lastSoundStamp } from "./stamp";
import { EVERYTHING, START } from "./test-fixtures/sessions";
import { anySpoiling, spoil } from "./test-fixtures/spoilt-bytes";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
import { takeTyping } from "./typing";

const blank = (author: number) => new Text(replicaId(author), TEXT_RULES);

function write(text: Text, from: number, to: number, insert: string, now: number): Uint8Array {
  const before = text.version();
  text.edit({ type: "edit", edits: [{ from, to, insert }], joinsUndo: false }, now);
  return text.since(before, EVERYTHING)!;
}

/** A copy that holds what a writer wrote so far, made anew. */
function copyOf(writer: Text): Text {
  const copy = blank(9);
  copy.merge(writer.since(undefined, EVERYTHING)!, START * 2);
  return copy;
}

/** What a copy of what `writer` wrote says of a delta, and what it holds then. */
function readByText(writer: Text, delta: Uint8Array, now: number) {
  const copy = copyOf(writer);
  const result = copy.merge(delta, now);
  return { type: result.type === "refused" ? result.reason : result.type, ...stateOf(copy) };
}

/** The same where it is read like any other: what is refused, and rewound, holds what it held. */
function readAsAny(writer: Text, delta: Uint8Array, now: number) {
  const copy = copyOf(writer);
  const merging = new DeltaMerge(copy.document);
  merging.merge(delta, lastSoundStamp(now));
  return { type: typeOf(merging), ...stateOf(merging.fault ? copyOf(writer) : copy) };
}

function typeOf({ fault, changed, isAhead, missing }: DeltaMerge): string {
  if (fault) return fault;
  if (changed) return "changed";
  if (isAhead) return "ahead";
  return missing ? "held" : "unchanged";
}

function stateOf(text: Text) {
  return { text: text.toString(), whole: text.since(undefined, EVERYTHING), timestamp: text.timestamp };
}

describe("typing that goes on", () => {
  it("T7: is taken in as any other delta, and only where it is sound", () => {
    const strokes = fc.array(
      fc.record({ at: fc.nat(100), text: fc.stringMatching(/^[ -~é😀]{1,17}$/u), pauseMs: fc.nat(9_000) }),
      { minLength: 2, maxLength: 8 },
    );
    const spoilings = fc.array(anySpoiling, { maxLength: 2 });
    fc.assert(
      fc.property(strokes, spoilings, fc.integer({ min: -70_000, max: 10_000 }), (strokes, spoilings, skewMs) => {
        const writer = blank(1);
        let now = START;
        write(writer, 0, 0, "first", now);
        for (const { at, text, pauseMs } of strokes) {
          const before = copyOf(writer);
          // Mostly behind what was written last.
          const from = at > 80 ? at % (writer.length + 1) : writer.length;
          now += pauseMs;
          const delta = write(writer, from, from, text, now);
          // Behind the author's id.
          const body = spoilings.reduce(spoil, delta.subarray(9));
          const spoilt = Uint8Array.of(...delta.subarray(0, 9), ...body);
          expect(readByText(before, spoilt, now + skewMs)).toEqual(readAsAny(before, spoilt, now + skewMs));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("T13: is refused where a number is not in its shortest form, or a mark or a length is none of it", () => {
    const writer = blank(1);
    write(writer, 0, 0, "first", START);
    const copy = () => copyOf(writer);
    const header = [1, ...replicaIdToBytes(replicaId(1))];
    const read = (...body: readonly number[]) => copy().merge(Uint8Array.of(...header, ...body), START);
    const letters = (count: number) => new Array<number>(count).fill(97);
    expect(read(5, 2, 11, 97)).toEqual({ type: "changed", lost: undefined });
    expect(read(5, 3, 1, 11, 1, 97)).toEqual({ type: "changed", lost: undefined });
    for (const body of [
      [0x85, 0, 2, 11, 97],
      [0x85, 0x80, 0x80, 0x80, 2, 11, 97],
      [5, 3, 1, 11, 8, 97],
      [5, 3, 1, 11, 0, 97],
      [5, 2, 0x8b, 1, ...letters(16)],
      [5, 2, 3],
    ]) {
      expect(read(...body)).toEqual({ type: "refused", reason: "malformed" });
    }
    expect(read(5, 2, 0x8b, 1, ...letters(17))).toEqual({ type: "changed", lost: undefined });
  });

  it("T7: is read the short way, in the same second and in the next ones", () => {
    const writer = blank(1);
    write(writer, 0, 0, "f", START);
    for (const [text, pauseMs] of [
      ["i", 0],
      ["r", 100],
      ["st", 1_000],
      [" word", 7_000],
    ] as const) {
      const { document } = copyOf(writer);
      const delta = write(writer, writer.length, writer.length, text, START + pauseMs);
      expect(takeTyping(document, delta, lastSoundStamp(START + 60_000))).toBe(true);
      expect(document.units).toBe(writer.length);
      expect(document.logs[0]!.lastStamp).toBe(writer.document.logs[0]!.lastStamp);
      // It has come before.
      expect(takeTyping(document, delta, lastSoundStamp(START + 60_000))).toBe(false);
    }
  });
});
