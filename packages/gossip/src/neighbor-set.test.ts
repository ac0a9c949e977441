import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NeighborList } from "./neighbor-set";
import { peerId } from "./test-fixtures/test-node";

describe("a list of neighbors", () => {
  it("G4: holds exactly who was added and not removed since, as its slow twin does", () => {
    const anyStep = fc.record({ adds: fc.boolean(), peer: fc.nat(6).map(peerId) });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const list = new NeighborList();
        let twin: string[] = [];
        for (const { adds, peer } of steps) {
          if (adds) list.add(peer);
          else list.remove(peer);
          twin = [...twin.filter((each) => each !== peer), ...(adds ? [peer] : [])];
          expect(list.size).toBe(twin.length);
          const held = Array.from({ length: list.size }, (_, i) => list.at(i));
          expect([...held].sort()).toEqual([...twin].sort());
          for (let i = 0; i <= 6; i++) expect(list.has(peerId(i))).toBe(twin.includes(peerId(i)));
        }
      }),
    );
  });

  it("G2: keeps its order but for additions and removals, so that the same pick gives the same neighbor", () => {
    const list = new NeighborList();
    for (let i = 0; i < 4; i++) list.add(peerId(i));
    list.add(peerId(1));
    list.remove(peerId(9));
    const order = () => Array.from({ length: list.size }, (_, i) => list.at(i));
    expect(order()).toEqual([0, 1, 2, 3].map(peerId));
    list.remove(peerId(1));
    expect(order()).toEqual([0, 3, 2].map(peerId));
  });

  it("G4: an index that nobody has is an error", () => {
    const list = new NeighborList();
    list.add(peerId(1));
    for (const index of [-1, 1, 0.5, Number.NaN]) expect(() => list.at(index)).toThrow(RangeError);
  });
});
