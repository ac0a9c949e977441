import type { Contact } from "./contact";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** So many links that others asked for, and that have not opened yet, there are at once: each costs the browser a connection. */
export const MAX_ASKED_LINKS = 32;

/**
 * How many links are made for those who ask: where nobody tells of them but they themselves, where gossip does, where the
 * introducer does. Those whom this tab has asked are few.
 */
export const ASKED_LINKS: readonly [BucketSize, BucketSize, BucketSize] = [
  { burst: 64, perSecond: 16 },
  { burst: 64, perSecond: 16 },
  { burst: 256, perSecond: 32 },
];

/**
 * Tells which of those who ask for a link get one. A member can seal in the name of as many peers as it likes: those that
 * it invents leave room for those of whom there is better word.
 */
export class Admission {
  private readonly buckets: readonly TokenBucket[];

  constructor(
    private readonly contacts: Iterable<readonly [unknown, Contact]>,
    private readonly isMember: (contact: Contact) => boolean,
    private readonly monotonic: () => number,
  ) {
    this.buckets = ASKED_LINKS.map((size) => new TokenBucket(size, monotonic()));
  }

  /** Whether `contact`, which asks for a link, may have one. One that is less sure, or as sure and waits longer, gives way. */
  admit(contact: Contact): boolean {
    const sureness = this.sureness(contact);
    if (this.buckets[sureness]?.take(1, this.monotonic()) === false) return false;
    const asked = this.all().filter((each) => each !== contact && each.askedAt !== undefined);
    const victim = asked.length < MAX_ASKED_LINKS ? undefined : this.leastSure(asked);
    if (victim && this.sureness(victim) > sureness) return false;
    victim?.refuse();
    return true;
  }

  /**
   * Whom to forget where there is no room for another; undefined where all are sure. An introducer can invent peers that
   * never sealed anything, a member such as nobody names: where they are too many, it is they who are the most.
   */
  leastNeeded(): Contact | undefined {
    const idle = this.all().filter(({ channel }) => !channel);
    const unproven = idle.filter(({ isProven }) => !isProven);
    const unnamed = idle.filter((each) => each.isProven && this.sureness(each) < 2);
    return this.leastSure(unproven.length < unnamed.length ? unnamed : unproven);
  }

  private all(): Contact[] {
    return Array.from(this.contacts, ([, contact]) => contact);
  }

  /** The place of its bucket, or beyond them. */
  private sureness(contact: Contact): number {
    if (contact.channel || contact.isWanted) return 3;
    if (contact.listed) return 2;
    return this.isMember(contact) ? 1 : 0;
  }

  /** Of those of whom there is the least word the one that asked first; of those that asked for nothing the first that came. */
  private leastSure(contacts: Contact[]): Contact | undefined {
    return contacts.sort(
      (left, right) => this.sureness(left) - this.sureness(right) || (left.askedAt ?? 0) - (right.askedAt ?? 0),
    )[0];
  }
}
