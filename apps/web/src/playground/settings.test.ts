import { Simulation } from "@hearsay/simulator";
import { describe, expect, it } from "vitest";
import { Links } from "./links";
import {
  DEFAULT_SETTINGS,
  MAX_DEGREE,
  MAX_NODES,
  MIN_NODES,
  needsNewRun,
  type PlaygroundSettings,
  possibleDegree,
  runOf,
  SHAPES,
} from "./settings";

const linkCount = (settings: PlaygroundSettings) => new Links(new Simulation(runOf(settings), undefined)).all.length;

describe("the settings of the playground", () => {
  it("make a run for every shape and every number of nodes", () => {
    for (const shape of SHAPES) {
      for (const nodes of [MIN_NODES, 3, 4, 5, 9, 25, MAX_NODES]) {
        const settings = { ...DEFAULT_SETTINGS, shape, nodes, degree: MAX_DEGREE };
        expect(linkCount(settings), `${shape} of ${nodes}`).toBeGreaterThanOrEqual(Math.floor(nodes / 2));
      }
    }
  });

  it("link everyone with everyone in the complete shape, and write the links out", () => {
    expect(linkCount({ ...DEFAULT_SETTINGS, shape: "complete", nodes: 12 })).toBe((12 * 11) / 2);
  });

  it("give each node of a random graph the links wished for, where that is possible", () => {
    expect(linkCount({ ...DEFAULT_SETTINGS, shape: "random", nodes: 20, degree: 3 })).toBe(30);
    expect([possibleDegree(25, 3), possibleDegree(5, 3), possibleDegree(4, 8), possibleDegree(2, 3)]).toEqual([
      4, 4, 3, 1,
    ]);
  });

  it("count the uplink in messages and the loss in percent", () => {
    const { network } = runOf({ ...DEFAULT_SETTINGS, messagesPerSecond: 5, lossPercent: 20, latencyMs: 50 });
    expect(network).toMatchObject({ uplinkBytesPerSecond: 5_000, loss: 0.2, latency: { type: "fixed", us: 50_000 } });
    expect(runOf({ ...DEFAULT_SETTINGS, messagesPerSecond: undefined }).network.uplinkBytesPerSecond).toBeUndefined();
  });

  it("need a new run for other nodes, links or luck, and for nothing else", () => {
    const changed = (changes: Partial<PlaygroundSettings>) =>
      needsNewRun(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, ...changes });
    expect([changed({ nodes: 13 }), changed({ shape: "ring" }), changed({ seed: 2 })]).toEqual([true, true, true]);
    expect(changed({ degree: 4 })).toBe(false);
    expect(changed({ shape: "random" })).toBe(true);
    expect(
      changed({ strategy: "broadcast", intervalMs: 200, latencyMs: 0, messagesPerSecond: 1, lossPercent: 5 }),
    ).toBe(false);
  });
});
