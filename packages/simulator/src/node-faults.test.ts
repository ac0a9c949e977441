import { MAX_DRIFT_MS } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { textOfMessageSize } from "./message-size";
import { quietNetwork, type Step } from "./run";
import { EPOCH_MS, peerIdOf } from "./simulated-node";
import { observe, TRIO, textsOf, WRITE } from "./test-fixtures/observed";
import { INTERVAL_US, NAIVE } from "./test-fixtures/plain-run";

describe("a crash", () => {
  it("before the sending lets nothing out", () => {
    const observed = observe({ ...TRIO, steps: [{ atUs: 0, type: "crash", node: 0, afterMessages: 0 }, WRITE] });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.simulation.counts.sent.push).toBe(0);
    expect(textsOf(observed)).toEqual(["", "", ""]);
  });

  it("amid the sending lets out as many messages as it says", () => {
    const observed = observe({
      nodes: 5,
      spread: NAIVE,
      steps: [{ atUs: 0, type: "crash", node: 0, afterMessages: 2 }, WRITE],
    });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toEqual([
      "0.0 ms  n0 wrote",
      "0.0 ms  n0 → n1 push",
      "0.0 ms  n0 → n2 push",
      "0.0 ms  n0 crashed",
      "10.0 ms  n1 ← n0 push accepted",
      "10.0 ms  n2 ← n0 push accepted",
    ]);
  });

  it("after the sending takes nothing back: what has left the uplink arrives", () => {
    const observed = observe({
      nodes: 3,
      spread: NAIVE,
      steps: [WRITE, { atUs: 1, type: "crash", node: 0, afterMessages: 0 }],
    });
    observed.simulation.runUntil(INTERVAL_US);
    expect(textsOf(observed).slice(1)).toEqual(["news", "news"]);
  });

  it("takes with it what is still in the uplink, and counts what has left it", () => {
    const network = { ...quietNetwork(10_000), uplinkBytesPerSecond: 1_000 };
    const message = 100;
    const steps: Step[] = [
      { ...WRITE, text: textOfMessageSize(message) },
      { atUs: 0, type: "crash", node: 0, afterMessages: 2 },
    ];
    const observed = observe({ nodes: 5, spread: NAIVE, network, steps });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toEqual([
      "0.0 ms  n0 wrote",
      "100.0 ms  n0 → n1 push",
      "110.0 ms  n1 ← n0 push accepted",
      "200.0 ms  n0 → n2 push",
      "200.0 ms  n0 crashed",
      "210.0 ms  n2 ← n0 push accepted",
      "300.0 ms  n0 → n3 died in the uplink",
      "400.0 ms  n0 → n4 died in the uplink",
    ]);
  });

  it("leaves what was on its way to the dead node undelivered", () => {
    const steps: Step[] = [WRITE, { atUs: 5_000, type: "crash", node: 1, afterMessages: 0 }];
    const observed = observe({ nodes: 2, spread: NAIVE, steps });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines().at(-1)).toBe("10.0 ms  n0 → n1 arrives where nobody is any more");
  });

  it("is noticed by the neighbors five seconds later, and from then on nothing is sent there", () => {
    const steps: Step[] = [WRITE, { atUs: 0, type: "crash", node: 1, afterMessages: 0 }];
    const { simulation } = observe({ nodes: 3, topology: { type: "line" }, steps });
    simulation.runUntil(4_999_999);
    expect(simulation.counts.dropped.dead).toBeGreaterThan(0);
    simulation.runUntil(5_010_000);
    const { dead } = simulation.counts.dropped;
    simulation.runUntil(60_000_000);
    expect(simulation.counts.dropped.dead).toBe(dead);
  });
});

describe("a restart", () => {
  const steps = (storage: boolean): Step[] => [
    WRITE,
    { atUs: 1_000_000, type: "crash", node: 1, afterMessages: 0 },
    { atUs: 2_000_000, type: "restart", node: 1, storage },
  ];

  it("with storage brings back what the node held", () => {
    const observed = observe({ ...TRIO, steps: steps(true) });
    observed.simulation.runUntil(3_000_000);
    expect(textsOf(observed)).toEqual(["news", "news", "news"]);
    expect(observed.simulation.coverage.covered).toBe(3);
  });

  it("without storage brings back an empty node, which push gossip fills and naive broadcast does not", () => {
    const naive = observe({ ...TRIO, steps: steps(false) });
    naive.simulation.runUntil(60_000_000);
    expect(textsOf(naive)).toEqual(["news", "", "news"]);
    const push = observe({ nodes: 3, topology: { type: "ring" }, steps: steps(false) });
    push.simulation.runUntil(60_000_000);
    expect(textsOf(push)).toEqual(["news", "news", "news"]);
  });

  it("comes as a fresh peer: what was sent to the one before does not arrive", () => {
    const observed = observe({
      nodes: 2,
      spread: NAIVE,
      steps: [WRITE, { atUs: 5_000, type: "restart", node: 1, storage: true }],
    });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toContain("10.0 ms  n0 → n1 arrives where nobody is any more");
    expect(observed.simulation.node(1).peer).toBe(peerIdOf(1, 1));
    expect(textsOf(observed)).toEqual(["news", ""]);
  });

  it("finds an empty uplink: what died in it no longer takes its time", () => {
    const network = { ...quietNetwork(10_000), uplinkBytesPerSecond: 1_000 };
    const long = { ...WRITE, text: textOfMessageSize(10_000) };
    const observed = observe({
      nodes: 2,
      spread: NAIVE,
      network,
      steps: [
        long,
        { atUs: 1_000, type: "restart", node: 0, storage: false },
        { atUs: 2_000, type: "write", node: 0, text: textOfMessageSize(100) },
      ],
    });
    observed.simulation.runUntil(2 * INTERVAL_US);
    expect(observed.lines()).toContain("102.0 ms  n0 → n1 push");
  });
});

describe("a frozen node", () => {
  it("does nothing and hears nothing until it thaws, then does what is due all at once", () => {
    const steps: Step[] = [
      { atUs: 0, type: "freeze", node: 1, forUs: 5_000_000 },
      WRITE,
      { atUs: 1_000_000, type: "write", node: 0, text: "newer" },
    ];
    const observed = observe({ nodes: 2, steps });
    observed.simulation.runUntil(4_999_999);
    expect(observed.events.filter((event) => event.type === "received")).toEqual([]);
    expect(observed.simulation.counts.sent.push).toBe(5);
    observed.simulation.runUntil(5_000_000);
    const burst = observed.lines().filter((line) => line.startsWith("5000.0 ms"));
    expect(burst[0]).toBe("5000.0 ms  n1 thawed");
    expect(burst.filter((line) => line.includes("n1 ← n0 push"))).toHaveLength(5);
    expect(burst.filter((line) => line.includes("n1 → n0 push")).length).toBeLessThanOrEqual(1);
    expect(textsOf(observed)).toEqual(["newer", "newer"]);
  });

  it("that is frozen again thaws once, when the longer time is over", () => {
    const steps: Step[] = [
      { atUs: 0, type: "freeze", node: 1, forUs: 1_000_000 },
      { atUs: 500_000, type: "freeze", node: 1, forUs: 2_000_000 },
      { atUs: 600_000, type: "freeze", node: 1, forUs: 1_000 },
    ];
    const observed = observe({ nodes: 2, steps });
    observed.simulation.runUntil(9_000_000);
    expect(observed.lines()).toEqual(["0.0 ms  n1 froze", "500.0 ms  n1 froze", "2500.0 ms  n1 thawed"]);
  });
});

describe("a clock that steps", () => {
  it("G18: ahead by more than the drift bound makes the others refuse, until time has caught up", () => {
    const steps: Step[] = [{ atUs: 0, type: "stepClock", node: 0, byMs: MAX_DRIFT_MS + 10_000 }, WRITE];
    const observed = observe({ nodes: 2, steps });
    observed.simulation.runUntil(5_000_000);
    expect(observed.simulation.counts.verdicts.ahead).toBeGreaterThan(0);
    expect(observed.simulation.counts.sent.ahead).toBe(observed.simulation.counts.verdicts.ahead);
    expect(textsOf(observed)).toEqual(["news", ""]);
    observed.simulation.runUntil(15_000_000);
    expect(textsOf(observed)).toEqual(["news", "news"]);
  });

  it("G20: back makes the node write its own data again, with a sound timestamp", () => {
    const steps: Step[] = [
      { atUs: 0, type: "stepClock", node: 0, byMs: 3_600_000 },
      WRITE,
      { atUs: 100, type: "stepClock", node: 0, byMs: -3_600_000 },
    ];
    const observed = observe({ nodes: 2, steps });
    observed.simulation.runUntil(10_000_000);
    expect(observed.events.some((event) => event.type === "restamped")).toBe(true);
    expect(textsOf(observed)).toEqual(["news", "news"]);
  });

  it("moves what the node stamps, and no timer that is set already", () => {
    const { simulation } = observe({ nodes: 2, steps: [WRITE] });
    simulation.runUntil(0);
    const dueUs = simulation.node(0).timers.push.dueUs;
    simulation.perform({ type: "stepClock", node: 0, byMs: -5_000 });
    expect(simulation.node(0).clock(0)).toBe(EPOCH_MS - 5_000);
    expect(simulation.node(0).timers.push.dueUs).toBe(dueUs);
  });
});
