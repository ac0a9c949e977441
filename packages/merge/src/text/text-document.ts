import { type ReplicaId, replicaIdFromBytes } from "../replica-id";
import { AuthorLog, DELETE, DELETE_BACK, INSERT, NO_ORIGIN, type Origin, RESTORE, SIGN } from "./author-log";
import { Chain } from "./chain";
import type { ChangeRecord } from "./change-record";
import { type Competitor, findPlace, type Ground, NEVER_A_PLACE } from "./integrate";
import { SiblingIndex } from "./sibling-index";
import type { Signature } from "./signature";
import type { Place } from "./span-nodes";
import { SpanTree } from "./span-tree";
import { type Stamp, timestampOf } from "./stamp";
import { wholePair } from "./surrogate-pairs";
import { TEXT_RULES, type TextRules } from "./text-rules";

/** How many authors a text can have. A page load that writes is an author. */
export const MAX_AUTHORS = 16_384;

/** How many units all logs of a text may hold together. Beyond it nothing is written nor taken in. */
export const MAX_TEXT_UNITS = 2 ** 25;

/**
 * The logs of all authors, and the document that they make: the one is the truth, the other follows from it. Every
 * method appends to one log and brings the document up to it. What the caller passes has been checked, or is its own.
 */
export class TextDocument {
  readonly logs: AuthorLog[] = [];
  /** The slots of all authors, in order of id. */
  readonly order: number[] = [];
  readonly tree = new SpanTree(this.logs);
  /** The latest stamp of any unit; -1 where there is none. */
  clock: Stamp = -1;
  units = 0;
  /** The log that was written to last, and how many units it had before, since another was. */
  lastLog: AuthorLog | undefined;
  lastStart = 0;
  /** Whether any character ever was half of a pair of surrogates: in most texts none is, and none need be looked for. */
  hasPairs = false;
  /** In place of the tree, while an empty text takes in its first delta. */
  private readonly chain = new Chain(this.logs);
  private readonly slots = new Map<string, number>();
  private readonly ground: Ground;

  constructor(
    rules: TextRules,
    readonly record: ChangeRecord,
  ) {
    const compare = (left: Competitor, right: Competitor) => {
      if (rules === TEXT_RULES && left.stamp !== right.stamp) return left.stamp - right.stamp;
      return rules.compareSiblings(this.siblingOf(left), this.siblingOf(right));
    };
    this.ground = { logs: this.logs, tree: this.tree, siblings: new SiblingIndex(compare), compare };
  }

  /** The log of the author whose id stands at `offset` of `bytes`; undefined where nothing of it is known. */
  find(bytes: Uint8Array, offset: number): AuthorLog | undefined {
    const { logs } = this;
    if (logs.length > FEW) {
      const slot = this.slots.get(keyOf(bytes, offset));
      return slot === undefined ? undefined : logs[slot - 1];
    }
    for (let i = 0; i < logs.length; i++) if (isSame(logs[i]!.idBytes, bytes, offset)) return logs[i];
    return undefined;
  }

  /** A new, empty log; undefined where there are too many. */
  addAuthor(bytes: Uint8Array, offset: number): AuthorLog | undefined {
    if (this.logs.length >= MAX_AUTHORS) return undefined;
    // Not `slice`, which of a `Buffer` is a view.
    const id = new Uint8Array(bytes.subarray(offset, offset + 8));
    const replica = replicaIdFromBytes(id);
    const log = new AuthorLog(replica, id, this.logs.length + 1);
    this.logs.push(log);
    this.slots.set(keyOf(id, 0), log.slot);
    const at = this.order.findIndex((slot) => this.idOf(slot) > replica);
    this.order.splice(at < 0 ? this.order.length : at, 0, log.slot);
    return log;
  }

  /** Forgets an author that has written nothing, where it was added last. */
  dropAuthor(log: AuthorLog): void {
    if (this.logs.at(-1) !== log) return;
    this.logs.pop();
    this.slots.delete(keyOf(log.idBytes, 0));
    this.order.splice(this.order.indexOf(log.slot), 1);
  }

  idOf(slot: number): ReplicaId {
    return this.logs[slot - 1]!.id;
  }

  /** Others' writing is about to be merged. As long as it tells an empty text's story in order, no tree is needed for it. */
  beginMerge(): void {
    if (this.units === 0 && !this.record.isOn) this.chain.open();
  }

  endMerge(): void {
    if (this.chain.isOpen) this.chain.close(this.tree);
  }

  /**
   * Inserts a run whose text the caller has put behind the log's last character. Returns false, and does nothing, where
   * the origins can never have been neighbors.
   */
  insert(log: AuthorLog, left: Origin, right: Origin, length: number): boolean {
    if (this.chain.isOpen && this.chain.insert(log, left, right, length)) {
      log.append(INSERT, length, left, right);
      this.count(log, length);
      return true;
    }
    this.endMerge();
    const place = findPlace(this.ground, left, right, log);
    if (place === NEVER_A_PLACE) return false;
    this.insertAt(place, this.tree.offset, log, left, right, length);
    return true;
  }

  /** The same before the unit at `offset` of a span, which is where the run goes. */
  insertAt(place: Place, offset: number, log: AuthorLog, left: Origin, right: Origin, length: number): void {
    const { tree } = this;
    const counter = log.characters;
    if (this.record.isOn) {
      const at = place < 0 ? 0 : tree.positionOf(place, offset);
      this.record.inserted(at, log.text.subarray(counter, counter + length));
    }
    // Whether the run goes on from the character before it is asked of the log.
    log.append(INSERT, length, left, right);
    this.count(log, length);
    tree.insert(place, offset, log.slot, counter, length);
  }

  /** Deletes `length` characters from `first` on, or back from `first` on. Each is hidden once more. */
  delete(log: AuthorLog, first: Origin, length: number, isBack: boolean): void {
    log.append(isBack ? DELETE_BACK : DELETE, length, first, NO_ORIGIN);
    this.count(log, length);
    this.hide(first.slot, isBack ? first.counter - length + 1 : first.counter, length, 1);
  }

  /** Takes the deletions of the log's own units from `first` on back. */
  restore(log: AuthorLog, first: number, length: number): void {
    log.append(RESTORE, length, { slot: log.slot, counter: first }, NO_ORIGIN);
    this.count(log, length);
    log.restored.add(first, first + length);
    log.eachDeleted(first, first + length, (slot, from, units) => this.hide(slot, from, units, -1));
  }

  sign(log: AuthorLog, signature: Signature): void {
    log.append(SIGN, 1, { slot: log.slot, counter: log.signatures.length }, NO_ORIGIN);
    this.count(log, 1);
    log.signatures.push(signature);
  }

  /** What is written next to a log bears `stamp`. */
  stampNext(log: AuthorLog, stamp: Stamp): void {
    if (stamp === log.lastStamp + 1) return;
    log.mark(log.units, stamp);
    log.lastStamp = stamp - 1;
  }

  /**
   * Takes the stamps of the units from `from` on from the log's marks, and drops the marks behind its end. Returns false
   * where one stands within a pair of surrogates.
   */
  settleStamps(log: AuthorLog, from: number): boolean {
    log.marks = log.markOf(log.units - 1) + 1;
    if (log.units > 0) log.lastStamp = log.stampAt(log.units - 1);
    this.clock = Math.max(this.clock, log.lastStamp);
    for (let mark = log.marks - 1; this.hasPairs && mark >= 0 && log.markUnits[mark]! >= from; mark--) {
      if (wholePair(this.logs, log, log.markUnits[mark]!) !== log.markUnits[mark]) return false;
    }
    return true;
  }

  private count(log: AuthorLog, length: number): void {
    if (log.lastStamp > this.clock) this.clock = log.lastStamp;
    this.units += length;
    if (log === this.lastLog) return;
    this.lastLog = log;
    this.lastStart = log.units - length;
  }

  private hide(slot: number, from: number, length: number, by: number): void {
    if (this.chain.isOpen) {
      this.chain.hide(slot, from, length, by);
      return;
    }
    const { tree, record } = this;
    for (let counter = from; counter < from + length; ) {
      const place = tree.find(slot, counter);
      const { offset } = tree;
      const units = Math.min(tree.length(place) - offset, from + length - counter);
      const before = tree.hides(place);
      if (record.isOn && (before === 0 || before + by === 0)) {
        const at = tree.positionOf(place, offset);
        if (before === 0) record.deleted(at, units);
        else record.inserted(at, this.logs[slot - 1]!.text.subarray(counter, counter + units));
      }
      tree.hide(place, offset, units, by);
      counter += units;
    }
  }

  private siblingOf({ slot, counter, stamp }: Competitor) {
    const author = this.idOf(slot);
    return { author, counter, timestamp: timestampOf(stamp, author) };
  }
}

/** So many are found faster by looking at each. */
const FEW = 8;

function isSame(id: Uint8Array, bytes: Uint8Array, offset: number): boolean {
  for (let i = 7; i >= 0; i--) if (id[i] !== bytes[offset + i]) return false;
  return true;
}

function keyOf(bytes: Uint8Array, offset: number): string {
  let key = "";
  for (let i = offset; i < offset + 8; i += 2) key += String.fromCharCode(bytes[i]! * 256 + bytes[i + 1]!);
  return key;
}
