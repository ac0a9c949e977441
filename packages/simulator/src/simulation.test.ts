import { encodeMessage, PROTOCOL_VERSION } from "@hearsay/gossip";
import { MAX_REGISTER_DELTA_BYTES, Register } from "@hearsay/merge";
import { describe, expect, it } from "vitest";
import { textOfMessageSize } from "./message-size";
import { quietNetwork, type Run, type Step } from "./run";
import { EPOCH_MS, peerIdOf } from "./simulated-node";
import { type Observed, observe, TRIO, textsOf, WRITE } from "./test-fixtures/observed";
import { INTERVAL_US, NAIVE } from "./test-fixtures/plain-run";

describe("a message", () => {
  it("takes the latency from node to node", () => {
    const observed = observe({ ...TRIO, steps: [WRITE] });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toEqual([
      "0.0 ms  n0 wrote",
      "0.0 ms  n0 → n1 push",
      "0.0 ms  n0 → n2 push",
      "10.0 ms  n1 ← n0 push accepted",
      "10.0 ms  n2 ← n0 push accepted",
    ]);
  });

  it("waits in its node's one uplink for those before it, to the µs", () => {
    const network = { ...quietNetwork(10_000), uplinkBytesPerSecond: 30_000 };
    const steps: Step[] = [{ ...WRITE, text: textOfMessageSize(1_000) }];
    const observed = observe({ nodes: 4, spread: NAIVE, network, steps });
    observed.simulation.runUntil(INTERVAL_US);
    // A thousand bytes at 30 kB/s: 33,333.3 µs, of which none is given away.
    expect(observed.lines()).toEqual([
      "0.0 ms  n0 wrote",
      "33.334 ms  n0 → n1 push",
      "43.334 ms  n1 ← n0 push accepted",
      "66.668 ms  n0 → n2 push",
      "76.668 ms  n2 ← n0 push accepted",
      "100.002 ms  n0 → n3 push",
      "110.002 ms  n3 ← n0 push accepted",
    ]);
  });

  it("counts as sent once it has left the uplink, lost or not, and once though it arrives twice", () => {
    const network = { ...quietNetwork(10_000), loss: 0.5, duplication: 0.5 };
    const { simulation } = observe({ nodes: 200, spread: NAIVE, network });
    simulation.runUntil(INTERVAL_US);
    const { sent, dropped, verdicts } = simulation.counts;
    expect(sent.push).toBe(199);
    expect(dropped.lost).toBeGreaterThan(60);
    expect(verdicts.accepted).toBe(199 - dropped.lost);
    expect(verdicts.known).toBeGreaterThan(20);
  });

  it("is not overtaken when the network becomes a faster one", () => {
    const steps: Step[] = [
      WRITE,
      { atUs: 1_000, type: "setNetwork", network: quietNetwork(10) },
      { atUs: 2_000, type: "write", node: 0, text: "newer" },
    ];
    const observed = observe({ nodes: 2, spread: NAIVE, steps });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines().slice(-2)).toEqual(["10.0 ms  n1 ← n0 push accepted", "10.0 ms  n1 ← n0 push accepted"]);
    expect(textsOf(observed)).toEqual(["newer", "newer"]);
  });
});

describe("links that come and go", () => {
  it("carry nothing once they are cut, and news again once they are made anew", () => {
    const steps: Step[] = [
      { atUs: 0, type: "disconnect", from: 0, to: 1 },
      { atUs: 1_000, type: "write", node: 0, text: "news" },
      { atUs: 20_000_000, type: "connect", from: 0, to: 1 },
    ];
    const observed = observe({ nodes: 2, topology: { type: "line" }, steps });
    observed.simulation.runUntil(19_999_999);
    expect(observed.simulation.isLinked(0, 1)).toBe(false);
    expect(observed.simulation.counts.sent.push).toBe(0);
    observed.simulation.runUntil(30_000_000);
    expect(observed.simulation.isLinked(1, 0)).toBe(true);
    expect(textsOf(observed)).toEqual(["news", "news"]);
  });

  it("lose what was on its way when they are cut, though they are made anew at once", () => {
    const steps: Step[] = [
      WRITE,
      { atUs: 5_000, type: "disconnect", from: 0, to: 1 },
      { atUs: 6_000, type: "connect", from: 0, to: 1 },
    ];
    const observed = observe({ nodes: 2, topology: { type: "line" }, spread: NAIVE, steps });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toContain("10.0 ms  n0 → n1 gone with the link");
    expect(textsOf(observed)).toEqual(["news", ""]);
  });
});

describe("hostile messages", () => {
  function injected(bytes: readonly number[]): Observed {
    const observed = observe({ ...TRIO, steps: [WRITE, { atUs: 20_000, type: "inject", from: 1, to: 2, bytes }] });
    observed.simulation.runUntil(INTERVAL_US);
    return observed;
  }

  function forged(text: string, atMs: number): readonly number[] {
    const register = new Register(peerIdOf(0, 0));
    register.edit({ text }, EPOCH_MS + atMs);
    const delta = register.since(undefined, MAX_REGISTER_DELTA_BYTES);
    return delta ? [...encodeMessage({ type: "push", delta })] : [];
  }

  it.each([
    { name: "malformed", bytes: [PROTOCOL_VERSION, 1, 255, 255], line: "20.0 ms  n2 ← n1 push refused: malformed" },
    { name: "of no known type", bytes: [PROTOCOL_VERSION, 200], line: "20.0 ms  n2 ← n1 other refused: malformed" },
    {
      name: "of another version",
      bytes: [9, 9],
      line: "20.0 ms  n2 ← n1 other refused: another version of the protocol",
    },
    { name: "empty", bytes: [], line: "20.0 ms  n2 ← n1 other refused: malformed" },
  ])("are refused where they are $name", ({ bytes, line }) => {
    const observed = injected(bytes);
    expect(observed.lines()).toContain(line);
    expect(textsOf(observed)).toEqual(["news", "news", "news"]);
  });

  it("with the timestamp of other data are refused as a contradiction", () => {
    const observed = injected(forged("lies", 0));
    expect(observed.simulation.counts.verdicts.contradiction).toBe(1);
    expect(textsOf(observed)).toEqual(["news", "news", "news"]);
  });

  it("that claim to be newer are believed: there is no protection among peers", () => {
    expect(textsOf(injected(forged("lies", 5)))).toEqual(["news", "news", "lies"]);
  });

  it("that are replayed are discarded, since they bring nothing new", () => {
    const steps: Step[] = [
      WRITE,
      { atUs: 50_000, type: "write", node: 1, text: "newer" },
      { atUs: 100_000, type: "replay", from: 0, to: 2 },
    ];
    const observed = observe({ ...TRIO, steps });
    observed.simulation.runUntil(INTERVAL_US);
    expect(observed.lines()).toContain("100.0 ms  n2 ← n0 push discarded");
    expect(textsOf(observed)).toEqual(["newer", "newer", "newer"]);
  });
});

describe("lockstep", () => {
  it("lets all push at whole multiples of Δ, and in free time they do not", () => {
    const times = (timing: Run["timing"]) => {
      const { simulation, events } = observe({ nodes: 20, timing });
      simulation.runUntil(10 * INTERVAL_US);
      return events.flatMap((event) => (event.type === "sent" ? [event.atUs % INTERVAL_US] : []));
    };
    expect(new Set(times("lockstep"))).toEqual(new Set([0]));
    expect(new Set(times("free")).size).toBe(20);
  });

  it("is not what happens to be known in a round that is told in it, but what was known when it began", () => {
    const { simulation } = observe({ nodes: 50, timing: "lockstep" });
    const informed: number[] = [];
    for (let round = 1; round <= 4; round++) {
      simulation.runUntil(round * INTERVAL_US + INTERVAL_US / 2);
      informed.push(simulation.coverage.covered);
    }
    for (const [round, count] of informed.entries()) expect(count).toBeLessThanOrEqual(2 ** (round + 1));
  });
});
