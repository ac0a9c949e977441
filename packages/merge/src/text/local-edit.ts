import { type AuthorLog, NO_ORIGIN, type Origin } from "./author-log";
import type { Signature } from "./signature";
import { NO_PLACE, type Place, type SpanTree } from "./span-tree";
import { nextStamp } from "./stamp";
import type { TextDocument } from "./text-document";
import { isHighSurrogate, isLowSurrogate } from "./utf16";

/** So many hidden spans are searched for the writer's own last character. Where it is further away, a new run begins. */
const MAX_GAP_SPANS = 16;

/** Writes for one author at positions of the visible text. */
export class LocalEditor {
  constructor(
    private readonly document: TextDocument,
    private readonly log: AuthorLog,
    private readonly continuesRuns: boolean,
    private readonly now: number,
  ) {}

  /** Inserts well-formed text before the visible unit at `position`. */
  insert(position: number, text: string): void {
    const { log, document } = this;
    log.reserve(text.length);
    for (let i = 0; i < text.length; i++) log.text[log.characters + i] = text.charCodeAt(i);
    const left = this.leftOf(position);
    document.insert(log, left, this.rightOf(left), text.length, this.stamp());
  }

  /** Deletes the visible units from `from` to `to`. */
  delete(from: number, to: number): void {
    const { document } = this;
    const { tree } = document;
    let rest = to - from;
    while (rest > 0) {
      const place = tree.locate(from);
      const { offset } = tree;
      const length = Math.min(rest, tree.length(place) - offset);
      this.deleteRange(tree.slot(place), tree.counter(place) + offset, length);
      rest -= length;
    }
  }

  /** Deletes characters of one author, by counter. */
  deleteRange(slot: number, from: number, length: number): void {
    const { log, document } = this;
    const isBack = log.deletesBack(slot, from, length);
    document.delete(log, { slot, counter: isBack ? from + length - 1 : from }, length, isBack, this.stamp());
  }

  restore(first: number, length: number): void {
    this.document.restore(this.log, first, length, this.stamp());
  }

  sign(signature: Signature): void {
    this.document.sign(this.log, signature, this.stamp());
  }

  private stamp(): number {
    return nextStamp(this.document.clock, this.now);
  }

  /** The left origin of an insertion: the visible unit before it, or one's own last character in the gap behind that. */
  private leftOf(position: number): Origin {
    const { tree } = this.document;
    if (position === 0) return this.ownInGap(tree.first()) ?? NO_ORIGIN;
    const place = tree.locate(position - 1);
    const { offset } = tree;
    const left = { slot: tree.slot(place), counter: tree.counter(place) + offset };
    if (offset + 1 < tree.length(place)) return left;
    return this.ownInGap(tree.next(place)) ?? left;
  }

  private ownInGap(first: Place): Origin | undefined {
    if (!this.continuesRuns) return undefined;
    const { tree } = this.document;
    const { slot, characters } = this.log;
    let place = first;
    for (let spans = 0; spans < MAX_GAP_SPANS && place !== NO_PLACE && tree.hides(place) > 0; spans++) {
      if (tree.slot(place) === slot && tree.counter(place) + tree.length(place) === characters) {
        return { slot, counter: characters - 1 };
      }
      place = tree.next(place);
    }
    return undefined;
  }

  /** The right origin: the next element, hidden or not. */
  private rightOf(left: Origin): Origin {
    const { tree } = this.document;
    if (left.slot === NO_ORIGIN.slot) return elementAt(tree, tree.first());
    const place = tree.find(left.slot, left.counter);
    if (tree.offset + 1 < tree.length(place)) return { slot: left.slot, counter: left.counter + 1 };
    return elementAt(tree, tree.next(place));
  }
}

function elementAt(tree: SpanTree, place: Place): Origin {
  return place === NO_PLACE ? NO_ORIGIN : { slot: tree.slot(place), counter: tree.counter(place) };
}

/** `position`, or the one before it where it stands between the halves of a pair of surrogates. */
export function beforePair(document: TextDocument, position: number): number {
  return isInPair(document, position) ? position - 1 : position;
}

/** `position`, or the one after it where it stands between the halves of a pair of surrogates. */
export function behindPair(document: TextDocument, position: number): number {
  return isInPair(document, position) ? position + 1 : position;
}

function isInPair(document: TextDocument, position: number): boolean {
  const { tree, logs } = document;
  if (position <= 0 || position >= tree.visible) return false;
  const place = tree.locate(position);
  const counter = tree.counter(place) + tree.offset;
  const { text } = logs[tree.slot(place) - 1]!;
  return isLowSurrogate(text[counter]!) && tree.offset > 0 && isHighSurrogate(text[counter - 1]!);
}
