import { type ReplicaId, replicaIdFromBytes } from "../replica-id";
import { AuthorLog, DELETE, DELETE_BACK, INSERT, NO_ORIGIN, type Origin, RESTORE, SIGN } from "./author-log";
import type { ChangeRecord } from "./change-record";
import { type Competitor, findPlace, type Ground, NEVER_A_PLACE } from "./integrate";
import { SiblingIndex } from "./sibling-index";
import type { Signature } from "./signature";
import { type Place, SpanTree } from "./span-tree";
import { type Stamp, timestampOf } from "./stamp";
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
  /** Whether any character ever was half of a pair of surrogates: in most texts none is, and none need be looked for. */
  hasPairs = false;
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

  /**
   * Inserts a run whose text the caller has put behind the log's last character. Returns false, and does nothing, where
   * the origins can never have been neighbors.
   */
  insert(log: AuthorLog, left: Origin, right: Origin, length: number, stamp: Stamp): boolean {
    const place = findPlace(this.ground, left, right, log, stamp);
    if (place === NEVER_A_PLACE) return false;
    this.insertAt(place, this.tree.offset, log, left, right, length, stamp);
    return true;
  }

  /** The same before the unit at `offset` of a span, which is where the run goes. */
  insertAt(
    place: Place,
    offset: number,
    log: AuthorLog,
    left: Origin,
    right: Origin,
    length: number,
    stamp: Stamp,
  ): void {
    const { tree } = this;
    const counter = log.characters;
    if (this.record.isOn) {
      const at = place < 0 ? 0 : tree.positionOf(place, offset);
      this.record.inserted(at, log.text.subarray(counter, counter + length));
    }
    this.stamp(log, stamp, length);
    // Whether the run goes on from the character before it is asked of the log.
    log.append(INSERT, length, left, right);
    tree.insert(place, offset, log.slot, counter, length);
  }

  /** Deletes `length` characters from `first` on, or back from `first` on. Each is hidden once more. */
  delete(log: AuthorLog, first: Origin, length: number, isBack: boolean, stamp: Stamp): void {
    this.stamp(log, stamp, length);
    log.append(isBack ? DELETE_BACK : DELETE, length, first, NO_ORIGIN);
    this.hide(first.slot, isBack ? first.counter - length + 1 : first.counter, length, 1);
  }

  /** Takes the deletions of the log's own units from `first` on back. */
  restore(log: AuthorLog, first: number, length: number, stamp: Stamp): void {
    this.stamp(log, stamp, length);
    log.append(RESTORE, length, { slot: log.slot, counter: first }, NO_ORIGIN);
    log.restored.add(first, first + length);
    for (let unit = first; unit < first + length; ) {
      const entry = log.entryOf(unit);
      const end = Math.min(log.endOf(entry), first + length);
      const from = unit - log.starts[entry]!;
      const target = log.leftCounters[entry]!;
      const isBack = log.kinds[entry] === DELETE_BACK;
      this.hide(
        log.leftSlots[entry]!,
        isBack ? target - (end - log.starts[entry]!) + 1 : target + from,
        end - unit,
        -1,
      );
      unit = end;
    }
  }

  sign(log: AuthorLog, signature: Signature, stamp: Stamp): void {
    this.stamp(log, stamp, 1);
    log.append(SIGN, 1, { slot: log.slot, counter: log.signatures.length }, NO_ORIGIN);
    log.signatures.push(signature);
  }

  /** The caller has marked units of a log anew, so that `stamp` is its last. */
  stampedUpTo(log: AuthorLog, stamp: Stamp): void {
    log.lastStamp = stamp;
    if (stamp > this.clock) this.clock = stamp;
  }

  private stamp(log: AuthorLog, stamp: Stamp, length: number): void {
    if (stamp !== log.lastStamp + 1) log.mark(log.units, stamp);
    this.stampedUpTo(log, stamp + length - 1);
    this.units += length;
  }

  private hide(slot: number, from: number, length: number, by: number): void {
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
  for (let i = 0; i < 8; i++) if (id[i] !== bytes[offset + i]) return false;
  return true;
}

function keyOf(bytes: Uint8Array, offset: number): string {
  let key = "";
  for (let i = offset; i < offset + 8; i += 2) key += String.fromCharCode(bytes[i]! * 256 + bytes[i + 1]!);
  return key;
}
