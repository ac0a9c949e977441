import { DEFAULT_SPREAD, type PeerId, parsePeerId } from "@hearsay/gossip";
import { type MeshState, type Neighbor, NO_COUNTS, NO_FAULTS } from "@hearsay/mesh";

/** The state of a tab that is alone with nothing amiss, but for `changes`. */
export function meshState(changes: Partial<MeshState>): MeshState {
  return {
    introductions: { type: "connected" },
    neighbors: [],
    roomTime: { offsetMs: 0, source: "server" },
    spread: DEFAULT_SPREAD,
    faults: NO_FAULTS,
    receipts: undefined,
    unreached: 0,
    otherVersions: [],
    diverged: [],
    counts: NO_COUNTS,
    members: (changes.neighbors ?? []).map((each) => ({ ...each, isNeighbor: true })),
    ...changes,
  };
}

/** So many neighbors that have not introduced themselves. */
export function neighbors(count: number): readonly Neighbor[] {
  return Array.from({ length: count }, (_, i) => ({
    peer: peerId(i + 1),
    presence: new Uint8Array(),
    suspected: false,
  }));
}

/** The peer whose id is `number`. */
export function peerId(number: number): PeerId {
  const peer = parsePeerId(number.toString(16).padStart(16, "0"));
  if (peer === undefined) throw new RangeError(`Expected a number that fits a peer id, got ${number}`);
  return peer;
}
