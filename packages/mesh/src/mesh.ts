import type { PeerId, Spread, Standing } from "@hearsay/gossip";
import type { Lost } from "@hearsay/merge";
import type { Faults } from "./fault-port";
import type { Traffic } from "./traffic";

/** A tab's part in a room: what it holds is spread to the others, what they hold comes here. Made by `joinRoom`. */
export interface Mesh<Operation> {
  readonly self: PeerId;
  /** A fresh immutable snapshot after every `state` event. */
  readonly state: MeshState;
  /** Applies an operation to the replica and lets it spread. */
  edit(operation: Operation): void;
  /** Takes in what an earlier life of this replica has stored: a delta of its own. Damaged bytes change nothing. */
  load(delta: Uint8Array): void;
  /** What this peer says of itself, at most `MAX_PRESENCE_BYTES`. Replaces what it said before. */
  setPresence(presence: Uint8Array): void;
  /** Sets the strategy and Δ for the whole room. The latest setting wins. */
  setSpread(spread: Spread): void;
  /** Switches faults of this tab on and off; what is not named stays. Throws a `RangeError` where one breaks its bounds. */
  setFaults(faults: Partial<Faults>): void;
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: MeshEvent) => void): () => void;
  /** Calls `watcher` for every message that goes, until the returned function is called. It must not throw. */
  watchTraffic(watcher: (traffic: Traffic) => void): () => void;
  /**
   * What a member is known to have, reckoned when it is asked for. It can be another after every message that comes in and
   * every `changed` event. Of one that is no neighbor only "same" and "less" are told, and in a room of more than 30
   * nothing. Where nobody says what it has, it goes by what was pushed while traffic was watched.
   */
  standingOf(member: PeerId): Standing;
  /** Says goodbye to everyone, forgets them, and stops every timer: a mesh that has left can be collected. */
  leave(): void;
  /** Comes back after `leave`, with the same replica and the same id. */
  rejoin(): void;
  /**
   * Stops at once, as a tab that crashes: nothing is sent any more and nothing is heard. Nobody is told; the neighbors
   * find out by the silence. A mesh that has crashed does not come back.
   */
  crash(): void;
}

export type MeshEvent =
  /** The replica changed: by this tab's own operation, by a peer, by what had been stored, or because its timestamp was unsound. */
  | { readonly type: "changed"; readonly by: "self" | "peer" | "storage" | "restamp" }
  /** A text gave way to one whose writer had not seen it. */
  | { readonly type: "lost"; readonly lost: Lost }
  /** A large delta comes in pieces: of what a neighbor has, this tab has so much by now, 1 at the end. */
  | { readonly type: "receiving"; readonly share: number }
  /** `mesh.state` is a new snapshot. What changes quickly is told in one, so that a flood is none for whoever draws. */
  | { readonly type: "state" };

export interface MeshState {
  readonly introductions: IntroductionState;
  /** Peers with an open channel that were heard within the last 5 s, in order of id. */
  readonly neighbors: readonly Neighbor[];
  /** Everyone else in the room: the neighbors, and those whom the neighbors tell of. In order of id. */
  readonly members: readonly Member[];
  /**
   * How many of the members are known to hold all that this tab's user wrote; undefined where nothing was written, or
   * where the strategy tells nobody.
   */
  readonly receipts: number | undefined;
  /** How many peers the introducer names to whom no channel has led for 10 s, and of whom nobody tells. */
  readonly unreached: number;
  readonly roomTime: RoomTimeState;
  readonly spread: Spread;
  readonly faults: Faults;
  /** Neighbors that speak another version of the protocol: nothing passes between them and us. */
  readonly otherVersions: readonly { readonly peer: PeerId; readonly version: number }[];
  /**
   * Neighbors that hold something else than this tab under the same version, or sent what contradicts it: somebody wrote
   * two texts under one id. Each keeps what it has.
   */
  readonly diverged: readonly PeerId[];
  readonly counts: MeshCounts;
}

export interface Member extends Neighbor {
  /** Whether a channel leads to it. */
  readonly isNeighbor: boolean;
}

export interface Neighbor {
  readonly peer: PeerId;
  /** Empty until it introduced itself. Decode it as hostile. */
  readonly presence: Uint8Array;
  /** Nothing was heard of it for some seconds. */
  readonly suspected: boolean;
}

/** How this tab stands with the server that introduces peers. */
export type IntroductionState =
  | { readonly type: "connecting" }
  | { readonly type: "connected" }
  /** The server cannot be reached; the attempts go on. */
  | { readonly type: "away" }
  /** The server answered no: `message` says why, for people. The attempts go on. */
  | { readonly type: "refused"; readonly message: string };

export interface RoomTimeState {
  /** Room time minus this device's clock, in ms. */
  readonly offsetMs: number;
  /** Whose time is used. */
  readonly source: "device" | "peers" | "server";
}

/** What was dropped so far, and why. */
export interface MeshCounts {
  /** Frames and messages that did not decode. */
  readonly malformed: number;
  /** Introductions whose seal did not open. */
  readonly unsealed: number;
  /** Neighbors that sent more than they may, and were dropped. */
  readonly overBudget: number;
  /** What the introducer sent beyond what it may, and was not looked at. */
  readonly unheard: number;
  /** Deltas refused because their timestamp lies beyond the drift bound. */
  readonly ahead: number;
  /** Deltas that bear a timestamp that is held with other data: their writer lies. */
  readonly contradictions: number;
  /** Deltas for which there is no room. */
  readonly full: number;
  /** Own deltas that a neighbor refused for the same reason. */
  readonly refusedByNeighbors: number;
}

export const NO_COUNTS: MeshCounts = {
  malformed: 0,
  unsealed: 0,
  overBudget: 0,
  unheard: 0,
  ahead: 0,
  contradictions: 0,
  full: 0,
  refusedByNeighbors: 0,
};

/** Where what is refused is counted, by why it is. */
export const REFUSAL_COUNTS = {
  malformed: "malformed",
  ahead: "ahead",
  contradiction: "contradictions",
  full: "full",
} as const;
