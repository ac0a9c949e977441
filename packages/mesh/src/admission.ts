import type { Contact } from "./contact";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** So many links that others asked for, and that have not opened yet, there are at once: each costs the browser a connection. */
export const MAX_ASKED_LINKS = 32;

/** Whose word there is, beside its own, that a peer exists: a member can seal in the name of peers that do not. */
type Word = "nobody's" | "gossip's" | "introducer's" | "our own";

/** How many links are made for those who ask, by whose word there is. Those whom we asked ourselves are few. */
export const ASKED_LINKS: Record<Exclude<Word, "our own">, BucketSize> = {
  "nobody's": { burst: 64, perSecond: 16 },
  "gossip's": { burst: 64, perSecond: 16 },
  "introducer's": { burst: 256, perSecond: 32 },
};

export interface AdmissionOptions {
  readonly contacts: () => Iterable<Contact>;
  /** Whether gossip tells that the contact's peer is in the room. */
  readonly isMember: (contact: Contact) => boolean;
  /** A clock that never steps, in whole ms. */
  readonly monotonic: () => number;
}

/** Tells which of those who ask for a link get one, so that invented peers leave room for those that exist. */
export class Admission {
  private readonly buckets: ReadonlyMap<Word, TokenBucket>;

  constructor(private readonly options: AdmissionOptions) {
    const now = options.monotonic();
    this.buckets = new Map(
      Object.entries(ASKED_LINKS).map(([word, size]) => [word as Word, new TokenBucket(size, now)]),
    );
  }

  /** Whether `contact`, which asks for a link, may have one. One that is less sure, or as sure and waits longer, gives way. */
  admit(contact: Contact): boolean {
    const word = this.wordFor(contact);
    if (this.buckets.get(word)?.take(1, this.options.monotonic()) === false) return false;
    const asked = [...this.options.contacts()].filter((each) => each !== contact && each.askedAt !== undefined);
    if (asked.length < MAX_ASKED_LINKS) return true;
    const victim = this.leastSure(asked);
    if (!victim || RANKS[this.wordFor(victim)] > RANKS[word]) return false;
    victim.refuse();
    return true;
  }

  /**
   * Whom to forget where there is no room for another; undefined where all are sure. An introducer can invent peers that
   * never sealed anything, a member such as nobody names: where they are too many, it is they who are the most.
   */
  leastNeeded(): Contact | undefined {
    const idle = [...this.options.contacts()].filter(({ channel }) => !channel);
    const unproven = idle.filter(({ isProven }) => !isProven);
    const unnamed = idle.filter((each) => each.isProven && RANKS[this.wordFor(each)] < RANKS["introducer's"]);
    return this.leastSure(unproven.length >= unnamed.length ? unproven : unnamed);
  }

  private wordFor(contact: Contact): Word {
    if (contact.channel || contact.isWanted) return "our own";
    if (contact.listed) return "introducer's";
    return this.options.isMember(contact) ? "gossip's" : "nobody's";
  }

  /** Of those of whom there is the least word the first that asked; of those that asked for nothing the first that came. */
  private leastSure(contacts: readonly Contact[]): Contact | undefined {
    const order = (contact: Contact) => [RANKS[this.wordFor(contact)], contact.askedAt ?? 0] as const;
    return contacts
      .map((contact) => ({ contact, order: order(contact) }))
      .sort((left, right) => left.order[0] - right.order[0] || left.order[1] - right.order[1])[0]?.contact;
  }
}

const RANKS: Record<Word, number> = { "nobody's": 0, "gossip's": 1, "introducer's": 2, "our own": 3 };
