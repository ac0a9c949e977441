import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "./bytes";
import { Register } from "./register";
import { deltaOf, replicaId } from "./test-fixtures/deltas";
import { compareTimestamps, MAX_DRIFT_MS, type Timestamp } from "./timestamp";

const START = 1_000_000_000;
const WRITERS = 4;

/** What one writer does: moves its clock to `skewMs` off, then edits, or takes over what another one holds. */
interface Step {
  readonly writer: number;
  readonly from: number | undefined;
  readonly text: string;
  readonly skewMs: number;
  readonly waitedMs: number;
}

// Any two clocks lie at most the drift bound apart.
const anyStep: fc.Arbitrary<Step> = fc.record({
  writer: fc.nat(WRITERS - 1),
  from: fc.option(fc.nat(WRITERS - 1), { nil: undefined }),
  text: fc.constantFrom("", "a", "b", "note", "naïve 📝"),
  skewMs: fc.integer({ min: -MAX_DRIFT_MS / 2, max: MAX_DRIFT_MS / 2 }),
  waitedMs: fc.oneof(fc.nat(2), fc.nat(100_000)),
});
const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 25 });
const anyOrder = fc.array(fc.nat(), { maxLength: 30 });

interface Written {
  readonly delta: Uint8Array;
  readonly timestamp: Timestamp;
  readonly text: string;
}

interface Past {
  /** Everything that was ever written, in the order in which it was. */
  readonly written: readonly Written[];
  readonly registers: readonly Register[];
  readonly endedAt: number;
}

/** Plays a history among honest writers; `afterStep` sees the register that moved, and what it held before. */
function play(steps: readonly Step[], afterStep: (register: Register, before: Timestamp | undefined) => void): Past {
  const registers = Array.from({ length: WRITERS }, (_, i) => new Register(replicaId(i)));
  const written: Written[] = [];
  let time = START;
  for (const { writer, from, text, skewMs, waitedMs } of steps) {
    time += waitedMs;
    const register = registers[writer]!;
    const before = register.timestamp;
    if (from === undefined) {
      register.edit({ text }, time + skewMs);
      written.push({ delta: deltaOf(register), timestamp: register.timestamp!, text: register.text });
    } else {
      const delta = registers[from]!.since(register.version(), Number.POSITIVE_INFINITY);
      if (delta) expect(register.merge(delta, time + skewMs).type).toBe("changed");
    }
    afterStep(register, before);
  }
  return { written, registers, endedAt: time };
}

/** A register that took some deltas in some order, some of them often, and at last all. */
function takeIn({ written, endedAt }: Past, order: readonly number[], last: "forward" | "backward"): Register {
  const register = new Register(replicaId(99));
  const rest = last === "forward" ? written : [...written].reverse();
  const some = written.length > 0 ? order.map((number) => written[number % written.length]!) : [];
  for (const { delta } of [...some, ...rest]) register.merge(delta, endedAt);
  return register;
}

/** The rule at its plainest: of all that was written, what has the latest timestamp. */
function latestOf(written: readonly Written[]): Written | undefined {
  return written.reduce<Written | undefined>(
    (latest, each) => (latest && compareTimestamps(latest.timestamp, each.timestamp) >= 0 ? latest : each),
    undefined,
  );
}

const nothing = () => {};
const stateOf = (register: Register) => [register.version(), register.since(undefined, Number.POSITIVE_INFINITY)];

describe("the laws of merging", () => {
  it("M10: the same deltas in any order, any number of times, end in the same data and timestamp", () => {
    fc.assert(
      fc.property(anyHistory, anyOrder, anyOrder, (steps, one, other) => {
        const past = play(steps, nothing);
        expect(stateOf(takeIn(past, one, "forward"))).toEqual(stateOf(takeIn(past, other, "backward")));
      }),
    );
  });

  it("M10: merging is commutative, associative and idempotent over whole copies", () => {
    const joined = (past: Past, ...picks: readonly number[]): Register => {
      const register = new Register(replicaId(99));
      for (const pick of picks) {
        const delta = past.registers[pick]!.since(undefined, Number.POSITIVE_INFINITY);
        if (delta) register.merge(delta, past.endedAt);
      }
      return register;
    };
    const into = (left: Register, right: Register, past: Past): Register => {
      const delta = right.since(left.version(), Number.POSITIVE_INFINITY);
      if (delta) left.merge(delta, past.endedAt);
      return left;
    };
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const past = play(steps, nothing);
        expect(stateOf(joined(past, 0, 1))).toEqual(stateOf(joined(past, 1, 0)));
        const leftFirst = into(joined(past, 0, 1), joined(past, 2), past);
        const rightFirst = into(joined(past, 0), joined(past, 1, 2), past);
        expect(stateOf(leftFirst)).toEqual(stateOf(rightFirst));
        expect(stateOf(joined(past, 0, 0, 0))).toEqual(stateOf(joined(past, 0)));
      }),
    );
  });

  it("M9: a register holds what its slow twin holds: the latest of all that it accepted", () => {
    fc.assert(
      fc.property(anyHistory, anyOrder, fc.integer({ min: -MAX_DRIFT_MS, max: 0 }), (steps, order, behindMs) => {
        const { written, endedAt } = play(steps, nothing);
        const register = new Register(replicaId(99));
        const accepted: Written[] = [];
        for (const number of written.length > 0 ? order : []) {
          const each = written[number % written.length]!;
          if (register.merge(each.delta, endedAt + behindMs).type !== "refused") accepted.push(each);
          const latest = latestOf(accepted);
          expect([register.text, register.timestamp]).toEqual([latest?.text ?? "", latest?.timestamp]);
        }
      }),
    );
  });

  it("M11: no register ever goes back", () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        play(steps, ({ timestamp }, before) => {
          if (before && timestamp) expect(compareTimestamps(timestamp, before)).toBeGreaterThanOrEqual(0);
          if (before) expect(timestamp).toBeDefined();
        });
      }),
    );
  });

  it("M11: a register always holds what somebody wrote", () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const { written, registers } = play(steps, nothing);
        for (const register of registers) {
          if (!register.timestamp) continue;
          expect(written.some(({ delta }) => equalBytes(delta, deltaOf(register)))).toBe(true);
        }
      }),
    );
  });

  it("M13: equal timestamps mean equal data, and every write has a timestamp of its own", () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const { written } = play(steps, nothing);
        const names = written.map(({ timestamp: { timeMs, counter, replica } }) => `${timeMs} ${counter} ${replica}`);
        expect(new Set(names).size).toBe(written.length);
      }),
    );
  });

  it("M5: a write is later than all that its writer has seen, among clocks that disagree", () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const seen = new Map<Register, Timestamp>();
        play(steps, (register) => {
          const latest = seen.get(register);
          const { timestamp } = register;
          if (latest && timestamp) expect(compareTimestamps(timestamp, latest)).toBeGreaterThanOrEqual(0);
          if (timestamp) seen.set(register, timestamp);
        });
      }),
    );
  });
});
