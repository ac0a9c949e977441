import { describe, expect, it } from "vitest";
import { measure } from "./measure";
import { textOfMessageSize } from "./message-size";
import { estimate, seedsFrom } from "./statistics";
import { INTERVAL_US, LATENCY_US, LONG_US, NAIVE, PLAIN_RUN } from "./test-fixtures/plain-run";

describe("the figures of a run", () => {
  it("count rounds whole in lockstep, and in Δ with a fraction otherwise", () => {
    const lockstep = measure({ ...PLAIN_RUN, timing: "lockstep" }, LONG_US, undefined);
    expect(lockstep.coveredUs).toBe(Number(lockstep.rounds) * INTERVAL_US + LATENCY_US);
    const free = measure(PLAIN_RUN, LONG_US, undefined);
    expect(free.rounds).toBe(Number(free.coveredUs) / INTERVAL_US);
  });

  it("tell no rounds and no time where not all came to know", () => {
    const steps = [{ atUs: 0, type: "crash", node: 0, afterMessages: 2 } as const, ...PLAIN_RUN.steps];
    const figures = measure({ ...PLAIN_RUN, spread: NAIVE, steps }, LONG_US, undefined);
    expect(figures).toMatchObject({ covered: 2, alive: 4, rounds: undefined, coveredUs: undefined });
  });

  it("end at the limit, if nothing else ends the run", () => {
    const figures = measure({ ...PLAIN_RUN, topology: { type: "links", links: [[0, 1]] } }, 60_000_000, undefined);
    expect(figures).toMatchObject({ covered: 2, alive: 5, rounds: undefined });
    expect(figures.messages).toBeGreaterThan(100);
  });

  it("of a rumor are taken when it has died out, and do not change after", () => {
    const run = { ...PLAIN_RUN, nodes: 50, spread: { strategy: "rumor" as const, intervalMs: 200 } };
    const figures = measure(run, LONG_US, undefined);
    expect(measure({ ...run, steps: [...run.steps, { atUs: 1e9, type: "heal" }] }, LONG_US, undefined).messages).toBe(
      figures.messages,
    );
    expect(figures.messages).toBeGreaterThan(100);
  });

  it("of a rumor wait for an uplink in which one message takes longer than many Δ", () => {
    const network = { ...PLAIN_RUN.network, uplinkBytesPerSecond: 10 };
    const figures = measure(
      { ...PLAIN_RUN, spread: { strategy: "rumor", intervalMs: 200 }, network },
      LONG_US,
      undefined,
    );
    expect(figures.covered).toBeGreaterThan(1);
    expect(figures.counts.verdicts.known).toBeGreaterThan(0);
  });
});

describe("an estimate", () => {
  it("is the mean, and how far it may be off", () => {
    expect(estimate([1, 2, 3, 4])).toEqual({ mean: 2.5, standardError: Math.sqrt(5 / 3 / 4) });
    expect(estimate([7])).toEqual({ mean: 7, standardError: 0 });
    expect(() => estimate([])).toThrow("Expected a sample of at least one");
    expect(seedsFrom(3, 3)).toEqual([3, 4, 5]);
  });
});

describe("a text for a message of a given size", () => {
  it.each([40, 100, 151, 152, 1_000, 20_000])("makes messages of %d bytes", (bytes) => {
    const steps = [{ atUs: 0, type: "write" as const, node: 0, text: textOfMessageSize(bytes) }];
    const figures = measure({ ...PLAIN_RUN, spread: NAIVE, steps }, LONG_US, undefined);
    expect(figures.counts.bytes).toBe(4 * bytes);
  });

  it("does not exist for a size that is less than a message without text", () => {
    expect(() => textOfMessageSize(5)).toThrow("Expected a message size from");
  });
});
