import { describe, expect, it } from "vitest";
import { spreadWords } from "./spread-words";

describe("the words for the room's spread", () => {
  it("are none for the default", () => {
    expect(spreadWords({ strategy: "plumtree", intervalMs: 200 })).toBeUndefined();
  });

  it("name what was chosen", () => {
    expect(spreadWords({ strategy: "push", intervalMs: 1000 })).toBe("Spread: push every 1000 ms");
    expect(spreadWords({ strategy: "plumtree", intervalMs: 500 })).toBe("Spread: plumtree, repaired every 500 ms");
    expect(spreadWords({ strategy: "broadcast", intervalMs: 200 })).toBe("Spread: naive broadcast");
    expect(spreadWords({ strategy: "rumor", intervalMs: 300 })).toBe("Spread: rumor mongering every 300 ms");
  });
});
