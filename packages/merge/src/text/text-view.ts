import { type ReplicaId, replicaIdToBytes } from "../replica-id";
import type { AuthorLog } from "./author-log";
import type { Signature } from "./signature";
import { NO_PLACE } from "./span-nodes";
import type { TextDocument } from "./text-document";
import { decodeUtf16 } from "./utf16";

/** A place between characters that stays where it is while others write; `undefined` is the start. */
export type TextAnchor = { readonly author: ReplicaId; readonly counter: number } | undefined;

/** What can be asked of a text. Its past is asked of `TextPast`. */
export abstract class TextView {
  /** Of this package alone. */
  abstract get document(): TextDocument;

  /** How many UTF-16 units show. */
  get length(): number {
    return this.document.tree.visible;
  }

  toString(): string {
    return this.slice(0, this.length);
  }

  /** The UTF-16 units from `from` to `to`. */
  slice(from: number, to: number): string {
    const units = new Uint16Array(Math.max(0, to - from));
    let at = 0;
    this.eachVisible(from, to, (log, counter, length) => {
      const { text } = log;
      // Most stretches are so short that a view of them would cost more than the copy.
      for (let i = 0; i < length; i++) units[at + i] = text[counter + i] as number;
      at += length;
    });
    return decodeUtf16(units);
  }

  /** What each author that signed says of itself. */
  signatures(): ReadonlyMap<ReplicaId, Signature> {
    const signed = this.document.logs.filter((log) => log.signatures.length > 0);
    return new Map(signed.map((log) => [log.id, log.signatures.at(-1) as Signature]));
  }

  /** What an author says of itself; undefined where it says nothing, or is none. */
  signatureOf(author: ReplicaId): Signature | undefined {
    return this.document.find(replicaIdToBytes(author), 0)?.signatures.at(-1);
  }

  /** An anchor behind the unit before `position`. */
  anchorAt(position: number): TextAnchor {
    const { tree } = this.document;
    const at = Math.min(position, tree.visible) - 1;
    if (at < 0) return undefined;
    const place = tree.locate(at);
    return { author: this.document.idOf(tree.slot(place)), counter: tree.counter(place) + tree.offset };
  }

  /** An anchor behind the character that `author` inserted last; undefined where it is not known to have inserted any. */
  lastAnchorOf(author: ReplicaId): TextAnchor {
    const characters = this.document.find(replicaIdToBytes(author), 0)?.characters ?? 0;
    return characters > 0 ? { author, counter: characters - 1 } : undefined;
  }

  /** Where an anchor is by now; undefined where its character is not known here. */
  positionOf(anchor: TextAnchor): number | undefined {
    if (!anchor) return 0;
    const log = this.document.find(replicaIdToBytes(anchor.author), 0);
    if (!log || !Number.isInteger(anchor.counter) || anchor.counter < 0 || anchor.counter >= log.characters)
      return undefined;
    const { tree } = this.document;
    const place = tree.find(log.slot, anchor.counter);
    return tree.positionOf(place, tree.offset + 1);
  }

  /** Visits what shows of the units from `from` to `to`, span by span. Of this package alone. */
  eachVisible(from: number, to: number, visit: (log: AuthorLog, counter: number, length: number) => void) {
    const { tree, logs } = this.document;
    if (!(from >= 0 && from <= to && to <= tree.visible)) {
      throw new RangeError(`Expected a range within ${tree.visible}, got ${from} to ${to}`);
    }
    let rest = to - from;
    if (rest === 0) return;
    let place = tree.locate(from);
    let { offset } = tree;
    for (; rest > 0 && place !== NO_PLACE; place = tree.next(place), offset = 0) {
      if (tree.hides(place) > 0) continue;
      const length = Math.min(rest, tree.length(place) - offset);
      visit(logs[tree.slot(place) - 1] as AuthorLog, tree.counter(place) + offset, length);
      rest -= length;
    }
  }
}
