import { type AuthorLog, NO_ORIGIN, type Origin } from "./author-log";
import type { Signature } from "./signature";
import { NO_PLACE, type Place } from "./span-nodes";
import type { SpanTree } from "./span-tree";
import { nextStamp } from "./stamp";
import type { TextDocument } from "./text-document";
import { isHighSurrogate, isLowSurrogate, isSurrogate } from "./utf16";

/** So many hidden spans are searched for the writer's own last character. Where it is further away, a new run begins. */
const MAX_GAP_SPANS = 16;

/** Writes for one author at positions of the visible text. */
export class LocalEditor {
  constructor(
    private readonly document: TextDocument,
    readonly log: AuthorLog,
    private readonly continuesRuns: boolean,
    private readonly now: number,
  ) {}

  /** Inserts well-formed text before the visible unit at `position`. */
  insert(position: number, text: string): void {
    const { log, document } = this;
    const { tree } = document;
    log.reserve(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      log.text[log.characters + i] = unit;
      if (isSurrogate(unit)) document.hasPairs = true;
    }
    let place = position > 0 ? tree.locate(position - 1) : NO_PLACE;
    let offset = position > 0 ? tree.offset + 1 : 0;
    let next = place;
    if (place === NO_PLACE || offset === tree.length(place)) {
      next = place === NO_PLACE ? tree.first() : tree.next(place);
      const own = this.ownInGap(next);
      if (own !== NO_PLACE) {
        place = own;
        offset = tree.length(own);
        next = tree.next(own);
      }
    }
    // All that stands right of the left origin was there when this is written, so it goes right behind that.
    const left = place === NO_PLACE ? NO_ORIGIN : elementAt(tree, place, offset - 1);
    const right = next === NO_PLACE ? NO_ORIGIN : elementAt(tree, next, next === place ? offset : 0);
    this.stamp();
    document.insertAt(place === NO_PLACE ? next : place, offset, log, left, right, text.length);
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
    this.stamp();
    document.delete(log, { slot, counter: isBack ? from + length - 1 : from }, length, isBack);
  }

  restore(first: number, length: number): void {
    this.stamp();
    this.document.restore(this.log, first, length);
  }

  sign(signature: Signature): void {
    this.stamp();
    this.document.sign(this.log, signature);
  }

  private stamp(): void {
    this.document.stampNext(this.log, nextStamp(this.document.clock, this.now));
  }

  /** The span that ends with one's own last character, where that stands deleted in the gap from `first` on. */
  private ownInGap(first: Place): Place {
    if (!this.continuesRuns) return NO_PLACE;
    const { tree } = this.document;
    const { slot, characters } = this.log;
    let place = first;
    for (let spans = 0; spans < MAX_GAP_SPANS && place !== NO_PLACE && tree.hides(place) > 0; spans++) {
      if (tree.slot(place) === slot && tree.counter(place) + tree.length(place) === characters) return place;
      place = tree.next(place);
    }
    return NO_PLACE;
  }
}

function elementAt(tree: SpanTree, place: Place, offset: number): Origin {
  return { slot: tree.slot(place), counter: tree.counter(place) + offset };
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
  const { tree, logs, hasPairs } = document;
  if (!hasPairs || position <= 0 || position >= tree.visible) return false;
  const place = tree.locate(position);
  const counter = tree.counter(place) + tree.offset;
  const { text } = logs[tree.slot(place) - 1]!;
  return isLowSurrogate(text[counter]!) && tree.offset > 0 && isHighSurrogate(text[counter - 1]!);
}
