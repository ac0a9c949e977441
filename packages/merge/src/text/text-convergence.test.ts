import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replicaId } from "../test-fixtures/deltas";
import { anySession, EVERYTHING, nothing, playSession, type Session } from "./test-fixtures/sessions";
import { TEXT_RULES } from "./text-rules";

/** The text that the oracle makes of all that anybody wrote. */
function oracleText({ journal, newMember }: Session, session: Session): string {
  const { oracle } = newMember.call(session, replicaId(99));
  oracle.learn(new Map([...journal.units].map(([author, units]) => [author, units.length])));
  return oracle.tree.toString();
}

describe("copies that write at once", () => {
  it("T1: come to one text, which is the oracle's, over a network that shuffles, doubles, cuts and loses", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = playSession(steps, TEXT_RULES, nothing);
        const text = oracleText(session, session);
        for (const member of session.members) expect(member.text.toString()).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
  it("T1: and without going on behind what was deleted", () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const session = playSession(steps, { ...TEXT_RULES, continuesRuns: false }, nothing);
        const text = oracleText(session, session);
        for (const member of session.members) expect(member.text.toString()).toBe(text);
        expect(new Set(session.members.map((m) => m.text.since(undefined, EVERYTHING)?.length)).size).toBeLessThan(3);
      }),
      { numRuns: 300 },
    );
  });
});
