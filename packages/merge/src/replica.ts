import type { Timestamp } from "./timestamp";

/**
 * A copy of shared data that any two holders can bring together, in any order, any number of times: `merge` is
 * commutative, associative and idempotent. Versions and deltas are opaque bytes to everyone but the replica.
 */
export interface Replica<Operation> {
  /** Whether a push carries all that a copy holds, as in the source text, or only what its receiver is not known to have. */
  readonly pushes: "whole" | "lacking";
  /** What this copy has seen. The bytes are not to be changed. */
  version(): Uint8Array;
  /**
   * What a holder of `version` lacks, at most `maxBytes` of it; undefined where it lacks nothing that fits.
   * `version` undefined: a holder of nothing. A version that does not decode counts as nothing.
   */
  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined;
  /**
   * How much of what a holder of `version` has this copy has too: from 0 to 1, and 1 only where it lacks nothing of it. A
   * version that does not decode has nothing.
   */
  shareOf(version: Uint8Array): number;
  /**
   * Whether a holder of `version` has all that a holder of `part`, a version that this copy had, had then. A version that
   * does not decode has nothing.
   */
  includes(version: Uint8Array, part: Uint8Array): boolean;
  /**
   * `HASH_BYTES` bytes that stand for all that this copy holds: two copies of one version that hold different things, which
   * takes a writer that lies, have different ones. Whoever can find two inputs of one BLAKE2s hash could hide that; nobody
   * else can. Costs nothing before it is asked for, and then as much as is new.
   */
  fingerprint(): Uint8Array;
  /** Takes in a delta from anywhere at room time `now` (ms since 1970). What is refused leaves no trace. */
  merge(delta: Uint8Array, now: number): MergeResult;
  /** Applies this copy's own operation at room time `now`. Throws where the operation breaks a limit. */
  edit(operation: Operation, now: number): void;
  /**
   * Where what this copy holds lies beyond the drift bound, so that others must refuse it, writes it again with a sound
   * timestamp. Undefined where there was no need.
   */
  restamp(now: number): Restamped | undefined;
}

export type MergeResult =
  | { readonly type: "changed"; readonly lost: Lost | undefined }
  /** All of the delta is held already. */
  | { readonly type: "unchanged"; readonly lost: Lost | undefined }
  /** The cause of a part is missing; it waits or must come again. Nothing else was new. */
  | { readonly type: "held"; readonly lost?: Lost | undefined }
  /** A part was refused. Nothing else was new. */
  | { readonly type: "refused"; readonly reason: RefusalReason; readonly lost?: Lost | undefined };

export interface Restamped {
  /** What was not this copy's own to write again. */
  readonly lost: Lost | undefined;
}

export type RefusalReason =
  /** The bytes are no delta of this replica, or break one of its limits. */
  | "malformed"
  /** The timestamp lies beyond the drift bound. Time may yet pass it. */
  | "ahead"
  /** A timestamp that this copy holds, with other data: its writer lies. */
  | "contradiction"
  /** There is no room for it. */
  | "full";

/** A text that gave way to one whose writer had not seen it: the caller can offer it back. */
export interface Lost {
  readonly text: string;
  readonly timestamp: Timestamp;
}
