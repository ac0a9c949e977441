import { authorsOf, type ReplicaId, type Text, type Timestamp } from "@hearsay/merge";

/** A character, by its author and its place in that author's log, as one number. */
export type CharacterId = number;

/** What was put in at one time: `length` characters, and what they stood between. */
export interface Typing {
  readonly author: ReplicaId;
  readonly first: CharacterId;
  readonly length: number;
  /** The character that showed left of it; undefined at the start. */
  readonly left: CharacterId | undefined;
  /** The one right of it; undefined at the end. */
  readonly right: CharacterId | undefined;
  /** Of its first character. */
  readonly timestamp: Timestamp;
}

/** What was truly typed, by whom and where, and what was deleted: the texts of all nodes are held against it. */
export class TextLedger {
  readonly typings: Typing[] = [];
  /** What somebody deleted or undid once, though it may show again. */
  readonly deleted = new Set<CharacterId>();
  /** Whether somebody wrote anything a second time, under another timestamp. */
  hasRewritten = false;
  private readonly authors = new Map<ReplicaId, Author>();
  private tainted = 0;
  private slots = 0;

  /** Whether anyone has logs that nobody can vouch for. */
  get isTainted(): boolean {
    return this.tainted > 0;
  }

  /** Nobody can vouch any more for what an author is said to have written: a message was forged. */
  taint(author: ReplicaId): void {
    const known = this.of(author);
    if (!known.isTainted) this.tainted++;
    known.isTainted = true;
  }

  /** Whether that is not so. */
  isSound(author: ReplicaId): boolean {
    return !this.of(author).isTainted;
  }

  /** An author wrote more characters, behind those that it had written. */
  wrote(author: ReplicaId, text: string): void {
    this.of(author).typed += text;
  }

  /** All that an author wrote, in the order of its log. */
  typedBy(author: ReplicaId): string {
    return this.of(author).typed;
  }

  /** Every author that wrote, and how much. */
  *written(): Iterable<readonly [ReplicaId, number]> {
    for (const [author, { typed }] of this.authors) yield [author, typed.length];
  }

  idOf(author: ReplicaId, counter: number): CharacterId {
    return this.of(author).slot * RANGE + counter;
  }

  /** All that shows in a text, in order. */
  idsIn(text: Text): readonly CharacterId[] {
    const ids: CharacterId[] = [];
    for (const { author, counter, length } of stretchesIn(text)) {
      const first = this.idOf(author, counter);
      for (let i = 0; i < length; i++) ids.push(first + i);
    }
    return ids;
  }

  private of(author: ReplicaId): Author {
    const known = this.authors.get(author);
    if (known) return known;
    const fresh: Author = { slot: this.slots++, typed: "", isTainted: false };
    this.authors.set(author, fresh);
    return fresh;
  }
}

/** Characters of one author that stand in the order of its log, side by side. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly author: ReplicaId;
  /** Of its first character. */
  readonly counter: number;
}

/** All that shows in a text. */
export function stretchesIn(text: Text): readonly Stretch[] {
  return authorsOf(text, 0, text.length).map(({ from, to, author }) => {
    const anchor = text.anchorAt(from + 1);
    if (anchor?.author !== author)
      throw new Error(`Expected the anchor of ${author} at ${from}, got ${anchor?.author}`);
    return { from, length: to - from, author, counter: anchor.counter };
  });
}

interface Author {
  readonly slot: number;
  typed: string;
  isTainted: boolean;
}

/** More than any author writes. */
const RANGE = 2 ** 26;
