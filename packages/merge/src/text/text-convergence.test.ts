import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { OracleReplica } from "./test-fixtures/oracle-replica";
import {
  anySession,
  anyStepAmong,
  EVERYTHING,
  MEMBERS,
  nothing,
  playSession,
  Session,
  type Step,
} from "./test-fixtures/sessions";
import { shuffledWithDoubles } from "./test-fixtures/shuffle";
import { TEXT_RULES, type TextRules } from "./text-rules";

/** The text that an oracle makes of all that anybody wrote, with siblings in order, or the other way round. */
function oracleText({ journal }: Session, direction: 1 | -1): string {
  const compare = (left: string, right: string) => direction * journal.compare(left, right);
  const oracle = new OracleReplica(replicaId(99), journal, true, compare);
  oracle.learn(new Map([...journal.units].map(([author, units]) => [author, units.length])));
  return oracle.tree.toString();
}

const WHOLE = { maxBytes: EVERYTHING, deltas: 1, isTwice: false };

/** A session checks each copy against its own oracle after every step; this one checks all at its end. */
function expectOneText(steps: readonly Step[], rules: TextRules): void {
  const session = playSession(steps, rules, nothing);
  const text = oracleText(session, 1);
  for (const member of session.members) expect(member.text.toString()).toBe(text);
}

describe("copies that write at once", { timeout: 60_000 }, () => {
  it("T1: come to one text, which is the oracle's, over a network that shuffles, doubles, cuts and loses", () => {
    fc.assert(
      fc.property(anySession, (steps) => expectOneText(steps, TEXT_RULES)),
      { numRuns: 150 },
    );
  });

  it("T4: also where a run does not go on behind what its writer has deleted", () => {
    const rules = { ...TEXT_RULES, continuesRuns: false };
    fc.assert(
      fc.property(anySession, (steps) => expectOneText(steps, rules)),
      { numRuns: 100 },
    );
  });

  it("T1: long sessions too, in which spans are cut and leaves are split again and again", () => {
    const anyLongSession = fc.array(anyStepAmong(MEMBERS), { minLength: 250, maxLength: 300 });
    fc.assert(
      fc.property(anyLongSession, (steps) => expectOneText(steps, TEXT_RULES)),
      { numRuns: 6 },
    );
  });

  it("T2: a crowd at one place stands in the oracle's order, in whatever order it comes in", () => {
    const crowd = 20;
    const anyInsertion = fc.record({
      who: fc.nat(crowd - 1),
      at: fc.constantFrom(300, 500, 700),
      insert: fc.constantFrom("a", "b", "cd"),
      hears: fc.option(fc.nat(crowd - 1), { freq: 8, nil: undefined }),
      waitedMs: fc.nat(700),
    });
    const anyCrowd = fc.array(anyInsertion, { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(anyCrowd, fc.nat(), (insertions, seed) => {
        const session = new Session(TEXT_RULES, crowd);
        session.edit(session.members[0]!, [{ from: 0, to: 0, insert: "()" }], false);
        for (const member of session.members) session.receive(member, session.deltas[0]!);
        for (const { who, at, insert, hears, waitedMs } of insertions) {
          if (hears !== undefined) session.play({ type: "pull", who, from: hears, ...WHOLE });
          session.play({ type: "wait", ms: waitedMs });
          session.play({ type: "edit", who, edits: [{ at, length: 0, insert }], joinsUndo: false });
        }
        const text = oracleText(session, 1);
        for (const delta of shuffledWithDoubles(session.deltas, seed)) session.receive(session.members[0]!, delta);
        for (const delta of session.deltas) session.receive(session.members[1]!, delta);
        expect(session.members[0]!.text.toString()).toBe(text);
        expect(session.members[1]!.text.toString()).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it("T2: an oracle with the tie the other way round disagrees, so the sessions do test it", () => {
    let disagreements = 0;
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        if (oracleText(session, -1) !== oracleText(session, 1)) disagreements++;
      }),
      { numRuns: 20 },
    );
    expect(disagreements).toBeGreaterThan(0);
  });
});
