import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action, Network, Run } from "./run";
import { parseScenario, playScenario, printRun } from "./scenario";
import { NAIVE_REPLICA_NAMES, REPLICA_NAMES } from "./simulated-replica";
import { PLAIN_RUN } from "./test-fixtures/plain-run";

const FOLDER = new URL("../testdata/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));

describe("the scenarios in testdata", () => {
  it("are there", () => {
    expect(FILES.length).toBeGreaterThan(7);
  });

  it.each(FILES)("%s goes as it is written there", (file) => {
    const url = new URL(file, FOLDER);
    const text = readFileSync(url, "utf8");
    const played = playScenario(parseScenario(text));
    if (process.env.UPDATE_SCENARIOS === "1") writeFileSync(url, played);
    else expect(played).toBe(text);
    // What was written can be read again, and goes the same way.
    expect(playScenario(parseScenario(played))).toBe(played);
  });
});

const NODES = 8;
const node = fc.nat({ max: NODES - 1 });
const us = fc.nat({ max: 10_000_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs);
const network: fc.Arbitrary<Network> = fc.record({
  latency: fc.oneof(
    fc.record({ type: fc.constant("fixed" as const), us }),
    fc.tuple(us, us).map(([a, b]) => ({ type: "uniform" as const, minUs: Math.min(a, b), maxUs: Math.max(a, b) })),
    fc.record({ type: fc.constant("exponential" as const), meanUs: us }),
  ),
  uplinkBytesPerSecond: fc.option(fc.integer({ min: 1, max: 1_000_000_000 }), { nil: undefined }),
  loss: share,
  duplication: share,
  reorder: share,
});
const spread = fc.record({
  strategy: fc.constantFrom("push" as const, "broadcast" as const, "rumor" as const),
  intervalMs: fc.integer({ min: 20, max: 60_000 }),
});
const ends = { from: node, to: node };
const text = fc.string({ unit: "binary" });
const whole = fc.nat({ max: 1_000 });
const userAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constantFrom("write" as const, "type" as const, "title" as const), node, text }),
  fc.record({ type: fc.constant("insert" as const), node, at: whole, text }),
  fc.record({ type: fc.constant("paste" as const), node, at: whole, units: whole }),
  fc.record({ type: fc.constant("delete" as const), node, from: whole, to: whole }),
  fc.record({ type: fc.constantFrom("undo" as const, "redo" as const), node }),
  fc.record({ type: fc.constant("sign" as const), node, name: text, color: fc.nat({ max: 255 }) }),
  fc.record({ type: fc.constant("introduce" as const), node, presence: text }),
);
const action: fc.Arbitrary<Action> = fc.oneof(
  userAction,
  fc.record({ type: fc.constant("corrupt" as const), ...ends, at: whole, by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ type: fc.constant("crash" as const), node, afterMessages: fc.nat({ max: 9 }) }),
  fc.record({ type: fc.constant("restart" as const), node, storage: fc.boolean() }),
  fc.record({ type: fc.constant("freeze" as const), node, forUs: us }),
  fc.record({ type: fc.constant("stepClock" as const), node, byMs: fc.integer({ min: -1e7, max: 1e7 }) }),
  fc.record({ type: fc.constantFrom("block" as const, "unblock" as const), ...ends }),
  fc.record({
    type: fc.constant("partition" as const),
    groups: fc.array(fc.array(node, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  }),
  fc.constant({ type: "heal" as const }),
  fc.record({ type: fc.constant("clog" as const), ...ends, forUs: us }),
  fc.record({ type: fc.constant("join" as const), node, via: node }),
  fc.record({
    type: fc.constantFrom("connect" as const, "disconnect" as const, "idle" as const, "replay" as const),
    ...ends,
  }),
  fc.record({ type: fc.constant("setNetwork" as const), network }),
  fc.record({ type: fc.constant("chooseSpread" as const), node, spread }),
  fc.record({
    type: fc.constant("inject" as const),
    ...ends,
    bytes: fc.array(fc.nat({ max: 255 }), { maxLength: 20 }),
  }),
);
const run: fc.Arbitrary<Run> = fc.record({
  seed: fc.maxSafeInteger(),
  nodes: fc.constant(NODES),
  replica: fc.constantFrom(...REPLICA_NAMES, ...NAIVE_REPLICA_NAMES),
  topology: fc.oneof(
    fc
      .constantFrom("complete" as const, "ring" as const, "line" as const, "grid" as const, "overlay" as const)
      .map((type) => ({ type })),
    fc.record({ type: fc.constant("random" as const), degree: fc.integer({ min: 1, max: 7 }) }),
    fc.record({
      type: fc.constant("links" as const),
      links: fc.array(fc.tuple(node, node), { minLength: 1, maxLength: 5 }),
    }),
  ),
  spread,
  rumorCounter: fc.integer({ min: 1, max: 9 }),
  network,
  timing: fc.constantFrom("free" as const, "lockstep" as const),
  steps: fc.array(fc.tuple(us, action).map(([atUs, what]) => ({ atUs, ...what }))),
});

describe("a run as a text", () => {
  it("reads back as the run that was printed, whatever its settings and steps", () => {
    fc.assert(
      fc.property(run, (given) => {
        expect(parseScenario(printRun(given)).run).toEqual(given);
      }),
    );
  });

  it("is one that can be read", () => {
    const steps: Run["steps"] = [...PLAIN_RUN.steps, { atUs: 10_500, type: "crash", node: 0, afterMessages: 2 }];
    expect(
      printRun({ ...PLAIN_RUN, steps })
        .split("\n")
        .slice(-3),
    ).toEqual(['at 0s write 0 "news"', "at 10500us crash 0 after 2", ""]);
  });
});

describe("a scenario that cannot be read", () => {
  it.each([
    ["nodes many", 'line 1: expected a whole number, got "many"'],
    ["nodes 3\nlatency 5", 'line 2: expected a time such as 50ms, got "5"'],
    ["speed 3", "line 1: expected one of seed, nodes,"],
    ["at 1s explode 0", "line 1: expected one of write, insert,"],
    ["at 1s insert 0 before 2", 'line 1: expected "at", got "before"'],
    [
      "replica book",
      'line 1: expected register or text or note or note-latest or register-unbounded or register-wall-clock, got "book"',
    ],
    ["at 1s write 0 hello", 'line 1: expected a text in quotes, got "hello"'],
    ["at 1s crash 0 before 2", 'line 1: expected "after", got "before"'],
    ["at 1s block 0", 'line 1: expected "to", got ""'],
    ["at 1s inject 0 to 1 xy", 'line 1: expected bytes in hex such as 01ff, got "xy"'],
    ["at 1s clock 0 by 5us", 'line 1: expected whole ms, got "5us"'],
    ["run 2s\nat 1s heal", 'line 2: expected a time from 2s, which is reached, got "1s"'],
    ["run 2s\nnodes 4", 'line 2: expected settings before the first run, got "nodes"'],
  ])("is told by line: %j", (text, message) => {
    expect(() => parseScenario(text)).toThrow(message);
  });
});
