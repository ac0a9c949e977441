import type { PeerId } from "./peer-id";
import type { Spread } from "./spread";

/** What happens to a node. Past participles: each has happened already. */
export type Input<Operation> =
  /** A channel to `peer` is open and new: whatever was known of an earlier one is void. */
  | { readonly type: "connected"; readonly peer: PeerId }
  | { readonly type: "disconnected"; readonly peer: PeerId }
  /** `peer` said goodbye: its channel is closed, and it is not to be looked for. */
  | { readonly type: "departed"; readonly peer: PeerId }
  /** No channel to `peer`, which this node asked for, came about. */
  | { readonly type: "connectFailed"; readonly peer: PeerId }
  /** The introducer names peers that are in the room: all there are, or some more. */
  | { readonly type: "listed"; readonly peers: readonly PeerId[]; readonly areAll: boolean }
  /** The introducer says that `peer` is not in the room any more. */
  | { readonly type: "unlisted"; readonly peer: PeerId }
  /** A message came. Its bytes are whatever the peer chose to send. */
  | { readonly type: "received"; readonly peer: PeerId; readonly bytes: Uint8Array }
  /** The last message sent to `peer` has left: there is room for one more. */
  | { readonly type: "writable"; readonly peer: PeerId }
  /** Nothing went to `peer` for a while, and it is owed a sign of life: what is sent to it now takes the place of one. */
  | { readonly type: "idle"; readonly peer: PeerId }
  /** The user of this node changed the data. */
  | { readonly type: "edited"; readonly operation: Operation }
  /** What an earlier life of this node has stored came back: a delta of its own replica. */
  | { readonly type: "loaded"; readonly delta: Uint8Array }
  /** What this node says of itself, at most `MAX_PRESENCE_BYTES`. */
  | { readonly type: "introduced"; readonly presence: Uint8Array }
  /** The user of this node chose how the room spreads news. */
  | { readonly type: "spreadChosen"; readonly spread: Spread }
  /** The user of this node goes away: it has one more turn. */
  | { readonly type: "leaving" }
  | { readonly type: "timerFired"; readonly timer: Timer };

/**
 * `push` fires every Δ; `hello` repeats what a node says of itself, in case it was lost; `graft` fires when what a
 * neighbor has more should have come along the tree by now; `members` when what was gathered about others is to go on;
 * `overlay` when it is to be looked whether this node has the neighbors it needs.
 */
export type Timer = (typeof TIMERS)[number];

export const TIMERS = ["push", "hello", "graft", "members", "overlay"] as const;
