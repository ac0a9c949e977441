import { describe, expect, it } from "vitest";
import type { Network, Run } from "./run";
import { Simulation } from "./simulation";
import { PLAIN_RUN } from "./test-fixtures/plain-run";

function start(change: Partial<Run>): void {
  new Simulation({ ...PLAIN_RUN, ...change }, undefined);
}

describe("a run that makes no sense is refused", () => {
  it.each([0, -1, 2.5, 1_000_001, Number.NaN])("%d nodes", (nodes) => {
    expect(() => start({ nodes })).toThrow(`Expected 1 to 1000000 nodes, got ${nodes}`);
  });

  it.each([0.5, Number.NaN, 2 ** 60])("seed %d", (seed) => {
    expect(() => start({ seed })).toThrow("Expected a whole number as a seed");
  });

  it.each([0, 1.5])("rumor counter %d", (rumorCounter) => {
    expect(() => start({ rumorCounter })).toThrow("Expected a rumor counter from 1");
  });

  it.each<Partial<Network>>([
    { latency: { type: "fixed", us: -1 } },
    { latency: { type: "fixed", us: 0.5 } },
    { latency: { type: "uniform", minUs: 5, maxUs: 4 } },
    { latency: { type: "exponential", meanUs: Number.NaN } },
    { uplinkBytesPerSecond: 0 },
    { uplinkBytesPerSecond: Number.POSITIVE_INFINITY },
    { loss: 1.1 },
    { duplication: -0.1 },
    { reorder: Number.NaN },
  ])("a network with %j", (change) => {
    const network = { ...PLAIN_RUN.network, ...change };
    expect(() => start({ network })).toThrow(RangeError);
    const simulation = new Simulation(PLAIN_RUN, undefined);
    expect(() => simulation.perform({ type: "setNetwork", network })).toThrow(RangeError);
  });

  it.each<Run["steps"][number]>([
    { atUs: -1, type: "heal" },
    { atUs: 0.5, type: "heal" },
    { atUs: 0, type: "write", node: 5, text: "" },
    { atUs: 0, type: "block", from: 0, to: 5 },
    { atUs: 0, type: "clog", from: -1, to: 1, forUs: 1 },
    { atUs: 0, type: "partition", groups: [[0, 9]] },
    { atUs: 0, type: "crash", node: 0, afterMessages: -1 },
    { atUs: 0, type: "freeze", node: 0, forUs: Number.NaN },
    { atUs: 0, type: "stepClock", node: 0, byMs: 0.5 },
    { atUs: 0, type: "setNetwork", network: { ...PLAIN_RUN.network, loss: 2 } },
  ])("the step %j", (step) => {
    expect(() => start({ steps: [step] })).toThrow(RangeError);
  });

  it("a Δ out of bounds, and a topology that cannot be made", () => {
    expect(() => start({ spread: { strategy: "push", intervalMs: 19 } })).toThrow("Expected 20 to 60000 ms");
    expect(() => start({ topology: { type: "random", degree: 5 } })).toThrow("Expected a degree below 5");
  });

  it("a change of links in a complete graph", () => {
    const simulation = new Simulation(PLAIN_RUN, undefined);
    expect(() => simulation.perform({ type: "connect", from: 0, to: 1 })).toThrow("Expected another topology");
  });
});
