import { describe, expect, it } from "vitest";
import { peerId } from "../test-fixtures/mesh-state";
import { type LivePictureOptions, livePictureOf } from "./live-picture";
import type { LiveMessage } from "./live-traffic";
import type { MapTab, RoomView } from "./room-view";

const tab = (number: number, changes: Partial<MapTab>): MapTab => ({
  peer: peerId(number),
  name: "Ada Lovelace",
  knowledge: "newest",
  tie: "linked",
  links: 1,
  ...changes,
});
const ROOM: RoomView = {
  tabs: [tab(1, {}), tab(2, { tie: "self" })],
  links: [{ ends: [0, 1], cut: false }],
};
const MESSAGE: LiveMessage = {
  key: 1,
  peer: peerId(1),
  isOutgoing: true,
  message: "news",
  leftMs: 0,
  arrivesMs: 1_000,
  vanishedMs: undefined,
};
const picture = (view: RoomView, messages: readonly LiveMessage[], changes: Partial<LivePictureOptions>) =>
  livePictureOf(view, { messages, strategy: "plumtree", nowMs: 250, isStepping: false, ...changes });

describe("the picture of a room", () => {
  it("names this tab 'you' and the others, as long as there is room", () => {
    expect(picture(ROOM, [], {}).nodes.map(({ name, label }) => [name, label])).toEqual([
      ["Ada Lovelace", "AL"],
      ["you", "AL"],
    ]);
    const long = tab(1, { name: "Augusta Ada King Lovelace" });
    expect(picture({ ...ROOM, tabs: [long] }, [], {}).nodes[0]?.name).toBe("Augusta Ada K…");
    const many = Array.from({ length: 30 }, (_, i) => tab(i, i === 4 ? { tie: "self" } : {}));
    const names = picture({ ...ROOM, tabs: many }, [], {}).nodes.map(({ name }) => name);
    expect(names.filter((name) => name !== "")).toEqual(["you"]);
  });

  it("shows what is known of each in a way of its own", () => {
    const tabs = (["newest", "behind", "unknown", "silent"] as const).map((knowledge) => tab(1, { knowledge }));
    const states = picture({ ...ROOM, tabs }, [], {}).nodes.map(({ state }) => state);
    expect(states).toEqual(["newest", "behind", "empty", "crashed"]);
  });

  it("moves a message from its sender to its receiver, or lets it stand half way", () => {
    expect(picture(ROOM, [MESSAGE], {}).messages).toMatchObject([{ from: 1, to: 0, progress: 0.25, lost: false }]);
    const received = { ...MESSAGE, isOutgoing: false };
    expect(picture(ROOM, [received], {}).messages).toMatchObject([{ from: 0, to: 1 }]);
    expect(picture(ROOM, [MESSAGE], { isStepping: true }).messages[0]?.progress).toBe(0.5);
  });

  it("lets a lost message stay where it vanished", () => {
    const lost = { ...MESSAGE, vanishedMs: 500 };
    expect(picture(ROOM, [lost], { nowMs: 900 }).messages).toMatchObject([{ lost: true, progress: 0.5 }]);
  });

  it("leaves out a message of a tab that is not shown", () => {
    expect(picture(ROOM, [{ ...MESSAGE, peer: peerId(9) }], {}).messages).toEqual([]);
  });

  it("tells text from what is said about it, and a choice at random from the tree", () => {
    const look = (message: LiveMessage["message"], strategy: LivePictureOptions["strategy"]) => {
      const [shown] = picture(ROOM, [{ ...MESSAGE, message }], { strategy }).messages;
      return [shown?.tone, shown?.filled];
    };
    expect(look("news", "plumtree")).toEqual(["newest", true]);
    expect(look("delta", "push")).toEqual(["chosen", true]);
    expect(look("digest", "push")).toEqual(["answer", false]);
  });
});
