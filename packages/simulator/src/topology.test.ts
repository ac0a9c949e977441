import { Random } from "@hearsay/gossip";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Link, linksOf, type Topology } from "./topology";

function links(topology: Topology, nodes: number, seed: number): readonly Link[] {
  return linksOf(topology, nodes, new Random([seed, 0, 0, 0])) ?? [];
}

function degrees(made: readonly Link[], nodes: number): readonly number[] {
  const counts = Array<number>(nodes).fill(0);
  for (const node of made.flat()) counts[node]!++;
  return counts;
}

function isConnected(made: readonly Link[], nodes: number): boolean {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const [from, to] of made) {
      if (reached.has(from)) reached.add(to);
      if (reached.has(to)) reached.add(from);
    }
  }
  return reached.size === nodes;
}

function expectSimple(made: readonly Link[], nodes: number): void {
  const names = made.map(([from, to]) => `${Math.min(from, to)}-${Math.max(from, to)}`);
  expect(new Set(names).size).toBe(made.length);
  for (const [from, to] of made) {
    expect(from).not.toBe(to);
    expect(Math.max(from, to)).toBeLessThan(nodes);
  }
}

describe("a complete graph", () => {
  it("is not written out", () => {
    expect(linksOf({ type: "complete" }, 100_000, new Random([1, 0, 0, 0]))).toBeUndefined();
  });
});

describe("a line, a ring and a grid", () => {
  it.each([1, 2, 3, 4, 7, 12, 16, 50])("are simple and connected, with %d nodes", (nodes) => {
    for (const type of ["line", "ring", "grid"] as const) {
      const made = links({ type }, nodes, 1);
      expectSimple(made, nodes);
      expect(isConnected(made, nodes)).toBe(true);
    }
  });

  it("have the links that their names say", () => {
    expect(links({ type: "line" }, 4, 1)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(degrees(links({ type: "ring" }, 9, 1), 9)).toEqual(Array(9).fill(2));
    expect(degrees(links({ type: "grid" }, 9, 1), 9)).toEqual([2, 3, 2, 3, 4, 3, 2, 3, 2]);
  });

  it("of two nodes have one link", () => {
    for (const type of ["line", "ring", "grid"] as const) expect(links({ type }, 2, 1)).toEqual([[0, 1]]);
  });
});

describe("a random graph", () => {
  it("is simple and gives every node its degree, however many links that makes", () => {
    const sizes = fc.integer({ min: 2, max: 24 }).chain((nodes) =>
      fc.record({
        nodes: fc.constant(nodes),
        degree: fc.integer({ min: 1, max: nodes - 1 }),
        seed: fc.integer({ min: 0 }),
      }),
    );
    fc.assert(
      fc.property(sizes, ({ nodes, degree, seed }) => {
        fc.pre((nodes * degree) % 2 === 0);
        const made = links({ type: "random", degree }, nodes, seed);
        expectSimple(made, nodes);
        expect(degrees(made, nodes)).toEqual(Array(nodes).fill(degree));
      }),
    );
  });

  it("in which everyone is linked to everyone is found too (it once overflowed the stack)", () => {
    expect(links({ type: "random", degree: 15 }, 16, 1)).toHaveLength(120);
  });

  it("is one piece, with three links a node or more, for nearly every seed", () => {
    let pieces = 0;
    for (let seed = 1; seed <= 300; seed++) {
      for (const degree of [3, 4, 6]) if (!isConnected(links({ type: "random", degree }, 40, seed), 40)) pieces++;
    }
    expect(pieces).toBeLessThanOrEqual(1);
  });

  it("is the same for the same seed and another for another", () => {
    const topology: Topology = { type: "random", degree: 3 };
    expect(links(topology, 30, 5)).toEqual(links(topology, 30, 5));
    expect(links(topology, 30, 5)).not.toEqual(links(topology, 30, 6));
  });

  it("draws every graph as often as any other: the 15 pairings of six nodes", () => {
    const counts = new Map<string, number>();
    const runs = 6_000;
    for (let seed = 1; seed <= runs; seed++) {
      const made = links({ type: "random", degree: 1 }, 6, seed);
      const name = made.map((link) => [...link].sort().join("")).sort();
      counts.set(name.join(), (counts.get(name.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(15);
    const expected = runs / 15;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99.9th percentile for 14 degrees of freedom.
    expect(chiSquare).toBeLessThan(36.1);
  });

  it.each([0, -1, 1.5, 4, 5, Number.NaN])("of four nodes with %d links each does not exist", (degree) => {
    expect(() => links({ type: "random", degree }, 4, 1)).toThrow("Expected a degree below 4 that makes whole links");
  });

  it("of five nodes with three links each does not exist: that would be half a link too many", () => {
    expect(() => links({ type: "random", degree: 3 }, 5, 1)).toThrow(RangeError);
  });
});

describe("a list of links", () => {
  it("is taken as it is", () => {
    const given: readonly Link[] = [
      [2, 0],
      [1, 2],
    ];
    expect(links({ type: "links", links: given }, 3, 1)).toEqual(given);
  });

  it.each([[[[0, 0]]], [[[0, 3]]], [[[-1, 0]]], [[[0.5, 1]]], [[[0, Number.NaN]]]] as const)(
    "is refused where it leads nowhere: %j",
    (given) => {
      expect(() => links({ type: "links", links: given as unknown as readonly Link[] }, 3, 1)).toThrow(
        "Expected links between two of 3 nodes",
      );
    },
  );
});
