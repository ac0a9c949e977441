import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deltaOf } from "./test-fixtures/deltas";
import { type AnyNote, beyond, entitle, registerNote, textNote, write } from "./test-fixtures/notes";
import { MAX_DRIFT_MS } from "./timestamp";

const START = 1_700_000_000_000;
const WRITERS = 3;

/** What one writer does: writes into a part, or takes over what another one has. */
interface Step {
  readonly writer: number;
  readonly action: "title" | "body" | "pull";
  readonly from: number;
  readonly text: string;
  readonly at: number;
  readonly waitedMs: number;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  writer: fc.nat(WRITERS - 1),
  action: fc.constantFrom("title" as const, "body" as const, "body" as const, "pull" as const),
  from: fc.nat(WRITERS - 1),
  text: fc.constantFrom("a", "b", "note", "naïve 📝"),
  at: fc.nat(50),
  waitedMs: fc.oneof(fc.nat(2), fc.nat(5_000)),
});
const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 25 });
const anyOrder = fc.array(fc.nat(), { maxLength: 30 });

interface Past {
  /** Every write as a delta of its own, in the order in which they were made. */
  readonly written: readonly Uint8Array[];
  readonly notes: readonly AnyNote<unknown>[];
  readonly endedAt: number;
}

type Create = (number: number) => AnyNote<unknown>;
const KINDS = { text: textNote as Create, register: registerNote as Create };

function play(create: Create, steps: readonly Step[]): Past {
  const notes = Array.from({ length: WRITERS }, (_, i) => create(i + 1));
  const written: Uint8Array[] = [];
  let now = START;
  for (const { writer, action, from, text, at, waitedMs } of steps) {
    now += waitedMs;
    const one = notes[writer]!;
    if (action === "pull") {
      const delta = notes[from]!.note.since(one.note.version(), Number.POSITIVE_INFINITY);
      if (delta) expect(one.note.merge(delta, now).type).toBe("changed");
      continue;
    }
    const before = one.note.version();
    if (action === "title") entitle(one, text, now);
    else write(one, text, at, now);
    written.push(beyond(one.note, before));
  }
  return { written, notes, endedAt: now };
}

/** A note that took some deltas in some order, some of them often, and at last all. */
function takeIn(create: Create, { written, endedAt }: Past, order: readonly number[], isBackward: boolean) {
  const one = create(99);
  const some = written.length > 0 ? order.map((number) => written[number % written.length]!) : [];
  const rest = isBackward ? [...written].reverse() : written;
  for (const delta of [...some, ...rest]) one.note.merge(delta, endedAt);
  return one;
}

const stateOf = ({ note, body }: AnyNote<unknown>) => [note.title.text, body(), note.version()];

/** Brings whole copies together, one after the other. */
function joined(create: Create, { notes, endedAt }: Past, picks: readonly number[]): AnyNote<unknown> {
  const one = create(99);
  for (const pick of picks) into(one, notes[pick]!, endedAt);
  return one;
}

function into(one: AnyNote<unknown>, other: AnyNote<unknown>, now: number): AnyNote<unknown> {
  const delta = other.note.since(one.note.version(), Number.POSITIVE_INFINITY);
  if (delta) one.note.merge(delta, now);
  return one;
}

for (const [kind, create] of Object.entries(KINDS)) {
  describe(`the laws of merging notes with a ${kind} for a body`, () => {
    it("M25: the same deltas in any order, any number of times, end in the same title and body", () => {
      fc.assert(
        fc.property(anyHistory, anyOrder, anyOrder, (steps, one, other) => {
          const past = play(create, steps);
          const state = stateOf(takeIn(create, past, one, false));
          expect(stateOf(takeIn(create, past, other, true))).toEqual(state);
          expect(stateOf(joined(create, past, [0, 1, 2]))).toEqual(state);
        }),
      );
    });

    it("M25: merging is commutative, associative and idempotent over whole copies", () => {
      fc.assert(
        fc.property(anyHistory, (steps) => {
          const past = play(create, steps);
          const join = (...picks: number[]) => joined(create, past, picks);
          expect(stateOf(join(0, 1))).toEqual(stateOf(join(1, 0)));
          const leftFirst = into(join(0, 1), join(2), past.endedAt);
          const rightFirst = into(join(0), join(1, 2), past.endedAt);
          expect(stateOf(leftFirst)).toEqual(stateOf(rightFirst));
          expect(stateOf(join(0, 0, 0))).toEqual(stateOf(join(0)));
        }),
      );
    });

    it("M29: the share of a copy that lacks nothing is 1, of one that lacks something below", () => {
      fc.assert(
        fc.property(anyHistory, (steps) => {
          const { notes } = play(create, steps);
          for (const { note: one } of notes) {
            for (const { note: other } of notes) {
              const share = one.shareOf(other.version());
              expect(share >= 0 && share <= 1).toBe(true);
              expect(share < 1).toBe(other.since(one.version(), Number.POSITIVE_INFINITY) !== undefined);
            }
          }
        }),
      );
    });

    it("M26: hostile bytes are refused or merged, and never throw; what is refused leaves both parts as they were", () => {
      const one = create(1);
      entitle(one, "To buy", START);
      write(one, "Milk and eggs", 0, START);
      const sound = deltaOf(one.note);
      const mutated = fc
        .tuple(fc.nat(sound.length - 1), fc.nat(255))
        .map(([index, byte]) => sound.map((each, i) => (i === index ? byte : each)));
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated), (bytes) => {
          const reader = create(2);
          write(reader, "ours", 0, START);
          const before = [stateOf(reader), reader.note.since(undefined, Number.POSITIVE_INFINITY)];
          const result = reader.note.merge(bytes, START);
          if (result.type !== "refused") return;
          expect([stateOf(reader), reader.note.since(undefined, Number.POSITIVE_INFINITY)]).toEqual(before);
        }),
        { numRuns: 3_000 },
      );
    });

    it("M27: what is ahead of the receiver's clock is left out part by part, and taken once time has come", () => {
      fc.assert(
        fc.property(anyHistory, fc.integer({ min: 0, max: 2 * MAX_DRIFT_MS }), (steps, behindMs) => {
          const past = play(create, steps);
          const one = create(99);
          for (const delta of past.written) one.note.merge(delta, past.endedAt - behindMs);
          for (const delta of past.written) one.note.merge(delta, past.endedAt);
          expect(stateOf(one)).toEqual(stateOf(takeIn(create, past, [], false)));
        }),
      );
    });
  });
}
