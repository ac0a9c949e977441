import type { PeerId } from "@hearsay/gossip";
import type { Neighbor } from "@hearsay/mesh";
import { defaultName } from "./default-name";
import { colorOf } from "./palette";
import { decodePresence, type Presence } from "./presence";

/** Somebody who is here, as the page shows them. */
export interface Person extends Presence {
  readonly peer: PeerId;
  /** This tab itself. */
  readonly self: boolean;
  /** Nothing was heard of this tab for a while. */
  readonly silent: boolean;
  /** The text that stands is this tab's. */
  readonly newest: boolean;
}

/** Everyone who is here: this tab first, then the neighbors in their order. */
export function peopleOf(
  own: Pick<Person, "peer" | "name">,
  neighbors: readonly Neighbor[],
  newest: PeerId | undefined,
) {
  const self: Person = {
    ...own,
    color: colorOf(own.peer),
    self: true,
    silent: false,
    newest: own.peer === newest,
  };
  return [self, ...neighbors.map((neighbor) => personOf(neighbor, newest))];
}

function personOf({ peer, presence, suspected }: Neighbor, newest: PeerId | undefined): Person {
  // Until a tab has said who it is, and where what it says is nonsense, it goes by what its id gives.
  const said = decodePresence(presence) ?? { name: defaultName(peer), color: colorOf(peer) };
  return { ...said, peer, self: false, silent: suspected, newest: peer === newest };
}
