/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_TESTS: Tally = { passed: 0, failed: 0, skipped: 0 };

/** Reads the report of Vitest's json reporter. A file that failed to load counts as one failed test. */
export function vitestTally(report: unknown): Tally {
  const unloaded = list(report, "testResults").filter(
    (file) => field(file, "status") === "failed" && list(file, "assertionResults").length === 0,
  );
  return {
    passed: count(report, "numPassedTests"),
    failed: count(report, "numFailedTests") + unloaded.length,
    skipped: count(report, "numPendingTests") + count(report, "numTodoTests"),
  };
}

/** Reads the report of Playwright's json reporter. An error outside of any test counts as one failed test. */
export function playwrightTally(report: unknown): Tally {
  const stats = field(report, "stats");
  return {
    passed: count(stats, "expected") + count(stats, "flaky"),
    failed: count(stats, "unexpected") + list(report, "errors").length,
    skipped: count(stats, "skipped"),
  };
}

export function addTallies(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** `N passed, N failed`, with `, N skipped` if any were. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function count(value: unknown, name: string): number {
  const found = field(value, name);
  if (typeof found !== "number") throw new Error(`Expected a number of tests in "${name}", got ${String(found)}`);
  return found;
}
