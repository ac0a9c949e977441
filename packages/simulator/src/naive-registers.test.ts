import { MAX_DRIFT_MS } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import type { Run, Step } from "./run";
import { EPOCH_MS } from "./simulated-node";
import { seedsFrom } from "./statistics";
import { observe, textsOf } from "./test-fixtures/observed";

const SECOND_US = 1_000_000;
const HOUR_MS = 3_600_000;
const LONG_US = 60 * SECOND_US;

/** Four nodes, of which the last has a wrong clock and writes first; the first, whose clock is right, writes half a minute later. */
function run(replica: Run["replica"], skewMs: number, more: readonly Step[]) {
  return (seed: number) => {
    const observed = observe({
      seed,
      nodes: 4,
      replica: replica ?? "register",
      steps: [
        { atUs: 0, type: "stepClock", node: 3, byMs: skewMs },
        { atUs: 0, type: "write", node: 3, text: "by the wrong clock" },
        { atUs: 30 * SECOND_US, type: "write", node: 0, text: "newer" },
        ...more,
      ],
    });
    observed.simulation.runUntil(30 * SECOND_US - 1);
    const before = textsOf(observed);
    observed.simulation.runUntil(30 * SECOND_US + LONG_US);
    return { observed, before, after: textsOf(observed) };
  };
}

const SEEDS = seedsFrom(1, 20);
const all = (text: string) => Array.from({ length: 4 }, () => text);

describe("under wall clocks", () => {
  it("a write from the future wins over every later one, and nobody is told", () => {
    for (const seed of SEEDS) {
      const { before, after, observed } = run("register-wall-clock", HOUR_MS, [])(seed);
      expect(before, `seed ${seed}`).toEqual(all("by the wrong clock"));
      expect(after, `seed ${seed}`).toEqual(all("by the wrong clock"));
      expect(
        observed.events.filter(({ type }) => type === "lost"),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it("until the clocks of the others have come to its time", () => {
    const late: Step = { atUs: 3_700 * SECOND_US, type: "write", node: 1, text: "an hour later" };
    const { observed } = run("register-wall-clock", HOUR_MS, [late])(1);
    observed.simulation.runUntil(3_700 * SECOND_US + LONG_US);
    expect(textsOf(observed)).toEqual(all("an hour later"));
  });

  it("a write by a clock that is slow is undone, though its writer had seen what stood there", () => {
    const second: Step = { atUs: 60 * SECOND_US, type: "write", node: 3, text: "newest" };
    for (const seed of SEEDS) {
      const { observed } = run("register-wall-clock", -HOUR_MS, [second])(seed);
      observed.simulation.runUntil(60 * SECOND_US + LONG_US);
      expect(textsOf(observed), `seed ${seed}`).toEqual(all("newer"));
    }
  });
});

describe("under hybrid clocks without a bound", () => {
  it("a later write replaces one from the future, and everyone's time has gone astray", () => {
    for (const seed of SEEDS) {
      const { before, after, observed } = run("register-unbounded", HOUR_MS, [])(seed);
      expect(before, `seed ${seed}`).toEqual(all("by the wrong clock"));
      expect(after, `seed ${seed}`).toEqual(all("newer"));
      expect(observed.simulation.node(0).register.timestamp).toMatchObject({ timeMs: EPOCH_MS + HOUR_MS, counter: 1 });
    }
  });

  it("a write by a clock that is slow stands, since its writer had seen what it replaces", () => {
    const second: Step = { atUs: 60 * SECOND_US, type: "write", node: 3, text: "newest" };
    const { observed } = run("register-unbounded", -HOUR_MS, [second])(1);
    observed.simulation.runUntil(60 * SECOND_US + LONG_US);
    expect(textsOf(observed)).toEqual(all("newest"));
  });
});

describe("under hybrid clocks with the drift bound", () => {
  it("a write from beyond it is refused by everyone, and later ones spread among those whose clocks are right", () => {
    for (const seed of SEEDS) {
      const { before, after, observed } = run("register", HOUR_MS, [])(seed);
      expect(before, `seed ${seed}`).toEqual(["", "", "", "by the wrong clock"]);
      expect(after, `seed ${seed}`).toEqual(["newer", "newer", "newer", "by the wrong clock"]);
      expect(observed.simulation.counts.verdicts.ahead, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  it("it is written again with a sound timestamp once its clock is set right, and what it wins over is told", () => {
    const mend: Step = { atUs: 60 * SECOND_US, type: "stepClock", node: 3, byMs: -HOUR_MS };
    for (const seed of SEEDS) {
      const { observed } = run("register", HOUR_MS, [mend])(seed);
      observed.simulation.runUntil(60 * SECOND_US + LONG_US);
      expect(textsOf(observed), `seed ${seed}`).toEqual(all("by the wrong clock"));
      const lost = observed.events.flatMap((event) => (event.type === "lost" ? [event.text] : []));
      expect(new Set(lost), `seed ${seed}`).toEqual(new Set(["newer"]));
    }
  });

  it("one from within it is accepted, and does no harm", () => {
    const { before, after } = run("register", MAX_DRIFT_MS / 2, [])(1);
    expect(before).toEqual(all("by the wrong clock"));
    expect(after).toEqual(all("newer"));
  });
});
