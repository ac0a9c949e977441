import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { OracleReplica } from "./test-fixtures/oracle-replica";
import { anySession, anyStep, nothing, playSession, type Session, type Step } from "./test-fixtures/sessions";
import { TEXT_RULES, type TextRules } from "./text-rules";

/** The text that an oracle makes of all that anybody wrote, with siblings in order, or the other way round. */
function oracleText({ journal }: Session, direction: 1 | -1): string {
  const compare = (left: string, right: string) => direction * journal.compare(left, right);
  const oracle = new OracleReplica(replicaId(99), journal, true, compare);
  oracle.learn(new Map([...journal.units].map(([author, units]) => [author, units.length])));
  return oracle.tree.toString();
}

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
      { numRuns: 300 },
    );
  });

  it("T4: also where a run does not go on behind what its writer has deleted", () => {
    const rules = { ...TEXT_RULES, continuesRuns: false };
    fc.assert(
      fc.property(anySession, (steps) => expectOneText(steps, rules)),
      { numRuns: 200 },
    );
  });

  it("T1: long sessions too, in which spans are cut and leaves are split again and again", () => {
    const anyLongSession = fc.array(anyStep, { minLength: 250, maxLength: 300 });
    fc.assert(
      fc.property(anyLongSession, (steps) => expectOneText(steps, TEXT_RULES)),
      { numRuns: 6 },
    );
  });

  it("T2: an oracle with the tie the other way round disagrees, so the sessions do test it", () => {
    let disagreements = 0;
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        if (oracleText(session, -1) !== oracleText(session, 1)) disagreements++;
      }),
      { numRuns: 50 },
    );
    expect(disagreements).toBeGreaterThan(0);
  });
});
