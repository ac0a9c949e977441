import { Random } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { NetworkState } from "./network-state";
import { type Network, quietNetwork } from "./run";

const QUIET = quietNetwork(1_000);

function stateOf(change: Partial<Network>): NetworkState {
  return new NetworkState({ ...QUIET, ...change }, 6, new Random([1, 2, 3, 4]));
}

/** When `count` messages arrive that leave 0 for 1 every 10 µs. */
function arrivals(state: NetworkState, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => state.pass(0, 1, 10 * i)).flatMap((passage) =>
    typeof passage === "string" ? [] : passage,
  );
}

function sorted(times: readonly number[]): readonly number[] {
  return [...times].sort((left, right) => left - right);
}

const UNSTEADY: Partial<Network> = { latency: { type: "exponential", meanUs: 5_000 } };

describe("what the network does to a message", () => {
  it("delays it by the latency, and nothing else, where it is quiet", () => {
    expect(stateOf({}).pass(0, 1, 500)).toEqual([1_500]);
  });

  it("loses about the share that it is told to", () => {
    const lost = 10_000 - arrivals(stateOf({ loss: 0.3 }), 10_000).length;
    expect(Math.abs(lost - 3_000)).toBeLessThan(3 * Math.sqrt(10_000 * 0.3 * 0.7));
  });

  it("loses all with a chance of 1, none with 0", () => {
    expect(stateOf({ loss: 1 }).pass(0, 1, 0)).toBe("lost");
    expect(arrivals(stateOf({ loss: 0 }), 1_000)).toHaveLength(1_000);
  });

  it("doubles about the share that it is told to", () => {
    const doubled = arrivals(stateOf({ duplication: 0.2 }), 10_000).length - 10_000;
    expect(Math.abs(doubled - 2_000)).toBeLessThan(3 * Math.sqrt(10_000 * 0.2 * 0.8));
  });

  it("keeps the order of a link's messages, however unsteady the latency", () => {
    const times = arrivals(stateOf({ ...UNSTEADY, duplication: 0.3 }), 2_000);
    expect(times).toEqual(sorted(times));
  });

  it("lets some overtake others only where it may reorder", () => {
    const times = arrivals(stateOf({ ...UNSTEADY, reorder: 0.5 }), 2_000);
    expect(times).not.toEqual(sorted(times));
  });

  it("keeps the order of messages on their way when the network becomes a faster one", () => {
    const state = stateOf({});
    state.noteArrival(0, 1, 1_000);
    state.set(quietNetwork(10));
    expect(state.pass(0, 1, 100)).toEqual([1_000]);
    expect(state.pass(0, 2, 100)).toEqual([110]);
  });

  it("gives each link its own luck: what passes elsewhere does not change it", () => {
    const alone = stateOf({ ...UNSTEADY, loss: 0.5 });
    const among = stateOf({ ...UNSTEADY, loss: 0.5 });
    for (let i = 0; i < 50; i++) {
      among.pass(2, 3, 10 * i);
      among.pass(1, 0, 10 * i);
      expect(among.pass(0, 1, 10 * i)).toEqual(alone.pass(0, 1, 10 * i));
    }
  });
});

describe("a blocked link", () => {
  it("lets nothing pass that way, and everything the other way", () => {
    const state = stateOf({});
    state.setBlocked(0, 1, true);
    expect([state.pass(0, 1, 0), state.pass(1, 0, 0)]).toEqual(["blocked", [1_000]]);
    expect([state.isBlocked(0, 1), state.isBlocked(1, 0)]).toEqual([true, false]);
    state.setBlocked(0, 1, false);
    expect(state.pass(0, 1, 0)).toEqual([1_000]);
  });
});

describe("a partition", () => {
  it("blocks between groups, not within them, and not those in no group", () => {
    const state = stateOf({});
    state.partition([
      [0, 1],
      [2, 3],
    ]);
    expect(state.pass(0, 1, 0)).toEqual([1_000]);
    expect([state.pass(0, 2, 0), state.pass(3, 1, 0)]).toEqual(["blocked", "blocked"]);
    expect([state.pass(4, 0, 0), state.pass(2, 4, 0), state.pass(4, 5, 0)]).toEqual([[1_000], [1_000], [1_000]]);
    expect([state.isBlocked(0, 2), state.isBlocked(0, 4)]).toEqual([true, false]);
  });

  it("takes the place of the one before", () => {
    const state = stateOf({});
    state.partition([[0], [1]]);
    state.partition([[0], [2]]);
    expect([state.pass(0, 1, 0), state.pass(0, 2, 0)]).toEqual([[1_000], "blocked"]);
  });

  it("ends with healing, as do blocks and clogs", () => {
    const state = stateOf({});
    state.partition([[0], [1]]);
    state.setBlocked(2, 3, true);
    state.clog(4, 5, 9_000);
    state.heal();
    expect([state.pass(0, 1, 0), state.pass(2, 3, 0), state.pass(4, 5, 0)]).toEqual([[1_000], [1_000], [1_000]]);
  });
});

describe("a clogged link", () => {
  it("holds back what enters it until it is clear, in its order, and slows no other", () => {
    const state = stateOf({});
    state.clog(0, 1, 5_000);
    expect([state.pass(0, 1, 0), state.pass(0, 1, 2_000)]).toEqual([[6_000], [6_000]]);
    expect([state.pass(1, 0, 0), state.pass(0, 2, 0)]).toEqual([[1_000], [1_000]]);
    expect(state.pass(0, 1, 5_500)).toEqual([6_500]);
  });
});
