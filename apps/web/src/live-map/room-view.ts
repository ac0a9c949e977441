import type { PeerId, Standing } from "@hearsay/gossip";
import type { Neighbor } from "@hearsay/mesh";
import { defaultName } from "../default-name";
import type { LinkEnds } from "../picture/scene";
import { markOf, type Presence } from "../presence";

/**
 * What this tab knows of the text that a tab has: "newest", where nobody is known to have more; "behind", where it is not
 * known to have all; "unknown", where it never said; "silent", where nothing was heard of it for a while.
 */
export type Knowledge = "newest" | "behind" | "unknown" | "silent";

/** How a tab stands to this one: linked, cut off by the fault port, or linked to others only. */
export type Tie = "self" | "linked" | "cut" | "apart";

export interface MapTab {
  readonly peer: PeerId;
  readonly name: string;
  readonly knowledge: Knowledge;
  readonly tie: Tie;
  /** To how many of the tabs shown it is linked. */
  readonly links: number;
}

export interface MapLink {
  /** Indexes into the tabs. */
  readonly ends: LinkEnds;
  readonly cut: boolean;
}

/** The room as this tab knows it. */
export interface RoomView {
  /** In order of id: every tab draws the same picture. */
  readonly tabs: readonly MapTab[];
  readonly links: readonly MapLink[];
}

export interface RoomSight {
  readonly self: PeerId;
  readonly name: string;
  readonly neighbors: readonly Neighbor[];
  /** Whom the fault port keeps away. */
  readonly cut: ReadonlySet<PeerId>;
  /** What everyone said last who ever said something; of a neighbor, what it says now. */
  readonly known: ReadonlyMap<PeerId, Presence>;
  readonly standingOf: (neighbor: PeerId) => Standing;
}

/**
 * Shows this tab, its neighbors, whom it is cut off from, and whoever a neighbor says it is linked to and was met before.
 * This tab's links are as they are, the others' as their tabs say.
 */
export function roomViewOf(sight: RoomSight): RoomView {
  const { self, neighbors, cut, known } = sight;
  const linked = new Map(neighbors.map((neighbor) => [neighbor.peer, neighbor]));
  const named = new Set(neighbors.flatMap(({ peer }) => known.get(peer)?.linkedTo ?? []));
  const others = [...known.keys()].filter((peer) => named.has(markOf(peer)));
  const peers = [...new Set([self, ...linked.keys(), ...cut, ...others])].sort();
  const links = linksOf(sight, peers, linked);
  const isOvertaken = neighbors.some(({ peer }) => sight.standingOf(peer) === "more");
  const counts = new Map<number, number>();
  for (const { ends, cut } of links) {
    if (!cut) for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const tabs = peers.map((peer, index): MapTab => {
    const shared = { peer, links: counts.get(index) ?? 0 };
    const neighbor = linked.get(peer);
    if (peer === self) {
      return { ...shared, name: sight.name, knowledge: isOvertaken ? "behind" : "newest", tie: "self" };
    }
    const name = known.get(peer)?.name ?? defaultName(peer);
    if (!neighbor) return { ...shared, name, knowledge: "unknown", tie: cut.has(peer) ? "cut" : "apart" };
    const knowledge = neighbor.suspected ? "silent" : knowledgeOf(sight.standingOf(peer), isOvertaken);
    return { ...shared, name, knowledge, tie: "linked" };
  });
  return { tabs, links };
}

function knowledgeOf(standing: Standing, isOvertaken: boolean): Knowledge {
  switch (standing) {
    case "more":
      return "newest";
    case "same":
      return isOvertaken ? "behind" : "newest";
    case "less":
      return "behind";
    case "unknown":
      return "unknown";
    default:
      return standing satisfies never;
  }
}

function linksOf(
  { self, cut, known }: RoomSight,
  peers: readonly PeerId[],
  linked: ReadonlyMap<PeerId, Neighbor>,
): readonly MapLink[] {
  const links = new Map<string, MapLink>();
  const add = (from: number, to: number, isCut: boolean) => {
    const ends: LinkEnds = from < to ? [from, to] : [to, from];
    links.set(ends.join(), { ends, cut: isCut });
  };
  const own = peers.indexOf(self);
  const byMark = new Map(peers.map((peer, index) => [markOf(peer), index]));
  for (const [index, peer] of peers.entries()) {
    if (linked.has(peer)) add(own, index, false);
    else if (cut.has(peer)) add(own, index, true);
    // What a tab said that is no neighbor any more may be long past.
    for (const mark of linked.has(peer) ? (known.get(peer)?.linkedTo ?? []) : []) {
      const other = byMark.get(mark);
      if (other !== undefined && other !== own && other !== index) add(index, other, false);
    }
  }
  return [...links.values()];
}
