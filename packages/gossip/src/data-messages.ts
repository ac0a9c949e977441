import { equalBytes, type Replica } from "@hearsay/merge";
import { digestOf } from "./digest";
import { stateOf } from "./divergence";
import { encodeMessage, MAX_DELTA_BYTES, MAX_PIECE_BYTES } from "./message";
import type { PeerId } from "./peer-id";
import { Receipts } from "./receipts";
import type { Standing } from "./standing";
import { type Branch, MAX_TREES } from "./strategies/trees";

/** Messages that carry data: what is new since it was sent last, a rumor, or what a neighbor lacks. */
export type DataKind = "news" | "rumor" | "push";

export function isData(kind: string): kind is DataKind {
  return kind === "news" || kind === "rumor" || kind === "push";
}

/**
 * Makes the messages that carry data. A replica that pushes all it holds is sent as the source text has it. Of another,
 * a neighbor is sent what it has not said that it has: what was sent to it may have been lost, what it said cannot be.
 */
export class DataMessages<Operation> {
  /** The version that each neighbor said it has. */
  private readonly said = new Map<PeerId, Uint8Array>();
  /** The version of this node that each neighbor was told last. */
  private readonly told = new Map<PeerId, Uint8Array>();
  /** The news that each neighbor is still to be sent. */
  private readonly unsent = new Map<PeerId, Unsent>();
  private readonly whole: Record<DataKind, Encoded | undefined> = {
    news: undefined,
    rumor: undefined,
    push: undefined,
  };

  /** Whether the strategy goes by what each neighbor has, so that none is sent all there is without need. */
  goByVersion = false;

  readonly receipts: Receipts<Operation>;

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly self: PeerId,
  ) {
    this.receipts = new Receipts(replica);
  }

  get areWhole(): boolean {
    return this.replica.pushes === "whole" && !this.goByVersion;
  }

  /** What this node has. */
  get version(): Uint8Array {
    return this.replica.version();
  }

  /** A short name of it, by which it is known again where others say that they have it. */
  digest(): Uint8Array {
    this.receipts.changed();
    return digestOf(this.version);
  }

  /** What stands for all that this node holds, as it tells it. */
  get state(): Uint8Array {
    return stateOf(this.replica, this.self);
  }

  /** A replica that is whole or nothing cannot be sent in pieces. */
  private get pieceBytes(): number {
    return this.replica.pushes === "whole" ? MAX_DELTA_BYTES : MAX_PIECE_BYTES;
  }

  /** The channel to `peer` is gone, or new: nothing is known of it. */
  forget(peer: PeerId): void {
    this.receipts.forget(peer);
    this.said.delete(peer);
    this.told.delete(peer);
    this.unsent.delete(peer);
  }

  hear(peer: PeerId, version: Uint8Array): void {
    // The bytes are a view of a larger message.
    this.said.set(peer, new Uint8Array(version));
    this.receipts.heard(peer, version);
  }

  /** This node's version, noted down as told to `peer`. */
  tell(peer: PeerId): Uint8Array {
    const version = this.replica.version();
    this.told.set(peer, version);
    return version;
  }

  /** Whether `peer` was told what this node has by now. */
  hasTold(peer: PeerId): boolean {
    const told = this.told.get(peer);
    return told !== undefined && equalBytes(told, this.replica.version());
  }

  /** What `peer` said last that it has; undefined where it said nothing yet. */
  saidBy(peer: PeerId): Uint8Array | undefined {
    return this.said.get(peer);
  }

  /** By what a neighbor said; of one that said nothing, by the `digest` of what it has, if one is known. */
  standingOf(peer: PeerId, digest: Uint8Array | undefined): Standing {
    if (!this.said.has(peer)) {
      if (!digest) return "unknown";
      return equalBytes(digest, digestOf(this.replica.version())) ? "same" : "less";
    }
    if (!this.isBehind(peer)) return "same";
    return this.isAhead(peer) ? "more" : "less";
  }

  /**
   * There is news along `branches`; `peer` is to be sent all that came since `from`, once there is room, or where that is
   * undefined what it has not said that it has.
   */
  owe(peer: PeerId, from: Uint8Array | undefined, branches: readonly Branch[]): void {
    if (this.areWhole) return;
    const before = this.unsent.get(peer);
    // Of more trees at once the last are left out, and the repair makes up for it.
    const along = [...new Map([...(before?.branches ?? []), ...branches])].slice(0, MAX_TREES);
    this.unsent.set(peer, { from: before ? before.from : from, branches: along });
  }

  /** Whether `peer` is known to have something that this node has not. */
  isAhead(peer: PeerId): boolean {
    const said = this.said.get(peer);
    return said !== undefined && this.replica.shareOf(said) < 1;
  }

  /** Whether there is something that `peer` is not known to have. */
  hasMore(peer: PeerId): boolean {
    // Not by making what it lacks: a few bytes of a neighbor's must not cost so much.
    return !this.replica.includes(this.said.get(peer) ?? NOTHING, this.replica.version());
  }

  /** Whether all that `peer` is not known to have is something, and takes at most so many bytes. */
  lacksAtMost(peer: PeerId, maxBytes: number): boolean {
    if (!this.isBehind(peer)) return false;
    // Whoever asks must not have a large piece made, only to hear that it is large: where twice as much room makes no
    // difference, that is all.
    const some = this.lacking(peer, maxBytes);
    return some !== undefined && this.lacking(peer, 2 * maxBytes)?.length === some.length;
  }

  /** Whether `peer` is not known to have the very same. */
  isBehind(peer: PeerId): boolean {
    const said = this.said.get(peer);
    return !said || !equalBytes(said, this.replica.version());
  }

  /** The message for `peer` as it is now; undefined where there is nothing to send. */
  make(kind: DataKind, peer: PeerId): Uint8Array | undefined {
    if (this.areWhole) return this.makeWhole(kind);
    if (kind === "news") return this.makeNews(peer);
    const delta = this.lacking(peer, this.pieceBytes) ?? NOTHING;
    return encodeMessage({ type: "delta", isRumor: kind === "rumor", version: this.tell(peer), delta });
  }

  private makeNews(peer: PeerId): Uint8Array | undefined {
    const unsent = this.unsent.get(peer);
    if (!unsent) return undefined;
    this.unsent.delete(peer);
    const { from, branches } = unsent;
    const delta = (from ? this.replica.since(from, this.pieceBytes) : this.lacking(peer, this.pieceBytes)) ?? NOTHING;
    return encodeMessage({ type: "news", branches, version: this.tell(peer), delta });
  }

  private lacking(peer: PeerId, maxBytes: number): Uint8Array | undefined {
    return this.replica.since(this.said.get(peer), maxBytes);
  }

  /** Made once for each new delta: a node that pushes sends it again and again. */
  private makeWhole(kind: DataKind): Uint8Array | undefined {
    const delta = this.replica.since(undefined, MAX_DELTA_BYTES);
    if (!delta) return undefined;
    const before = this.whole[kind];
    if (before?.delta === delta) return before.bytes;
    const bytes = encodeMessage({ type: kind === "rumor" ? "rumor" : "push", delta });
    this.whole[kind] = { delta, bytes };
    return bytes;
  }
}

interface Unsent {
  /** What there was before it; undefined where that does not matter. */
  readonly from: Uint8Array | undefined;
  readonly branches: readonly Branch[];
}

interface Encoded {
  readonly delta: Uint8Array;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);
