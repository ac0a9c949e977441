import type { PeerId, Standing } from "@hearsay/gossip";
import { describe, expect, it } from "vitest";
import { defaultName } from "../default-name";
import { markOf, type Presence } from "../presence";
import { peerId } from "../test-fixtures/mesh-state";
import { type RoomSight, roomViewOf } from "./room-view";

/** The ids differ in what stands for them in a presence. */
const [ada, bob, cyd, dan] = [1, 2, 3, 4].map((number) => peerId(number * 2 ** 36)) as [PeerId, PeerId, PeerId, PeerId];
const NAMES = new Map([
  [ada, "Ada"],
  [bob, "Bob"],
  [cyd, "Cyd"],
  [dan, "Dan"],
]);

function says(peer: PeerId, ...linkedTo: readonly PeerId[]): [PeerId, Presence] {
  return [peer, { name: NAMES.get(peer) ?? "", color: 0, linkedTo: linkedTo.map(markOf) }];
}

/** Ada's room, in which the peers given are her neighbors. */
function adasRoom(neighbors: readonly PeerId[], changes: Partial<RoomSight>) {
  return roomViewOf({
    self: ada,
    name: "Ada",
    members: neighbors.map((peer) => ({ peer, suspected: false, isNeighbor: true })),
    cut: new Set(),
    known: new Map(),
    standingOf: () => "same",
    ...changes,
  });
}

describe("the view of a room", () => {
  it("shows a tab that is alone", () => {
    expect(adasRoom([], {})).toEqual({
      tabs: [{ peer: ada, name: "Ada", knowledge: "newest", tie: "self", links: 0 }],
      links: [],
    });
  });

  it("shows the links between others as they say, also where only one of the two says it", () => {
    const known = new Map([says(bob, ada, cyd), says(cyd, ada)]);
    const { tabs, links } = adasRoom([bob, cyd], { known });
    expect(tabs.map(({ name }) => name)).toEqual(["Ada", "Bob", "Cyd"]);
    expect(links.map(({ ends }) => ends)).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    expect(tabs.map((tab) => tab.links)).toEqual([2, 2, 2]);
  });

  it("shows nobody who is no member, whoever names them, nor what they said", () => {
    const known = new Map([says(bob, ada, cyd, dan), says(cyd, bob, dan)]);
    const { tabs, links } = adasRoom([bob, dan], { known });
    expect(tabs.map(({ name }) => name)).toEqual(["Ada", "Bob", defaultName(dan)]);
    expect(links.map(({ ends }) => ends)).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
  });

  it("shows a member that is no neighbor, with what it says of its links", () => {
    const members = [
      { peer: bob, suspected: false, isNeighbor: true },
      { peer: cyd, suspected: false, isNeighbor: false },
      { peer: dan, suspected: true, isNeighbor: false },
    ];
    const known = new Map([says(bob, ada, cyd), says(cyd, bob, dan)]);
    const { tabs, links } = adasRoom([], { members, known, standingOf: (peer) => (peer === cyd ? "unknown" : "same") });
    expect(tabs.map(({ tie, knowledge }) => [tie, knowledge])).toEqual([
      ["self", "newest"],
      ["linked", "newest"],
      ["apart", "unknown"],
      ["apart", "silent"],
    ]);
    expect(links.map(({ ends }) => ends)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it("does not believe a tab that says it is linked to this one", () => {
    const members = [
      { peer: bob, suspected: false, isNeighbor: true },
      { peer: cyd, suspected: false, isNeighbor: false },
    ];
    const { links } = adasRoom([], { members, known: new Map([says(bob, cyd), says(cyd, ada, bob)]) });
    expect(links.map(({ ends }) => ends)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it("keeps whom this tab is cut off from, with the link that was", () => {
    const { tabs, links } = adasRoom([bob], { cut: new Set([cyd, dan]), known: new Map([says(cyd)]) });
    expect(tabs.map(({ name, tie, links }) => [name, tie, links])).toEqual([
      ["Ada", "self", 1],
      [defaultName(bob), "linked", 1],
      ["Cyd", "cut", 0],
      [defaultName(dan), "cut", 0],
    ]);
    expect(links.filter(({ cut }) => cut).map(({ ends }) => ends)).toEqual([
      [0, 2],
      [0, 3],
    ]);
  });

  it.each<[string, Readonly<Record<string, Standing>>, readonly string[]]>([
    ["has all", { [bob]: "same", [cyd]: "less" }, ["newest", "newest", "behind"]],
    ["never said", { [bob]: "unknown", [cyd]: "same" }, ["newest", "unknown", "newest"]],
    ["has more", { [bob]: "more", [cyd]: "same" }, ["behind", "newest", "behind"]],
  ])("shows as newest who is known to have what nobody has more of, where one %s", (_, standings, expected) => {
    const view = adasRoom([bob, cyd], { standingOf: (peer) => standings[peer] ?? "unknown" });
    expect(view.tabs.map(({ knowledge }) => knowledge)).toEqual(expected);
  });

  it("shows as silent who is suspected, whatever it had", () => {
    const members = [{ peer: bob, suspected: true, isNeighbor: true }];
    expect(adasRoom([], { members }).tabs.map(({ knowledge }) => knowledge)).toEqual(["newest", "silent"]);
  });
});
