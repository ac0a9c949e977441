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

/** `before` where it says the same as `now`: then there is nothing to draw. */
export function unlessSame(before: readonly Person[], now: readonly Person[]): readonly Person[] {
  return now.length === before.length && now.every((person, i) => isSame(person, before[i])) ? before : now;
}

function isSame(left: Person, right: Person | undefined): boolean {
  return (
    left.peer === right?.peer &&
    left.name === right.name &&
    left.color === right.color &&
    left.caret === right.caret &&
    left.silent === right.silent &&
    left.newest === right.newest
  );
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
  const said = readPresence(presence) ?? { name: defaultName(peer), color: colorOf(peer) };
  return { ...said, peer, self: false, silent: suspected, newest: peer === newest };
}

/** What was said stays the same bytes until something else is said: it is read once. */
const read = new WeakMap<Uint8Array, Presence | undefined>();

function readPresence(bytes: Uint8Array): Presence | undefined {
  if (!read.has(bytes)) read.set(bytes, decodePresence(bytes));
  return read.get(bytes);
}
