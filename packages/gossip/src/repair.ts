import { equalBytes, type Replica } from "@hearsay/merge";
import type { DataMessages } from "./data-messages";
import { stateOf } from "./divergence";
import type { PeerId } from "./peer-id";

/** What a node does for its repair. */
export interface RepairHost {
  isNeighbor(peer: PeerId): boolean;
  /** Whether somebody is sending what this node lacks, piece by piece. */
  isBusy(): boolean;
  request(peer: PeerId, kind: "have" | "digest" | "push"): void;
  /** Whether there is something so new here that it may still be on its way along the tree. */
  hasNews(now: number): boolean;
  /** Asks `peer` for what it has more. */
  ask(peer: PeerId): void;
  /** Calls `graft` in half of Δ, at most `MAX_GRAFT_WAIT_MS`. */
  setGraftTimer(now: number): void;
}

/** What a neighbor has more may still come along the tree, for so long and no longer. */
export const MAX_GRAFT_WAIT_MS = 100;

/** So much is sent at once to who lacks it: to offer it first would take no less, and another round trip. */
export const LITTLE_BYTES = 512;

/**
 * Finds out, with few bytes, what two neighbors lack of each other's. Most of the time that is nothing, and a digest
 * tells it. Otherwise one says what it has, and whoever lacks some of that asks for it, unless it comes by itself.
 */
export class Repair<Operation> {
  /** Neighbors that have more, as far as that may still come along the tree. */
  private readonly ahead = new Set<PeerId>();
  /** Neighbors that were answered with what this node has, which they may answer in their turn. */
  private readonly answered = new Set<PeerId>();

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly data: DataMessages<Operation>,
    private readonly host: RepairHost,
  ) {}

  /** Returns whether `peer` holds the very same. */
  onDigest(peer: PeerId, digest: Uint8Array, now: number): boolean {
    if (!equalBytes(digest, stateOf(this.replica, peer))) {
      this.answer(peer);
      return false;
    }
    this.data.hear(peer, this.replica.version());
    // Now both know; amid news it would be another by then.
    if (!this.data.hasTold(peer) && !this.host.hasNews(now)) this.host.request(peer, "digest");
    return true;
  }

  /** Whether what `peer` says it has answers what this node said, which its own strategy may not have called for. */
  takeAnswer(peer: PeerId): boolean {
    return this.answered.delete(peer);
  }

  /**
   * `peer` has said what it has. Only who lacks nothing answers, and no answer is answered, or two that lack something, or
   * that learn something all the time, would go on for ever. Where the strategy does not go by versions, answers alone count.
   */
  onHave(peer: PeerId, now: number, goesByVersion: boolean): void {
    const isAnswer = this.takeAnswer(peer);
    if ((!isAnswer && !goesByVersion) || this.awaitMore(peer, now)) return;
    // What is new here is likely on its way to the others.
    if (!this.host.hasNews(now) && this.data.lacksAtMost(peer, LITTLE_BYTES)) this.host.request(peer, "push");
    else if (!isAnswer && this.data.hasMore(peer)) this.answer(peer);
  }

  private answer(peer: PeerId): void {
    this.answered.add(peer);
    this.host.request(peer, "have");
  }

  /** Where `peer` has more, gives that time to come along the tree, and returns true. */
  awaitMore(peer: PeerId, now: number): boolean {
    if (!this.data.isAhead(peer)) return false;
    if (this.ahead.size === 0) this.host.setGraftTimer(now);
    this.ahead.add(peer);
    return true;
  }

  /**
   * The time is over: the one that has waited longest is asked, if it still has more, and the others later. So none can
   * keep the others from their turn, and what one has that is refused does not stand in the way of what others have.
   */
  graft(now: number): void {
    for (const peer of this.ahead) {
      if (!this.host.isNeighbor(peer) || !this.data.isAhead(peer)) this.ahead.delete(peer);
    }
    const [peer] = this.host.isBusy() ? [] : this.ahead;
    if (peer !== undefined) {
      this.ahead.delete(peer);
      this.host.ask(peer);
    }
    if (this.ahead.size > 0) this.host.setGraftTimer(now);
  }

  forget(peer: PeerId): void {
    this.ahead.delete(peer);
    this.answered.delete(peer);
  }
}
