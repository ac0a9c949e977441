import type { Standing } from "@hearsay/gossip";
import type { MeshState } from "@hearsay/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultName } from "./default-name";
import { approximateDuration } from "./duration";
import { encodePresence } from "./presence";
import { isShared, statusOf } from "./status";
import { meshState, neighbors } from "./test-fixtures/mesh-state";

const OPENING = { type: "opening" } as const;
const HOUR_MS = 3_600_000;
const remarksOf = (changes: Partial<MeshState>) => statusOf(meshState(changes), OPENING).remarks;

describe("the status line", () => {
  it("says that it is connecting", () => {
    const status = statusOf(meshState({ introductions: { type: "connecting" } }), OPENING);
    expect(status.tone).toBe("connecting");
    expect(status.summary).toMatch(/^Connecting/);
  });

  it("says that this tab is alone, and what to do", () => {
    expect(statusOf(meshState({}), OPENING)).toEqual({
      tone: "alone",
      summary:
        "Alone: connected to no other tab. What you write now is only in this tab: share the link, and keep the tab open.",
      receipt: undefined,
      remarks: [],
    });
  });

  it("says where the text is while this browser keeps it, and what is wrong while it cannot", () => {
    expect(statusOf(meshState({}), { type: "kept" }).summary).toBe(
      "Alone: connected to no other tab. What you write is kept in this browser, and nowhere else yet: share the link.",
    );
    const full = statusOf(meshState({}), { type: "unavailable", reason: "full" });
    expect(full.summary).toMatch(/only in this tab: share the link, and keep the tab open\.$/);
    expect(full.remarks[0]).toMatch(/^This browser has no room left/);
  });

  it("counts the others", () => {
    expect(statusOf(meshState({ neighbors: neighbors(1) }), OPENING).summary).toBe("With 1 other.");
    expect(statusOf(meshState({ neighbors: neighbors(7) }), OPENING).summary).toBe("With 7 others.");
  });

  it("knows whether what was written here is elsewhere too, or where nothing was, what the note holds", () => {
    const shared = (changes: Partial<MeshState>, ...standings: readonly Standing[]) => {
      const state = meshState({ neighbors: neighbors(standings.length), ...changes });
      return isShared({ state, standingOf: (peer) => standings[state.members.findIndex((m) => m.peer === peer)]! });
    };
    expect(shared({ receipts: 1 }, "less", "less")).toBe(true);
    expect(shared({ receipts: 0 }, "same", "same")).toBe(false);
    expect(shared({ receipts: 1 })).toBe(false);
    for (const standing of ["same", "more"] as const) expect(shared({}, "less", standing)).toBe(true);
    for (const standing of ["unknown", "less"] as const) expect(shared({}, standing)).toBe(false);
    expect(shared({})).toBe(false);
  });

  it("says on how many tabs what was written here is known to be", () => {
    const receiptOf = (changes: Partial<MeshState>, type: "opening" | "kept" = "opening") =>
      statusOf(meshState(changes), { type }).receipt;
    expect(receiptOf({ neighbors: neighbors(3) })).toBeUndefined();
    expect(receiptOf({ receipts: 0 })).toBeUndefined();
    expect(receiptOf({ neighbors: neighbors(1), receipts: 1 })).toBe("What you wrote is on both tabs.");
    expect(receiptOf({ neighbors: neighbors(3), receipts: 3 })).toBe("What you wrote is on all 4 tabs.");
    expect(receiptOf({ neighbors: neighbors(3), receipts: 1 })).toBe(
      "What you wrote is on 2 of 4 tabs, as far as known.",
    );
    expect(receiptOf({ neighbors: neighbors(3), receipts: 0 })).toBe(
      "What you wrote is only in this tab, as far as known.",
    );
    expect(receiptOf({ neighbors: neighbors(40), receipts: 40 })).toContain(
      "on all 40 tabs that this one is connected to",
    );
    expect(receiptOf({ neighbors: neighbors(40), receipts: 7 })).toContain("on 7 of the 40 tabs");
    expect(receiptOf({ neighbors: neighbors(40), receipts: 0 })).toContain("on none of the tabs that");
    expect(receiptOf({ neighbors: neighbors(3), receipts: 0 }, "kept")).toBe(
      "What you wrote is in this browser only, as far as known.",
    );
  });

  it("counts those that fell silent", () => {
    const [first, second] = neighbors(2);
    const state = meshState({ neighbors: [{ ...first!, suspected: true }, second!] });
    expect(statusOf(state, OPENING).summary).toBe("With 2 others, 1 of them silent.");
  });

  it("knows the others before the server has answered again", () => {
    const state = meshState({ introductions: { type: "connecting" }, neighbors: neighbors(2) });
    expect(statusOf(state, OPENING).summary).toBe("With 2 others.");
  });

  it("says that the server is away, and what still goes on", () => {
    expect(remarksOf({ introductions: { type: "away" }, neighbors: neighbors(2) })).toEqual([
      "The introduction server is away. Writing together goes on; nobody new can come in until it is back.",
    ]);
    expect(remarksOf({ introductions: { type: "away" } })).toEqual([
      "The introduction server is away, so nobody can come in. You can go on writing; this tab keeps trying.",
    ]);
  });

  it("gives the server's reason for a refusal", () => {
    expect(remarksOf({ introductions: { type: "refused", message: "This room is full" } })).toEqual([
      "The introduction server refused this tab: This room is full. This tab keeps trying.",
    ]);
  });

  it("says whose time is used where the clock is off", () => {
    expect(remarksOf({ roomTime: { offsetMs: HOUR_MS, source: "peers" } })).toEqual([
      "This device's clock is about 1 hour behind. The room's time is used.",
    ]);
    expect(remarksOf({ roomTime: { offsetMs: -366 * 24 * HOUR_MS, source: "server" } })).toEqual([
      "This device's clock is about 1 year ahead. The room's time is used.",
    ]);
  });

  it("has no word for a clock that is off by little, or that nobody corrects", () => {
    expect(remarksOf({ roomTime: { offsetMs: 5_000, source: "peers" } })).toEqual([]);
    expect(remarksOf({ roomTime: { offsetMs: -5_000, source: "server" } })).toEqual([]);
    expect(remarksOf({ roomTime: { offsetMs: HOUR_MS, source: "device" } })).toEqual([]);
  });

  it("tells of tabs that no connection leads to, while the server says that they are there", () => {
    expect(remarksOf({ unreached: 1 })).toEqual([
      "No route to 1 other tab of this note was found. This tab keeps trying; where the networks between let no direct connection through, it takes a relay (a TURN server).",
    ]);
    expect(remarksOf({ unreached: 2, introductions: { type: "away" } }).join()).not.toContain("No route");
  });

  it("counts tabs of another version", () => {
    const [first, second] = neighbors(2).map(({ peer }) => ({ peer, version: 9 }));
    expect(remarksOf({ otherVersions: [first!] })).toEqual([
      "1 tab here runs another version of Hearsay. Reload both to write together.",
    ]);
    expect(remarksOf({ otherVersions: [first!, second!] })).toEqual([
      "2 tabs here run another version of Hearsay. Reload all of them to write together.",
    ]);
  });

  it("names the tabs that hold another text under the same edits, and says what is safe", () => {
    const [first, second] = neighbors(2);
    const presence = encodePresence({ name: "Ada", color: 1, linkedTo: [] });
    const both = [{ ...first!, presence }, second!];
    expect(remarksOf({ neighbors: both, diverged: [first!.peer] })).toEqual([
      "Ada’s tab holds another text under the same edits: somebody here wrote under two faces. The text here stays, and can be copied or exported.",
    ]);
    const [remark] = remarksOf({ neighbors: both, diverged: [first!.peer, second!.peer] });
    expect(remark).toContain(`Ada’s and ${defaultName(second!.peer)}’s tabs hold another text`);
  });

  it("does not count tabs of another version among those with whom one writes", () => {
    const [first, second] = neighbors(2);
    const otherVersions = [{ peer: first!.peer, version: 9 }];
    expect(statusOf(meshState({ neighbors: [first!, second!], otherVersions }), OPENING).summary).toBe("With 1 other.");
    expect(statusOf(meshState({ neighbors: [first!], otherVersions }), OPENING)).toMatchObject({
      tone: "alone",
      summary: "Nobody here can read this tab. What you write now is only in this tab.",
    });
  });

  it("counts what was refused, here and by others", () => {
    const counts = { ...meshState({}).counts, ahead: 3, contradictions: 1, refusedByNeighbors: 1 };
    expect(remarksOf({ counts })).toEqual([
      "3 messages stamped too far in the future were refused.",
      "1 message that contradicts an earlier one was refused.",
      "Others refused 1 message of this tab as stamped too far in the future.",
    ]);
  });

  it("never claims that the others have the text", () => {
    fc.assert(
      fc.property(fc.nat({ max: 9 }), fc.constantFrom("connecting", "connected", "away"), (others, type) => {
        const { summary, remarks } = statusOf(
          meshState({ neighbors: neighbors(others), introductions: { type } }),
          OPENING,
        );
        expect([summary, ...remarks].join(" ")).not.toMatch(
          /\b(in sync|synced|synchronized|online|saved|up to date)\b/i,
        );
      }),
    );
  });
});

describe("an approximate duration", () => {
  it.each([
    [6_000, "6 seconds"],
    [59_000, "1 minute"],
    [61 * 60_000, "1 hour"],
    [59.5 * 60_000, "1 hour"],
    [HOUR_MS - 40, "1 hour"],
    [26 * HOUR_MS, "1 day"],
    [400 * 24 * HOUR_MS, "1 year"],
    [10 * 365.25 * 24 * HOUR_MS, "10 years"],
    [12, "12 milliseconds"],
  ])("of %d ms is %s", (ms, words) => expect(approximateDuration(ms)).toBe(words));
});
