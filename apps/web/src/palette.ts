import type { PeerId } from "@hearsay/gossip";

/** How many colors there are. `tokens.css` defines them as `--person-0` and so on, for light and dark pages. */
export const COLOR_COUNT = 10;

/** The color of a peer's square: the same in every tab. */
export function colorOf(peer: PeerId): number {
  return Number.parseInt(peer.slice(8, 12), 16) % COLOR_COUNT;
}
