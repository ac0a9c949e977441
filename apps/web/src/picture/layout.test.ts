import { describe, expect, it } from "vitest";
import { type Arrangement, distanceToLine, type Layout, layOut, type Size } from "./layout";

const ARRANGEMENTS: readonly Arrangement[] = ["circle", "line", "grid"];
const [MIN_NODES, MAX_NODES] = [2, 200];
const WIDE: Size = { width: 656, height: 492 };
const NARROW: Size = { width: 350, height: 350 };

function nearestTwo({ points }: Layout): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { x, y }] of points.entries()) {
    for (const other of points.slice(index + 1)) least = Math.min(least, Math.hypot(other.x - x, other.y - y));
  }
  return least;
}

describe("the layout", () => {
  it("keeps every square within the picture and apart from the others, however they are arranged", () => {
    for (const size of [WIDE, NARROW]) {
      for (const arrangement of ARRANGEMENTS) {
        for (let nodes = MIN_NODES; nodes <= MAX_NODES; nodes += nodes < 70 ? 1 : 13) {
          const layout = layOut(arrangement, nodes, size);
          const half = layout.square / 2;
          const title = `${arrangement} of ${nodes} in ${size.width}`;
          expect(layout.points, title).toHaveLength(nodes);
          for (const { x, y } of layout.points) {
            expect(Math.min(x - half, y - half, size.width - x - half, size.height - y - half), title).toBeGreaterThan(
              0,
            );
          }
          expect(nearestTwo(layout), title).toBeGreaterThan(layout.square + 3);
        }
      }
    }
  });

  it("keeps the numbers within the picture, and leaves them out where there is no room", () => {
    for (const arrangement of ARRANGEMENTS) {
      for (const { x, y } of layOut(arrangement, 25, NARROW).numbers) {
        expect(Math.min(x - 6, y - 6, NARROW.width - x - 6, NARROW.height - y - 6), arrangement).toBeGreaterThanOrEqual(
          0,
        );
      }
    }
    const many = layOut("circle", 60, NARROW);
    expect(many.numbers).toEqual([]);
    // Their room is the nodes' then.
    expect((many.points[0]?.y ?? 0) - many.square / 2).toBeLessThan(10);
  });

  it("puts a line in one row where it fits, and else lets it go on below, backwards", () => {
    const rows = (nodes: number, size: Size) => new Set(layOut("line", nodes, size).points.map(({ y }) => y)).size;
    expect(rows(10, WIDE)).toBe(1);
    expect(rows(10, NARROW)).toBe(2);
    const { points } = layOut("line", 10, NARROW);
    expect(points[5]?.x).toBeCloseTo(points[4]?.x ?? 0);
    expect(points[9]?.x).toBeCloseTo(points[0]?.x ?? 0);
  });

  it("lays a grid out as the simulator links it", () => {
    const { points } = layOut("grid", 23, WIDE);
    expect(points[5]?.x).toBeCloseTo(points[0]?.x ?? 0);
    expect(points[4]?.y).toBeCloseTo(points[0]?.y ?? 0);
  });

  it("puts the first node of a circle at the top", () => {
    const { points } = layOut("circle", 8, WIDE);
    expect(Math.min(...points.map(({ y }) => y))).toBe(points[0]?.y);
  });
});

it("the distance to a link is measured to its nearest point, also beyond its ends", () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  expect(distanceToLine({ x: 5, y: 3 }, from, to)).toBe(3);
  expect(distanceToLine({ x: 13, y: 4 }, from, to)).toBe(5);
  expect(distanceToLine({ x: 3, y: 4 }, from, from)).toBe(5);
});
