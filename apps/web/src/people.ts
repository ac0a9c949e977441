import type { PeerId } from "@hearsay/gossip";
import type { Neighbor } from "@hearsay/mesh";
import { defaultName } from "./default-name";
import { COLOR_COUNT, colorOf } from "./palette";
import { decodePresence, type Presence } from "./presence";

/** Somebody who is here, as the page shows them. */
export interface Person extends Omit<Presence, "linkedTo"> {
  readonly peer: PeerId;
  /** This tab itself. */
  readonly self: boolean;
  /** Nothing was heard of this tab for a while. */
  readonly silent: boolean;
  /** The text that stands is this tab's. */
  readonly newest: boolean;
}

/**
 * Everyone who is here: this tab first, then the members in their order. No two have one color while there are
 * colors left; tabs that see the same people give them the same.
 */
export function peopleOf(
  own: Pick<Person, "peer" | "name">,
  members: readonly Neighbor[],
  newest: PeerId | undefined,
): readonly Person[] {
  const self: Person = {
    ...own,
    color: colorOf(own.peer),
    self: true,
    silent: false,
    newest: own.peer === newest,
  };
  return withColorsApart([self, ...members.map((member) => personOf(member, newest))]);
}

/** In order of id everyone has the color they gave, or the next that is free. */
function withColorsApart(people: readonly Person[]): readonly Person[] {
  const taken = new Map<number, PeerId>();
  for (const { peer, color } of [...people].sort((left, right) => (left.peer < right.peer ? -1 : 1))) {
    let free = color;
    while (taken.has(free) && taken.size < COLOR_COUNT) free = (free + 1) % COLOR_COUNT;
    if (!taken.has(free)) taken.set(free, peer);
  }
  const colors = new Map([...taken].map(([color, peer]) => [peer, color]));
  return people.map((person) => ({ ...person, color: colors.get(person.peer) ?? person.color }));
}

function personOf({ peer, presence, suspected }: Neighbor, newest: PeerId | undefined): Person {
  // Until a tab has said who it is, and where what it says is nonsense, it goes by what its id gives.
  const said = decodePresence(presence) ?? { name: defaultName(peer), color: colorOf(peer) };
  return { ...said, peer, self: false, silent: suspected, newest: peer === newest };
}
