import type { PeerId, Standing } from "@hearsay/gossip";
import type { Member } from "@hearsay/mesh";
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
  readonly members: readonly Omit<Member, "presence">[];
  /** Whom the fault port keeps away. */
  readonly cut: ReadonlySet<PeerId>;
  /** What the members say of themselves, and, as they said it last, those who have gone. */
  readonly known: ReadonlyMap<PeerId, Presence>;
  readonly standingOf: (member: PeerId) => Standing;
}

/**
 * Shows this tab, the other members of the room, and whom it is cut off from. This tab's links are as they are, the
 * others' as their tabs say.
 */
export function roomViewOf(sight: RoomSight): RoomView {
  const { self, cut, known } = sight;
  const members = new Map(sight.members.map((member) => [member.peer, member]));
  const peers = [...new Set([self, ...members.keys(), ...cut])].sort();
  const links = linksOf(sight, peers);
  const standings = new Map(sight.members.map(({ peer }) => [peer, sight.standingOf(peer)]));
  const isOvertaken = [...standings.values()].includes("more");
  const counts = new Map<number, number>();
  for (const { ends, cut } of links) {
    if (!cut) for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const tabs = peers.map((peer, index): MapTab => {
    const shared = { peer, links: counts.get(index) ?? 0 };
    const member = members.get(peer);
    if (peer === self) {
      return { ...shared, name: sight.name, knowledge: isOvertaken ? "behind" : "newest", tie: "self" };
    }
    const name = known.get(peer)?.name ?? defaultName(peer);
    const tie = tieOf(member, cut.has(peer));
    if (!member) return { ...shared, name, knowledge: "unknown", tie };
    const knowledge = member.suspected ? "silent" : knowledgeOf(standings.get(peer) ?? "unknown", isOvertaken);
    return { ...shared, name, knowledge, tie };
  });
  return { tabs, links };
}

function tieOf(member: RoomSight["members"][number] | undefined, isCut: boolean): Tie {
  if (member?.isNeighbor) return "linked";
  return isCut ? "cut" : "apart";
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

function linksOf({ self, cut, known, members }: RoomSight, peers: readonly PeerId[]): readonly MapLink[] {
  const links = new Map<string, MapLink>();
  const add = (from: number, to: number, isCut: boolean) => {
    const ends: LinkEnds = from < to ? [from, to] : [to, from];
    links.set(ends.join(), { ends, cut: isCut });
  };
  const own = peers.indexOf(self);
  const isNeighbor = new Map(members.map((member) => [member.peer, member.isNeighbor]));
  const byMark = new Map(peers.map((peer, index) => [markOf(peer), index]));
  for (const [index, peer] of peers.entries()) {
    if (isNeighbor.get(peer)) add(own, index, false);
    else if (cut.has(peer)) add(own, index, true);
    // What a tab said that is no member any more may be long past.
    for (const mark of isNeighbor.has(peer) ? (known.get(peer)?.linkedTo ?? []) : []) {
      const other = byMark.get(mark);
      if (other !== undefined && other !== own && other !== index) add(index, other, false);
    }
  }
  return [...links.values()];
}
