import { describe, expect, it } from "vitest";
import { parseOptions, runOf } from "./options";

function options(line: string) {
  return parseOptions(line.split(" "));
}

describe("the options of the command line", () => {
  it("make a run", () => {
    const parsed = options(
      "--nodes 20 --strategy rumor --counter 2 --topology ring --delta 1s --latency 20ms-80ms --throughput 1Mbit --loss 10% --lockstep",
    );
    expect(runOf(parsed, 9)).toMatchObject({
      seed: 9,
      nodes: 20,
      topology: { type: "ring" },
      spread: { strategy: "rumor", intervalMs: 1_000 },
      rumorCounter: 2,
      network: {
        latency: { type: "uniform", minUs: 20_000, maxUs: 80_000 },
        uplinkBytesPerSecond: 125_000,
        loss: 0.1,
      },
      timing: "lockstep",
    });
  });

  it("let nodes crash: at a time, amid sending, or a share of them drawn by the seed", () => {
    const { steps } = runOf(options("--nodes 11 --crash 3@10ms --crash 0@after:2 --crash 20%@1s"), 1);
    expect(steps.slice(0, 2)).toEqual([
      { atUs: 10_000, type: "crash", node: 3, afterMessages: 0 },
      { atUs: 0, type: "crash", node: 0, afterMessages: 2 },
    ]);
    const drawn = steps.slice(2, -1);
    expect(drawn).toHaveLength(2);
    for (const step of drawn) expect(step).toMatchObject({ atUs: 1_000_000, type: "crash", afterMessages: 0 });
    expect(steps.at(-1)).toMatchObject({ type: "write", node: 0 });
  });

  it.each([
    ["--nodes 0", '--nodes: expected a whole number from 1, got "0"'],
    ["--nodes 1e3", '--nodes: expected a whole number, got "1e3"'],
    ["--strategy naive", '--strategy: expected push or broadcast or rumor or plumtree, got "naive"'],
    ["--latency abc", '--latency: expected a time such as 50ms, got "abc"'],
    ["--latency 50", '--latency: expected a time such as 50ms, got "50"'],
    ["--latency 80ms-20ms", '--latency: expected the shorter time first, such as 20ms-80ms, got "80ms-20ms"'],
    ["--throughput fast", '--throughput: expected a throughput such as 1Mbit or 10kB/s, or none, got "fast"'],
    ["--throughput 0Mbit", "--throughput: expected a throughput"],
    ["--loss 1.5", '--loss: expected a chance from 0 to 1, or in %, got "1.5"'],
    ["--topology tree", '--topology: expected complete, ring, line, grid or random:3, got "tree"'],
    ["--delta 1.5us", "--delta: expected a time"],
    ["--delta 300us", '--delta: expected whole ms, got "300us"'],
    ["--size 3B", "--size: Expected a message size from"],
    ["--crash 0", '--crash: expected a crash such as 0@10ms, 0@after:3 or 10%@1s, got "0"'],
    ["--crash x@1s", '--crash: expected a whole number, got "x"'],
    ["--seed -1", "--seed"],
    ["--sweep nodes", '--sweep: expected latency,throughput, got "nodes"'],
    ["--trace --json", "--trace: expected one run and no --json"],
    ["--trace --seeds 2", "--trace: expected one run and no --json"],
    ["--trace --sweep latency,throughput", "--trace: expected one run, got --sweep"],
    ["--json --sweep latency,throughput", "--json: expected one run, got --sweep"],
    ["--sweep latency,throughput --topology ring", "--topology: expected one run, got --sweep"],
    ["--frob", "Unknown option '--frob'"],
    ["push", "Unexpected argument 'push'"],
  ])("say what was expected: %s", (line, message) => {
    expect(() => options(line)).toThrow(message);
  });
});
