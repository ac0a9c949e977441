import type { PeerId } from "../peer-id";

/** Records that go on are gathered for so long. */
export const TELL_INTERVAL_MS = 500;

/** What a node does for its mail about members. */
export interface MemberMailHost {
  /** Sends `peer` what it is owed, now or once there is room. */
  request(peer: PeerId): void;
  setTimer(at: number): void;
}

/** How a neighbor is to be told of a member. */
export interface Telling {
  /** Whether what the member says of itself is to be among it. */
  readonly withPresence: boolean;
  /** Whether it goes along the tree, since it was new here. */
  readonly isNews: boolean;
}

/** Of whom each neighbor is yet to be told: gathered, so that a large room does not talk about itself all the time. */
export class MemberMail {
  /** For each neighbor the members. */
  private readonly owed = new Map<PeerId, Map<PeerId, Telling>>();
  private sentAt = Number.NEGATIVE_INFINITY;
  private isTimerSet = false;

  constructor(private readonly host: MemberMailHost) {}

  owe(neighbor: PeerId, member: PeerId, { withPresence, isNews }: Telling): void {
    const owed = this.owed.get(neighbor) ?? new Map<PeerId, Telling>();
    this.owed.set(neighbor, owed);
    const before = owed.get(member);
    owed.set(member, {
      withPresence: withPresence || before?.withPresence === true,
      isNews: isNews && before?.isNews !== false,
    });
  }

  /** `neighbor` knows of `member` what this node knows. */
  settle(neighbor: PeerId, member: PeerId): void {
    this.owed.get(neighbor)?.delete(member);
  }

  /** The channel to `neighbor` is gone, or new. */
  forget(neighbor: PeerId): void {
    this.owed.delete(neighbor);
  }

  /** Takes out at most `limit` of those that `neighbor` is to be told of. */
  take(neighbor: PeerId, limit: number): ReadonlyMap<PeerId, Telling> {
    const owed = this.owed.get(neighbor) ?? new Map<PeerId, Telling>();
    const taken = new Map([...owed].slice(0, limit));
    for (const member of taken.keys()) owed.delete(member);
    if (owed.size > 0) this.host.request(neighbor);
    return taken;
  }

  sendNow(now: number): void {
    for (const [neighbor, owed] of this.owed) {
      if (owed.size === 0) continue;
      this.sentAt = now;
      this.host.request(neighbor);
    }
  }

  /** Sends what is owed, unless the last was sent just now: then once the time is over. */
  sendSoon(now: number): void {
    // A clock that was set back must not hold everything up.
    if (Math.abs(now - this.sentAt) >= TELL_INTERVAL_MS) return this.sendNow(now);
    if (this.isTimerSet || ![...this.owed.values()].some(({ size }) => size > 0)) return;
    this.isTimerSet = true;
    this.host.setTimer(this.sentAt + TELL_INTERVAL_MS);
  }

  onTimer(now: number): void {
    this.isTimerSet = false;
    this.sendNow(now);
  }
}
