import type { Effect } from "../effect";
import type { PeerId } from "../peer-id";

/** What a node does for its table of members. */
export interface MembersHost {
  readonly self: PeerId;
  isNeighbor(peer: PeerId): boolean;
  /** The neighbors to whom records go on: the links of the tree of the first member. */
  links(): Iterable<PeerId>;
  neighbors(): Iterable<PeerId>;
  /** What came from `peer` along the tree of `root` had come before, by another link. */
  knew(peer: PeerId, root: PeerId): void;
  /** What came from `peer` along the tree of `root`, or should have, had come by no other link. */
  heard(peer: PeerId, root: PeerId): void;
  request(peer: PeerId, kind: "members" | "hello"): void;
  perform(effect: Effect): void;
  /** What this node has of the data, as `digestOf` it. */
  digest(): Uint8Array;
  /** `peer`, which may be no neighbor, told what it has. */
  heardDigest(peer: PeerId, digest: Uint8Array): void;
}
