import type { PeerId } from "./peer-id";

/** What a neighbor can be owed. Each is made afresh when it is sent, so one of each kind is enough. */
export type Owed =
  | "hello"
  | "have"
  | "ahead"
  | "prune"
  | "ask"
  | "new"
  | "known"
  | "news"
  | "overlay"
  | "members"
  | "rumor"
  | "digest"
  | "push";

/**
 * One message at a time to each neighbor. While it has not left, what else is due is only noted, never queued: memory
 * is bounded by a bit for each kind, and what goes out next is the state as it is then.
 */
export class Outbox {
  /** Neighbors with a message on its way out, and what they are owed after it. */
  private readonly busy = new Map<PeerId, number>();

  /** Whether the caller may send `kind` to `peer` now; otherwise it is noted. */
  request(peer: PeerId, kind: Owed): boolean {
    const owed = this.busy.get(peer);
    this.busy.set(peer, owed === undefined ? 0 : owed | BITS[kind]);
    return owed === undefined;
  }

  /** The last message to `peer` has left. Returns what to send next; undefined where nothing is due. */
  next(peer: PeerId): Owed | undefined {
    const owed = this.busy.get(peer);
    if (owed === undefined) return undefined;
    if (owed === 0) {
      this.busy.delete(peer);
      return undefined;
    }
    const kind = KINDS.find((each) => owed & BITS[each]);
    if (kind) this.busy.set(peer, owed & ~BITS[kind]);
    return kind;
  }

  forget(peer: PeerId): void {
    this.busy.delete(peer);
  }
}

/** In order of urgency. */
const KINDS: readonly Owed[] = [
  "hello",
  "have",
  "ahead",
  "prune",
  "ask",
  "new",
  "known",
  "news",
  "overlay",
  "members",
  "rumor",
  "digest",
  "push",
];
const BITS = Object.fromEntries(KINDS.map((kind, i) => [kind, 1 << i])) as Readonly<Record<Owed, number>>;
