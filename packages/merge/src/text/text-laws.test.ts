import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { authorsOf } from "./authorship";
import { anySession, EVERYTHING, MEMBERS, playSession, Session, START, type Step } from "./test-fixtures/sessions";
import { randomNumbers, shuffledWithDoubles } from "./test-fixtures/shuffle";
import { expectSoundTree } from "./test-fixtures/tree-invariants";
import { Text } from "./text";
import { TEXT_RULES } from "./text-rules";
import { TextPast } from "./time-travel";

/** Copies as a session leaves them that has not settled, so that each has what others lack. */
function unsettled(steps: readonly Step[]): Session {
  const session = new Session(TEXT_RULES, MEMBERS);
  for (const step of steps) session.play(step);
  return session;
}

/** A reader's copy of what some copies hold, taken in one after the other. */
function joined(session: Session, ...from: readonly Text[]): Text {
  const text = new Text(replicaId(99), TEXT_RULES);
  for (const each of from) take(session, text, each);
  return text;
}

function take({ now }: Session, text: Text, from: Text): Text {
  const delta = from.since(text.version(), EVERYTHING);
  if (delta) expect(text.merge(delta, now + 60_000).type).toBe("changed");
  return text;
}

/** All that can be asked of a copy. */
function stateOf(text: Text) {
  return {
    version: text.version(),
    text: text.toString(),
    passages: authorsOf(text, 0, text.length),
    changes: new TextPast(text).changes(0, Number.MAX_SAFE_INTEGER),
    signatures: [...text.signatures()].sort(),
    timestamp: text.timestamp,
  };
}

describe("the laws of merging", { timeout: 60_000 }, () => {
  it("T6: a text that is read from its start is the one whose reader follows each change, and goes on as it does", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = unsettled(steps);
        const [a, b] = [session.members[0]!.text, session.members[1]!.text];
        const follower = new Text(replicaId(99), TEXT_RULES);
        // Whoever has asked once must be told where each change is, so that nothing can be put off.
        follower.drain();
        const copies = [joined(session, a), take(session, follower, a)];
        expect(stateOf(copies[0]!)).toEqual(stateOf(copies[1]!));
        for (const copy of copies) {
          expectSoundTree(copy);
          take(session, copy, b);
          expectSoundTree(copy);
          const edits = [{ from: copy.length >> 1, to: copy.length >> 1, insert: "here" }];
          copy.edit({ type: "edit", edits, joinsUndo: false }, session.now);
          expectSoundTree(copy);
        }
        expect(stateOf(copies[0]!)).toEqual(stateOf(copies[1]!));
      }),
    );
  });

  it("T6: a copy that was asked about one place, and then takes in an edit at another, has the text at each", () => {
    const random = randomNumbers(1);
    const [writer, reader] = [new Text(replicaId(1), TEXT_RULES), new Text(replicaId(2), TEXT_RULES)];
    for (let i = 0; i < 1_000; i++) {
      const from = Math.floor(random() * (writer.length + 1));
      const to = random() < 0.3 ? Math.min(writer.length, from + 1) : from;
      const edits = [{ from, to, insert: to > from ? "" : String.fromCharCode(97 + (i % 26)) }];
      writer.edit({ type: "edit", edits, joinsUndo: false }, START);
      const asked = Math.floor(random() * reader.length);
      reader.slice(asked, reader.length);
      reader.merge(writer.since(reader.version(), EVERYTHING)!, START);
      if (i % 10 === 0) expectSoundTree(reader);
      expect(reader.slice(asked, reader.length)).toBe(writer.toString().slice(asked));
    }
  });

  it("T5: merging is commutative, associative and idempotent over whole copies", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = unsettled(steps);
        const [a, b, c] = [session.members[0]!.text, session.members[1]!.text, session.members[2]!.text];
        const join = (...from: readonly Text[]) => joined(session, ...from);
        expect(stateOf(join(a, b))).toEqual(stateOf(join(b, a)));
        expect(stateOf(take(session, join(a, b), c))).toEqual(stateOf(take(session, join(a), join(b, c))));
        const whole = a.since(undefined, EVERYTHING);
        const once = join(a);
        const state = stateOf(once);
        if (whole) expect(once.merge(whole, session.now + 60_000).type).toBe("unchanged");
        expect(stateOf(once)).toEqual(state);
      }),
    );
  });

  it("T5: the same deltas in any order, any number of times, end in the same state", () => {
    fc.assert(
      fc.property(anySession, fc.nat(), fc.nat(), (steps, one, other) => {
        const session = playSession(steps, TEXT_RULES, () => {});
        const whole = stateOf(joined(session, session.members[0]!.text));
        for (const seed of [one, other]) {
          const text = new Text(replicaId(99), TEXT_RULES);
          for (const delta of shuffledWithDoubles(session.deltas, seed)) text.merge(delta, session.now + 60_000);
          expect(stateOf(text)).toEqual(whole);
          expect(text.heldDeltas).toBe(0);
        }
      }),
    );
  });

  it("T5: a copy never loses what it has, whatever it merges", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const before = new Map<Text, ReadonlyMap<string, number>>();
        playSession(steps, TEXT_RULES, (_, { text }) => {
          const units = text.unitsByAuthor();
          for (const [author, count] of before.get(text) ?? []) {
            expect(units.get(author as never) ?? 0).toBeGreaterThanOrEqual(count);
          }
          before.set(text, units);
        });
      }),
    );
  });
});

describe("versions", { timeout: 60_000 }, () => {
  it("T8: who has seen less than a copy is given a delta, and how much of another's a copy has is told by its units", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = unsettled(steps);
        for (const { text: one } of session.members) {
          for (const { text: other } of session.members) {
            const ours = one.unitsByAuthor();
            const theirs = [...other.unitsByAuthor()];
            const shared = theirs.reduce((sum, [author, units]) => sum + Math.min(units, ours.get(author) ?? 0), 0);
            const all = theirs.reduce((sum, [, units]) => sum + units, 0);
            expect(one.shareOf(other.version())).toBe(all === 0 ? 1 : shared / all);
            expect(other.since(one.version(), EVERYTHING) !== undefined).toBe(shared < all);
          }
        }
      }),
    );
  });

  it("T8: equal copies have equal versions, whatever way they came about", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = playSession(steps, TEXT_RULES, () => {});
        const [first, ...others] = session.members.map(({ text }) => text.version());
        for (const version of others) expect(version).toEqual(first);
      }),
    );
  });

  it("T8: a version that does not decode has seen nothing, so nothing of it is lacking", () => {
    const text = new Text(replicaId(1), TEXT_RULES);
    expect(text.since(undefined, EVERYTHING)).toBeUndefined();
    expect(text.version().length).toBe(0);
    text.edit({ type: "edit", edits: [{ from: 0, to: 0, insert: "ab" }], joinsUndo: false }, 1_000);
    const whole = text.since(undefined, EVERYTHING);
    const version = text.version();
    for (const bytes of [version.subarray(1), version.subarray(0, 8), Uint8Array.of(...version, 0), Uint8Array.of(1)]) {
      expect(text.since(bytes, EVERYTHING)).toEqual(whole);
      expect(text.shareOf(bytes)).toBe(1);
    }
  });

  it("T8: no bytes as a version lead to an error", () => {
    fc.assert(
      fc.property(anySession, fc.uint8Array({ maxLength: 60 }), (steps, bytes) => {
        const { text } = unsettled(steps).members[0]!;
        text.shareOf(bytes);
        text.since(bytes, EVERYTHING);
        text.since(bytes, 64);
      }),
    );
  });
});
