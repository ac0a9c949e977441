import { describe, expect, it } from "vitest";
import { lostTexts } from "./clock-fate";
import { CLOCK_RULES } from "./clock-rule";
import { ClockRun, NODES, WRONG } from "./clock-run";
import { ClockSession } from "./clock-session";
import { FAST, RIGHT, SKEWS } from "./clock-time";
import { describeNode, describeOutcome } from "./clock-words";
import { pictureOfClocks } from "./picture-of-clocks";

const SECOND_US = 1_000_000;
const SETTLED_US = 40 * SECOND_US;
const WALL = CLOCK_RULES[0] as (typeof CLOCK_RULES)[number];
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

type Runs = Readonly<Record<"wall" | "hybrid" | "bounded", ClockRun>>;

function runsOf(session: ClockSession): Runs {
  return Object.fromEntries(session.runs.map((run) => [run.rule.name, run])) as Runs;
}

function settle(session: ClockSession): void {
  session.runTo(session.nowUs + SETTLED_US);
}

function heldIn(run: ClockRun): readonly (string | undefined)[] {
  return Array.from({ length: NODES }, (_, node) => run.heldBy(node));
}

function skewNamed(name: string) {
  const skew = SKEWS.find((each) => each.name === name);
  if (!skew) throw new Error(`Expected a skew, got ${name}`);
  return skew;
}

describe.each(SEEDS)("a write from the future, and then one by a right clock (seed %d)", (seed) => {
  const session = new ClockSession(seed, FAST);
  session.write([WRONG]);
  settle(session);
  const before = session.runs.map(heldIn);
  session.write([0]);
  settle(session);
  const { wall, hybrid, bounded } = runsOf(session);

  it("is believed by everyone where there is no bound, and by nobody where there is one", () => {
    expect(before).toEqual([
      ["A", "A", "A", "A"],
      ["A", "A", "A", "A"],
      [undefined, undefined, undefined, "A"],
    ]);
    expect(bounded.refusals).toBeGreaterThan(0);
  });

  it("wins under wall clocks, and nobody tells that the later one is gone", () => {
    expect(heldIn(wall)).toEqual(["A", "A", "A", "A"]);
    expect(lostTexts(wall)).toEqual([{ label: "B", node: 0, told: undefined }]);
    expect(describeOutcome(wall)).toBe("B was written last, and nobody holds it. Everyone holds A.");
  });

  it("gives way under hybrid clocks, whose time has gone astray with it", () => {
    expect(heldIn(hybrid)).toEqual(["B", "B", "B", "B"]);
    expect(lostTexts(hybrid)).toEqual([]);
    expect(describeOutcome(hybrid)).toMatch(/^Everyone holds B, the newest\. It is stamped 4:46:40/);
  });

  it("stays where it was written under the bound", () => {
    expect(heldIn(bounded)).toEqual(["B", "B", "B", "A"]);
    expect(describeOutcome(bounded)).toBe(
      "Nodes 1, 2 and 3 hold B. Node 4 holds A. The others refuse A: its time is too far ahead.",
    );
  });
});

describe("under wall clocks", { timeout: 30_000 }, () => {
  it("a write that is a century ahead still wins when four hours have passed, one of three hours does not", () => {
    for (const [skew, held] of [
      [skewNamed("a century fast"), "A"],
      [FAST, "B"],
    ] as const) {
      const run = new ClockRun(WALL, 1);
      run.stepClock(skew.ms);
      run.write(WRONG, "A");
      run.runTo(4 * 3_600 * SECOND_US);
      run.write(0, "B");
      run.runTo(run.nowUs + SETTLED_US);
      expect(heldIn(run)).toEqual([held, held, held, held]);
    }
  });

  it("a clock that is slow loses what its user writes upon what all others hold, and under hybrid clocks it does not", () => {
    for (const seed of SEEDS) {
      const session = new ClockSession(seed, skewNamed("three hours slow"));
      session.write([0]);
      settle(session);
      session.write([WRONG]);
      settle(session);
      const { wall, hybrid } = runsOf(session);
      expect(heldIn(wall), `seed ${seed}`).toEqual(["A", "A", "A", "A"]);
      expect(heldIn(hybrid), `seed ${seed}`).toEqual(["B", "B", "B", "B"]);
    }
  });
});

describe("under the bound", () => {
  it("a clock that is slow takes all the others for fast, until it is set right", () => {
    const session = new ClockSession(1, skewNamed("three hours slow"));
    session.write([0]);
    settle(session);
    const { bounded } = runsOf(session);
    expect(describeOutcome(bounded)).toBe(
      "Nodes 1, 2 and 3 hold A. Node 4 holds nothing. Node 4 refuses A: by its clock the time of it is too far ahead.",
    );
    session.setClock(RIGHT);
    settle(session);
    expect(heldIn(bounded)).toEqual(["A", "A", "A", "A"]);
  });
});

describe("two writes at once", () => {
  it("leave one of them, the same under each rule; which is gone is told but under wall clocks", () => {
    for (const seed of SEEDS) {
      const session = new ClockSession(seed, RIGHT);
      session.write([0, 1]);
      settle(session);
      const { wall, hybrid, bounded } = runsOf(session);
      for (const run of session.runs) expect(heldIn(run), `seed ${seed}`).toEqual(["B", "B", "B", "B"]);
      expect(lostTexts(wall)).toEqual([{ label: "A", node: 0, told: undefined }]);
      const told = { label: "A", node: 0, wonBy: "B" };
      expect(lostTexts(hybrid)).toEqual([{ label: "A", node: 0, told }]);
      expect(lostTexts(bounded)).toEqual([{ label: "A", node: 0, told }]);
    }
  });

  it("what is offered back can be written again, and is the newest then", () => {
    const session = new ClockSession(1, RIGHT);
    session.write([0, 1]);
    settle(session);
    const { bounded } = runsOf(session);
    const [text] = lostTexts(bounded);
    if (text?.told) session.writeAgain(bounded, text.told);
    settle(session);
    expect(heldIn(bounded)).toEqual(["A", "A", "A", "A"]);
    expect(lostTexts(bounded)).toEqual([]);
  });

  it("a text that was carried on is not lost", () => {
    const session = new ClockSession(1, RIGHT);
    session.write([0]);
    settle(session);
    session.write([1]);
    settle(session);
    for (const run of session.runs) expect(lostTexts(run)).toEqual([]);
  });
});

describe("a clock that is set right", () => {
  it("brings its node's text back under the bound, with a sound timestamp, and what gives way to it is offered", () => {
    const session = new ClockSession(1, FAST);
    session.write([WRONG]);
    settle(session);
    session.write([0]);
    settle(session);
    session.setClock(RIGHT);
    settle(session);
    const { wall, bounded } = runsOf(session);
    expect(heldIn(bounded)).toEqual(["A", "A", "A", "A"]);
    expect(lostTexts(bounded)).toEqual([{ label: "B", node: 0, told: { label: "B", node: 0, wonBy: "A" } }]);
    expect(describeOutcome(bounded)).toBe("Everyone holds A, the newest.");
    session.write([1]);
    settle(session);
    // The harm is done: it stands in the data, not in the clock.
    expect(heldIn(wall)).toEqual(["A", "A", "A", "A"]);
  });
});

describe("what is shown", () => {
  it("is the newest in blue, a wrong clock's mark, and a cross where a message was refused", () => {
    const session = new ClockSession(1, FAST);
    session.write([WRONG]);
    const { bounded } = runsOf(session);
    let crosses = 0;
    for (let us = 0; us < SETTLED_US; us += 100_000) {
      session.runTo(us);
      const { nodes, messages } = pictureOfClocks(bounded, session.skew, false);
      expect(nodes.map(({ state }) => state)).toEqual(["behind", "behind", "behind", "newest"]);
      expect(nodes.map(({ clock }) => clock?.mark)).toEqual(["", "", "", "+3 h"]);
      crosses += messages.filter(({ lost }) => lost).length;
    }
    expect(crosses).toBeGreaterThan(0);
    expect(describeNode(bounded, session.skew, WRONG)).toMatch(
      /^Node 4, its clock shows 4:47, three hours fast, holds A, the newest$/,
    );
  });

  it("the same session played twice goes the same way", () => {
    const hashes = [1, 2].map(() => {
      const session = new ClockSession(7, FAST);
      session.write([WRONG, 1]);
      settle(session);
      return session.runs.map(({ traceHash }) => traceHash);
    });
    expect(hashes[0]).toEqual(hashes[1]);
  });
});
