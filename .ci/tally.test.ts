import { describe, expect, test } from "vitest";
import { addTallies, playwrightTally, tallyLine, vitestTally } from "./tally";

const UNIT = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

describe("the tally of Vitest's report", () => {
  test("counts passed, failed, and skipped with todo", () => {
    expect(vitestTally(UNIT)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test("counts a file that failed to load as one failure", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(vitestTally({ ...UNIT, numFailedTests: 0, testResults })).toMatchObject({ failed: 1 });
  });

  test("counts the tests of a failed file, not the file", () => {
    const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }] }];
    expect(vitestTally({ ...UNIT, testResults })).toMatchObject({ failed: 1 });
  });

  test.each([undefined, null, {}, "5 passed"])("refuses a report that is none: %j", (report) => {
    expect(() => vitestTally(report)).toThrow("Expected a number of tests");
  });
});

describe("the tally of Playwright's report", () => {
  const stats = { expected: 4, unexpected: 1, flaky: 0, skipped: 2 };

  test("counts passed, failed and skipped", () => {
    expect(playwrightTally({ stats, errors: [] })).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });

  test("counts an error outside of any test as a failure", () => {
    expect(playwrightTally({ stats, errors: [{ message: "the app does not build" }] })).toMatchObject({ failed: 2 });
  });
});

describe("the last line", () => {
  test("names passed and failed tests", () => {
    expect(tallyLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  });

  test("names skipped tests only if there are any", () => {
    expect(tallyLine({ passed: 12, failed: 1, skipped: 3 })).toBe("12 passed, 1 failed, 3 skipped");
  });

  test("adds both kinds of tests", () => {
    const sum = addTallies({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
