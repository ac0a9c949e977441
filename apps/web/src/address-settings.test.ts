import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_PROBLEMS, parseAddressSettings } from "./address-settings";

const problemsOf = (search: string) => parseAddressSettings(search).problems;

describe("the settings in the address", () => {
  it("are none where there is no query", () => {
    expect(parseAddressSettings("")).toEqual({ faults: {}, problems: [] });
  });

  it("name the room's strategy and interval and this tab's faults", () => {
    const search = "?strategy=push&interval=1000&delay=500&rate=20000&loss=0.2&skew=-3600000";
    expect(parseAddressSettings(search)).toEqual({
      spread: { strategy: "push", intervalMs: 1000 },
      faults: { delayMs: 500, rateBytesPerSecond: 20_000, loss: 0.2, skewMs: -3_600_000 },
      problems: [],
    });
  });

  it.each(["?interval=20", "?interval=60000", "?delay=0", "?delay=60000", "?rate=1", "?rate=1000000000"])(
    "take a value at its limit: %s",
    (search) => expect(problemsOf(search)).toEqual([]),
  );

  it.each(["?loss=0", "?loss=1", "?loss=.5", "?loss=1.0", "?skew=315576000000", "?skew=-315576000000", "?skew=-0"])(
    "take a value at its limit: %s",
    (search) => expect(problemsOf(search)).toEqual([]),
  );

  it.each([
    ["?interval=abc", 'interval: expected a whole number of milliseconds from 20 to 60000, got "abc".'],
    ["?interval=19", 'interval: expected a whole number of milliseconds from 20 to 60000, got "19".'],
    ["?interval=20.5", 'interval: expected a whole number of milliseconds from 20 to 60000, got "20.5".'],
    ["?interval=", 'interval: expected a whole number of milliseconds from 20 to 60000, got "".'],
    ["?strategy=Push", 'strategy: expected push, broadcast, rumor, or plumtree, got "Push".'],
    ["?delay=-1", 'delay: expected a whole number of milliseconds from 0 to 60000, got "-1".'],
    ["?delay=1e3", 'delay: expected a whole number of milliseconds from 0 to 60000, got "1e3".'],
    ["?rate=0", 'rate: expected a whole number of bytes per second from 1 to 1000000000, got "0".'],
    ["?rate=0x10", 'rate: expected a whole number of bytes per second from 1 to 1000000000, got "0x10".'],
    ["?loss=1.1", 'loss: expected a number from 0 to 1, got "1.1".'],
    ["?loss=20%25", 'loss: expected a number from 0 to 1, got "20%".'],
    ["?loss=NaN", 'loss: expected a number from 0 to 1, got "NaN".'],
    [
      "?skew=315576000001",
      'skew: expected a whole number of milliseconds from -315576000000 to 315576000000, got "315576000001".',
    ],
    ["?speed=9", '"speed" is no setting. The settings are rule, strategy, interval, delay, rate, loss, skew.'],
    ["?delay=1&delay=2", "delay: expected one value, got 2. None of them is used."],
  ])("say what is wrong with %s", (search, problem) => {
    expect(parseAddressSettings(search)).toEqual({ faults: {}, problems: [problem] });
  });

  it("use the rest where one value is bad", () => {
    expect(parseAddressSettings("?strategy=broadcast&interval=0&loss=0.5")).toMatchObject({
      spread: { strategy: "broadcast" },
      faults: { loss: 0.5 },
      problems: [expect.stringContaining("interval")],
    });
  });

  it("quote a long value in part", () => {
    expect(problemsOf(`?strategy=${"x".repeat(500)}`)).toEqual([
      `strategy: expected push, broadcast, rumor, or plumtree, got "${"x".repeat(40)}…".`,
    ]);
  });

  it("never list more than so many problems", () => {
    const problems = problemsOf(`?${Array.from({ length: 100 }, (_, i) => `p${i}=1`).join("&")}`);
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
    expect(problems.at(-1)).toBe("And 94 more settings are ignored.");
  });

  it("stand up to any query", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (search) => {
        for (const problem of problemsOf(search)) expect(problem.isWellFormed()).toBe(true);
      }),
    );
  });
});
