import { MAX_MESSAGE_BYTES } from "@hearsay/gossip";
import { equalBytes, MAX_TIME_MS } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALIVE_FRAME, type Beat, decodeFrame, encodeBeat, framesOf, GOODBYE_FRAME, Reassembly } from "./frame";
import { MAX_FRAME_BYTES } from "./link";

const time = fc.integer({ min: 0, max: MAX_TIME_MS });
const beat: fc.Arbitrary<Beat> = fc.record({
  wallMs: time,
  sentAtMs: time,
  echo: fc.option(fc.record({ sentAtMs: time, heldMs: time }), { nil: undefined }),
});

/** Lengths around every border of a frame, and any other. */
const messageLength = fc.oneof(
  fc.constantFrom(0, 1, MAX_FRAME_BYTES - 2, MAX_FRAME_BYTES - 1, MAX_FRAME_BYTES, 2 * (MAX_FRAME_BYTES - 1)),
  fc.integer({ min: 0, max: MAX_MESSAGE_BYTES }),
  fc.constant(MAX_MESSAGE_BYTES),
);

function messageOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + length) % 251);
}

/** All that comes out where `frames` go in one after the other. */
function reassemble(reassembly: Reassembly, frames: Iterable<Uint8Array>): readonly (Uint8Array | "malformed")[] {
  return [...frames].flatMap((bytes) => {
    const frame = decodeFrame(bytes);
    if (frame?.type !== "part") throw new Error("Expected a part");
    return reassembly.add(frame.bytes, frame.last) ?? [];
  });
}

/** A quick comparison: the test runner's own takes seconds for a long message. */
function sameMessage(result: Uint8Array | "malformed" | undefined, message: Uint8Array): boolean {
  return result instanceof Uint8Array && equalBytes(result, message);
}

describe("frames", () => {
  test("F1: messages of every length come out as they went in, one after the other", () => {
    fc.assert(
      fc.property(fc.array(messageLength, { maxLength: 4 }), (lengths) => {
        const messages = lengths.map(messageOf);
        const frames = messages.flatMap((message) => [...framesOf(message)]);
        const results = reassemble(new Reassembly(), frames);
        expect(results.length).toBe(messages.length);
        expect(messages.every((message, index) => sameMessage(results[index], message))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("F2: no frame is empty or longer than the limit, and all but a message's last are full", () => {
    fc.assert(
      fc.property(messageLength, (length) => {
        const frames = [...framesOf(messageOf(length))];
        expect(frames.every((frame) => frame.length >= 1 && frame.length <= MAX_FRAME_BYTES)).toBe(true);
        expect(frames.slice(0, -1).every((frame) => frame.length === MAX_FRAME_BYTES)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("F3: a beat comes out as it went in", () => {
    fc.assert(
      fc.property(beat, (sent) => {
        expect(decodeFrame(encodeBeat(sent))).toEqual({ type: "beat", beat: sent });
      }),
    );
  });

  test("F4: a beat that is cut short, too long or out of bounds is none", () => {
    fc.assert(
      fc.property(beat, fc.nat(), (sent, at) => {
        const bytes = encodeBeat(sent);
        const cut = bytes.subarray(0, 1 + (at % (bytes.length - 1)));
        const decoded = decodeFrame(cut);
        // Cut between its two halves, a beat with an echo is a beat without one.
        if (decoded) expect(decoded).toEqual({ type: "beat", beat: { ...sent, echo: undefined } });
        expect(decodeFrame(Uint8Array.of(...bytes, ...(sent.echo ? [0] : [0, 0, 0])))).toBeUndefined();
      }),
    );
    const beyond = [2, 255, 255, 255, 255, 255, 255, 255, 0, 0];
    expect(decodeFrame(Uint8Array.from(beyond))).toBeUndefined();
  });

  test("F5: any bytes at all decode to a frame or to nothing, and never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const frame = decodeFrame(bytes);
        if (frame === undefined) return;
        if (frame.type === "goodbye") expect(bytes).toEqual(GOODBYE_FRAME);
        if (frame.type === "alive") expect(bytes).toEqual(ALIVE_FRAME);
        // One frame, one form: what was decoded as a beat is what that beat encodes to.
        if (frame.type === "beat") expect(encodeBeat(frame.beat)).toEqual(bytes);
        if (frame.type === "part") expect(frame.bytes).toEqual(bytes.subarray(1));
      }),
      { numRuns: 2_000 },
    );
    expect(decodeFrame(new Uint8Array(0))).toBeUndefined();
    expect(decodeFrame(Uint8Array.of(5))).toBeUndefined();
    expect(decodeFrame(Uint8Array.of(4, 0))).toBeUndefined();
    expect(decodeFrame(Uint8Array.of(3, 0))).toBeUndefined();
  });

  test("F6: a frame beyond the limit is none, whatever is in it", () => {
    for (const type of [0, 1, 2, 3, 4]) {
      expect(decodeFrame(new Uint8Array(MAX_FRAME_BYTES + 1).fill(type, 0, 1))).toBeUndefined();
    }
  });
});

describe("reassembly", () => {
  test("F7: a message beyond the limit is dropped whole, and the next one comes through", () => {
    const reassembly = new Reassembly();
    const results = reassemble(reassembly, framesOf(new Uint8Array(MAX_MESSAGE_BYTES + 1)));
    expect(results).toEqual(["malformed"]);
    const [next] = reassemble(reassembly, framesOf(messageOf(20_000)));
    expect(sameMessage(next, messageOf(20_000))).toBe(true);
  });

  test("F8: parts that never end are dropped each time they reach the limit", () => {
    const reassembly = new Reassembly();
    const full = new Uint8Array(MAX_FRAME_BYTES - 1);
    const fit = Math.floor(MAX_MESSAGE_BYTES / full.length);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < fit; i++) expect(reassembly.add(full, false)).toBeUndefined();
      expect(reassembly.add(full, false)).toBe("malformed");
    }
  });

  test("F9: parts that are not full are no way to grow the memory behind few bytes", () => {
    for (const length of [0, 1, MAX_FRAME_BYTES - 2, MAX_FRAME_BYTES]) {
      expect(new Reassembly().add(new Uint8Array(length), false)).toBe("malformed");
    }
  });

  test("F10: a message is a copy: the frames that it came in may be used again", () => {
    const part = Uint8Array.of(1, 2, 3);
    const message = new Reassembly().add(part, true);
    part.fill(9);
    expect(message).toEqual(Uint8Array.of(1, 2, 3));
  });
});
