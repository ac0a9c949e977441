import { describe, expect, test } from "vitest";
import { parseOptions } from "./options";

describe("the command line of the bench of partitions", () => {
  test("asks for three of them, with four tabs of both on each host, where it asks for nothing", () => {
    expect(parseOptions([])).toEqual({
      tabs: 4,
      rooms: 1,
      contenders: ["hearsay", "y-webrtc"],
      partitions: [
        { cut: "silent", apartMs: 45_000 },
        { cut: "silent", apartMs: 90_000 },
        { cut: "carrier", apartMs: 45_000 },
      ],
    });
  });

  test("asks for other times, cuts, tabs, and for one of the two", () => {
    expect(
      parseOptions(["--apart", "20,60", "--cut", "carrier", "--tabs", "8", "--rooms", "2", "--only", "hearsay"]),
    ).toEqual({
      tabs: 8,
      rooms: 2,
      contenders: ["hearsay"],
      partitions: [
        { cut: "carrier", apartMs: 20_000 },
        { cut: "carrier", apartMs: 60_000 },
      ],
    });
  });

  test("asks for every time under every cut", () => {
    const { partitions } = parseOptions(["--cut", "carrier,silent"]);
    expect(partitions.map(({ cut, apartMs }) => `${cut} ${apartMs / 1_000}`)).toEqual([
      "carrier 45",
      "carrier 90",
      "silent 45",
      "silent 90",
    ]);
  });

  test.each([
    ["--tabs", "0"],
    ["--tabs", "17"],
    ["--tabs", "1e1"],
    ["--rooms", "0"],
    ["--apart", "9"],
    ["--apart", "45,"],
    ["--cut", "loud"],
    ["--only", "yjs"],
    ["--slow"],
  ])("is refused where it asks for what there is not: %s %s", (...line) => {
    expect(() => parseOptions(line)).toThrow();
  });
});
