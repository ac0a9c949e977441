import { MAX_TIME_MS, type MergeResult, type Replica } from "@hearsay/merge";

/**
 * The smallest copy that has causes and can be cut: each author writes words one after another, and the copy is all
 * of them. A delta is a list of words with their places; one whose predecessors are missing waits for them.
 */
export class WordLog implements Pick<Replica<string>, "version" | "since" | "merge"> {
  private readonly logs = new Map<string, string[]>();
  private readonly waiting = new Map<string, Word>();

  constructor(private readonly author: string) {}

  /** Every word as "author:word", sorted. */
  get words(): readonly string[] {
    return [...this.logs].flatMap(([author, words]) => words.map((word) => `${author}:${word}`)).sort();
  }

  version(): Uint8Array {
    return encode(Object.fromEntries([...this.logs].sort().map(([author, words]) => [author, words.length])));
  }

  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined {
    const seen = version ? (JSON.parse(decoder.decode(version)) as Record<string, number>) : {};
    const missing: Word[] = [];
    for (const [author, words] of [...this.logs].sort()) {
      words.forEach((word, place) => {
        if (place >= (seen[author] ?? 0)) missing.push({ author, place, word });
      });
    }
    while (missing.length > 0) {
      const delta = encode(missing);
      if (delta.length <= maxBytes) return delta;
      missing.pop();
    }
    return undefined;
  }

  merge(delta: Uint8Array, now: number): MergeResult {
    if (now > MAX_TIME_MS) throw new RangeError("Expected a time");
    const words = decode(delta);
    if (!words) return { type: "refused", reason: "malformed" };
    const before = this.words.length;
    for (const word of words) this.waiting.set(`${word.author} ${word.place}`, word);
    while (this.takeOne()) {}
    if (this.words.length > before) return { type: "changed", lost: undefined };
    const held = words.some(({ author, place }) => place >= (this.logs.get(author)?.length ?? 0));
    return held ? { type: "held" } : { type: "unchanged", lost: undefined };
  }

  write(word: string): void {
    this.logs.set(this.author, [...(this.logs.get(this.author) ?? []), word]);
  }

  private takeOne(): boolean {
    for (const [key, { author, place, word }] of this.waiting) {
      const log = this.logs.get(author) ?? [];
      if (place > log.length) continue;
      this.waiting.delete(key);
      if (place < log.length) continue;
      this.logs.set(author, [...log, word]);
      return true;
    }
    return false;
  }
}

interface Word {
  readonly author: string;
  readonly place: number;
  readonly word: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function encode(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

function decode(delta: Uint8Array): readonly Word[] | undefined {
  try {
    return JSON.parse(decoder.decode(delta)) as Word[];
  } catch {
    return undefined;
  }
}
