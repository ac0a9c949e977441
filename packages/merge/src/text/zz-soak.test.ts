import fc from "fast-check";
import { expect, it } from "vitest";
import { anySession, anyStep, nothing, playSession } from "./test-fixtures/sessions";
import { TEXT_RULES } from "./text-rules";
it("soak", () => {
  for (const continuesRuns of [true, false]) {
    fc.assert(
      fc.property(fc.oneof(anySession, fc.array(anyStep, { minLength: 40, maxLength: 120 })), (steps) => {
        const session = playSession(steps, { ...TEXT_RULES, continuesRuns }, nothing);
        expect(new Set(session.members.map((m) => m.text.toString())).size).toBe(1);
        expect(new Set(session.members.map((m) => m.text.version().join())).size).toBe(1);
      }),
      { numRuns: 2500 },
    );
  }
}, 500_000);
