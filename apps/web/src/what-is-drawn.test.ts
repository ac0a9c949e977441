import type { MeshEvent } from "@hearsay/mesh";
import { expect, test } from "vitest";
import { mayStand, type WhatIsDrawn } from "./what-is-drawn";

const DRAWN: WhatIsDrawn = { title: "Garden", members: 2, receipts: 1 };
const byPeer: MeshEvent = { type: "changed", by: "peer" };
const state: MeshEvent = { type: "state" };

test("what others write in the body, and how they stand, may be drawn a moment later", () => {
  expect(mayStand(DRAWN, byPeer, { ...DRAWN })).toBe(true);
  expect(mayStand(DRAWN, state, { ...DRAWN })).toBe(true);
});

test("who is here, who has what was written, and the title are drawn at once where they are others", () => {
  expect(mayStand(DRAWN, byPeer, { ...DRAWN, title: "Garden, 2027" })).toBe(false);
  expect(mayStand(DRAWN, state, { ...DRAWN, members: 1 })).toBe(false);
  for (const receipts of [0, 2, undefined]) expect(mayStand(DRAWN, state, { ...DRAWN, receipts })).toBe(false);
});

test("so is what this tab does, all else that happens, and what was never drawn", () => {
  for (const by of ["self", "storage", "restamp"] as const) {
    expect(mayStand(DRAWN, { type: "changed", by }, DRAWN)).toBe(false);
  }
  expect(mayStand(DRAWN, { type: "receiving", share: 0.5 }, DRAWN)).toBe(false);
  for (const event of [byPeer, state]) expect(mayStand(undefined, event, DRAWN)).toBe(false);
});
