import { MAX_DRIFT_MS, type NoteOperation, type TextOperation } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage, MAX_PIECE_BYTES } from "./message";
import { createNote, createNoteNode, typing } from "./test-fixtures/note-node";
import { NOW } from "./test-fixtures/test-node";
import { anyTrace, PEERS, play, print, type Trace } from "./test-fixtures/trace";

const anyText = fc.constantFrom("a", "b", "cd", "naïve 📝");
const anyTime = fc.oneof(fc.nat(2000), fc.nat(2 * MAX_DRIFT_MS)).map((offsetMs) => NOW + offsetMs);
// At the start: there is one in every text. And deeper in where there is enough.
const anyOperation: fc.Arbitrary<NoteOperation<TextOperation>> = fc.oneof(
  { weight: 4, arbitrary: anyText.map((text) => typing(text, 0)) },
  anyText.map((text) => ({ part: "title" as const, operation: { text } })),
  fc.constantFrom("undo" as const, "redo" as const).map((type) => ({ part: "body" as const, operation: { type } })),
);

/** What a peer sends that wrote some operations at some times: all of it or only the last. */
const honestBytes = fc
  .record({
    number: fc.integer({ min: 1, max: PEERS }),
    written: fc.array(fc.tuple(anyOperation, anyTime), { minLength: 1, maxLength: 4 }),
    type: fc.constantFrom("delta" as const, "have" as const, "ask" as const),
    isRumor: fc.boolean(),
    isLastOnly: fc.boolean(),
  })
  .map(({ number, written, type, isRumor, isLastOnly }) => {
    const { note } = createNote(number);
    let before = note.version();
    for (const [operation, now] of written) {
      before = note.version();
      note.edit(operation, now);
    }
    const version = note.version();
    if (type !== "delta") return encodeMessage({ type, version });
    const delta = note.since(isLastOnly ? before : undefined, MAX_PIECE_BYTES) ?? new Uint8Array(0);
    return encodeMessage({ type, isRumor, version, delta });
  });

const noteTrace = anyTrace(anyOperation, honestBytes);
const create = () => createNoteNode(0, { rumorCounter: 3 });
const playFresh = (trace: Trace<NoteOperation<TextOperation>>) => play(create(), trace);

describe("a trace of a note", () => {
  it("G2: played twice gives the same effects, byte for byte, hostile bytes and stepping clocks included", () => {
    fc.assert(
      fc.property(noteTrace, (trace) => {
        expect(print(playFresh(trace))).toBe(print(playFresh(trace)));
      }),
      { numRuns: 200 },
    );
  });

  it("G21: never has two messages under way to one neighbor, and no piece over the limit", () => {
    fc.assert(
      fc.property(noteTrace, (trace) => {
        const underWay = new Map<string, boolean>();
        for (const { input, effects } of playFresh(trace)) {
          if (input.type === "connected") underWay.set(input.peer, false);
          if (input.type === "disconnected") underWay.delete(input.peer);
          if (input.type === "writable" && underWay.has(input.peer)) underWay.set(input.peer, false);
          for (const effect of effects) {
            if (effect.type === "otherVersion") underWay.delete(effect.peer);
            if (effect.type !== "send") continue;
            expect(underWay.get(effect.peer)).toBe(false);
            underWay.set(effect.peer, true);
            const message = decodeMessage(effect.bytes);
            expect(["malformed", "otherVersion"]).not.toContain(message.type);
            if ("delta" in message) expect(message.delta.length).toBeLessThanOrEqual(MAX_PIECE_BYTES);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("G20: sends no data that the receiver must refuse, however the clock steps", () => {
    fc.assert(
      fc.property(noteTrace, (trace) => {
        for (const { now, effects } of playFresh(trace)) {
          for (const effect of effects) {
            const message = effect.type === "send" ? decodeMessage(effect.bytes) : undefined;
            if (message?.type !== "delta" || message.delta.length === 0) continue;
            expect(["changed", "held"]).toContain(createNote(99).note.merge(message.delta, now).type);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("G42: tells of a share from 0 to 1, one at most, and only where a message came or a channel changed", () => {
    fc.assert(
      fc.property(noteTrace, (trace) => {
        for (const { input, effects } of playFresh(trace)) {
          const shares = effects.flatMap((effect) => (effect.type === "receiving" ? [effect.share] : []));
          expect(shares.length).toBeLessThanOrEqual(1);
          for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
          if (!["received", "connected", "disconnected"].includes(input.type)) expect(shares).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
