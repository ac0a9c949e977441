import { describe, expect, it } from "vitest";
import type { Run } from "../run";
import { draw } from "./draw";
import { shrink } from "./shrink";

const MAX_TRIES = 5_000;

/** The first drawn run with at least so many steps, of which two or more are writes of different texts. */
function runWithSteps(least: number): Run {
  for (let seed = 0; ; seed++) {
    const { run } = draw(seed);
    const texts = new Set(run.steps.flatMap((step) => (step.type === "write" ? [step.text] : [])));
    if (run.steps.length >= least && texts.size > 1) return run;
  }
}

describe("shrinking", () => {
  it("finds the two steps of many that matter", () => {
    const run = runWithSteps(60);
    const [first, second] = run.steps.filter(({ type }) => type === "write");
    const has = (candidate: Run, text: string) =>
      candidate.steps.some((step) => step.type === "write" && step.text === text);
    const fails = (candidate: Run) =>
      [first, second].every((step) => step?.type !== "write" || has(candidate, step.text));
    const small = shrink(run, fails, MAX_TRIES);
    expect(small.steps).toHaveLength(2);
    expect(small.nodes).toBeLessThanOrEqual(2);
    expect(fails(small)).toBe(true);
  });

  it("leaves out nodes, renumbers the others, and calms the network", () => {
    const small = shrink(runWithSteps(30), ({ steps }) => steps.some(({ type }) => type === "write"), MAX_TRIES);
    expect(small).toMatchObject({ nodes: 1, seed: 0, timing: "free", topology: { type: "complete" } });
    expect(small.network.loss).toBe(0);
    expect(small.steps).toMatchObject([{ type: "write", node: 0 }]);
  });

  it("asks no more often than it may", () => {
    let asked = 0;
    const neverFails = () => {
      asked++;
      return false;
    };
    expect(shrink(runWithSteps(30), neverFails, 40)).toEqual(runWithSteps(30));
    expect(asked).toBe(40);
  });
});
