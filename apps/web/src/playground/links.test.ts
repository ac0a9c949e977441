import { describe, expect, it } from "vitest";
import { type KnownLink, parting } from "./links";

const link = (from: number, to: number, cut: boolean): KnownLink => ({ ends: [from, to], cut });

describe("parting a node from the others", () => {
  it("cuts what of its links is whole, and no link of others", () => {
    const links = [link(0, 1, false), link(0, 2, true), link(1, 2, false), link(0, 3, false)];
    expect(parting(links, 0)).toEqual({
      type: "cut",
      links: [
        [0, 1],
        [0, 3],
      ],
    });
  });

  it("mends all its links once every one of them is cut", () => {
    const links = [link(0, 1, true), link(1, 2, false), link(0, 3, true)];
    expect(parting(links, 0)).toEqual({
      type: "mend",
      links: [
        [0, 1],
        [0, 3],
      ],
    });
  });
});
