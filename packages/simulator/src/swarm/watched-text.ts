import {
  authorsOf,
  isAhead,
  MAX_TIME_MS,
  type MergeResult,
  type Restamped,
  type Text,
  type TextOperation,
} from "@hearsay/merge";
import { type Fired, type Law, LawBroken } from "./law";
import { type CharacterId, stretchesIn, type TextLedger } from "./text-ledger";
import { authorsIn, includes, type Units, unitsIn } from "./text-version";

/** What the watches of all texts of one run know together. */
export interface TextRoom {
  readonly ledger: TextLedger;
  /** By version, the text of whoever has seen that. */
  readonly texts: Map<string, string>;
  readonly fired: Fired;
  /** Whether what is being taken in was made by no node. */
  isForged: boolean;
}

/** One copy of a text under the eyes of the laws: it sees each call that changes the copy, and what comes of it. */
export class WatchedText {
  /** What a restamp gave up, until somebody was told. */
  untold: string | undefined;
  private version: string;
  private units: Units;
  /** What whoever follows the changes sees. */
  private shown: string;

  constructor(
    private readonly text: Text,
    private readonly room: TextRoom,
    private readonly where: string,
  ) {
    const edit = text.edit.bind(text);
    const merge = text.merge.bind(text);
    const restamp = text.restamp.bind(text);
    text.edit = (operation, now) => this.onEdit(operation, now, edit);
    text.merge = (delta, now) => this.onMerge(delta, now, merge);
    text.restamp = (now) => this.onRestamp(now, restamp);
    text.drain();
    this.version = keyOf(text.version());
    this.units = unitsIn(text.version());
    this.shown = text.toString();
  }

  private onEdit(operation: TextOperation, now: number, edit: Text["edit"]): void {
    const { text, room, shown } = this;
    const { ledger } = room;
    const before = ledger.idsIn(text);
    edit(operation, now);
    if (operation.type === "edit") {
      const expected = applied(shown, operation.edits);
      if (text.toString() !== expected.text) this.fail("does what its user did", `${shown} became ${text.toString()}`);
      this.shown = expected.text;
      for (const { from, to } of expected.edits) for (const id of before.slice(from, to)) ledger.deleted.add(id);
      this.note(expected.edits);
    } else this.onTurn(operation.type, before);
    this.settle();
  }

  /** Takes down what was put in, and what it stands between. */
  private note(edits: readonly Applied[]): void {
    const { text, room } = this;
    const { ledger } = room;
    const { author } = text;
    const ids = ledger.idsIn(text);
    for (const { at, insert } of edits) {
      if (insert === "") continue;
      const first = ledger.idOf(author, ledger.typedBy(author).length);
      ledger.wrote(author, insert);
      if (!ledger.isSound(author)) continue;
      const isThere = [...insert].every((_, i) => ids[at + i] === first + i);
      if (!isThere) this.fail("one character, one meaning", `"${insert}" of ${author} is not the next that it wrote`);
      const [passage] = authorsOf(text, at, at + 1);
      if (!passage) return this.fail("does what its user did", `"${insert}" is nowhere`);
      const [left, right] = [ids[at - 1], ids[at + insert.length]];
      ledger.typings.push({ author, first, length: insert.length, left, right, timestamp: passage.timestamp });
    }
  }

  /** An undo takes only back what its user did: it hides nobody else's characters. */
  private onTurn(type: "undo" | "redo" | "sign", before: readonly CharacterId[]): void {
    const { ledger, fired } = this.room;
    const after = new Set(ledger.idsIn(this.text));
    const hidden = before.filter((id) => !after.has(id));
    for (const id of hidden) ledger.deleted.add(id);
    if (hidden.length > 0 || after.size > before.length) fired.add(`a text changed by: ${type}`, 1);
    const own = ledger.idOf(this.text.author, 0);
    if (type === "undo" && hidden.some((id) => id < own || id >= ledger.idOf(this.text.author, MAX_CHARACTERS))) {
      this.fail("does what its user did", "an undo hid what another wrote");
    }
    if (type === "sign" && hidden.length > 0) this.fail("does what its user did", "a signature hid something");
  }

  private onMerge(delta: Uint8Array, now: number, merge: Text["merge"]): MergeResult {
    const { text, room } = this;
    const before = this.units;
    const wasAhead = this.isAhead(now);
    const { heldDeltas } = text;
    const result = merge(delta, now);
    if (text.heldDeltas > MAX_HELD_DELTAS) this.fail("what waits is bounded", `${text.heldDeltas} deltas`);
    if (room.isForged && text.heldDeltas > heldDeltas) for (const author of authorsIn(delta)) room.ledger.taint(author);
    if (result.type !== "changed") {
      const isSame = keyOf(text.version()) === this.version && text.length === this.shown.length;
      if (!isSame || (result.type !== "unchanged" && text.toString() !== this.shown)) {
        this.fail("leaves no trace", `a delta that is ${result.type} changed ${this.shown} to ${text.toString()}`);
      }
      return result;
    }
    const after = unitsIn(text.version());
    if (!includes(after, before)) this.fail("never goes back", "a merge took something away");
    if (room.isForged) {
      for (const [author, units] of after) if (units > (before.get(author) ?? 0)) room.ledger.taint(author);
    }
    // Stored data is taken in whatever the clock says, and written again before the next input.
    if (now !== MAX_TIME_MS && !wasAhead && this.isAhead(now)) this.fail("within the drift bound", `at ${now}`);
    if (includes(before, after)) this.fail("says what changed", "nothing is new");
    this.settle();
    return result;
  }

  /** Own text that lies ahead is written again; what was not its own is given up, and handed out. */
  private onRestamp(now: number, restamp: Text["restamp"]): Restamped | undefined {
    const { text, room, shown } = this;
    const wasAhead = this.isAhead(now);
    const wasFarAhead = this.isAhead(now + TICK_MS);
    const result = restamp(now);
    // A count that is used up at the very bound carries past it, and the next second has room again.
    if (this.isAhead(now + TICK_MS)) this.fail("within the drift bound", `still ahead after a restamp at ${now}`);
    if (result && !wasFarAhead && this.isAhead(now)) this.fail("within the drift bound", `restamped in vain at ${now}`);
    if (result === undefined) return result;
    if (!wasAhead) this.fail("never goes back", `restamped at ${now}, though nothing was ahead`);
    room.fired.add("text restamped", 1);
    room.ledger.hasRewritten = true;
    this.noteRewritten();
    const lost = result.lost?.text ?? "";
    if (lost !== "") {
      room.fired.add("text of others given up", 1);
      this.untold = lost;
    }
    this.settle();
    if (sorted(shown) !== sorted(text.toString() + lost)) {
      this.fail("nothing is lost silently", `"${shown}" became "${text.toString()}", and "${lost}" was handed out`);
    }
    return result;
  }

  /** What a restamp wrote stands behind all else that its author wrote, all of it in sight. */
  private noteRewritten(): void {
    const { ledger } = this.room;
    const { author } = this.text;
    const known = ledger.typedBy(author).length;
    const content = this.text.toString();
    const rewritten = stretchesIn(this.text)
      .filter((stretch) => stretch.author === author && stretch.counter + stretch.length > known)
      .sort((left, right) => left.counter - right.counter);
    for (const { from, length, counter } of rewritten) {
      const skipped = Math.max(0, known - counter);
      ledger.wrote(author, content.slice(from + skipped, from + length));
    }
  }

  /** The copy changed: it shows what those who wrote it know, and what those see who follow it. */
  private settle(): void {
    const { text, room } = this;
    const content = text.toString();
    const version = text.version();
    this.version = keyOf(version);
    this.units = unitsIn(version);
    const changes = text.drain();
    if (!changes) room.fired.add("too much to follow", 1);
    this.shown = changes ? changes.reduce(follow, this.shown) : content;
    if (this.shown !== content) this.fail("says what changed", `"${content}", but "${this.shown}" to who follows it`);
    this.checkMeaning(content);
    this.checkVersion(content);
  }

  private checkMeaning(content: string): void {
    const { ledger } = this.room;
    for (const { from, length, author, counter } of stretchesIn(this.text)) {
      if (!ledger.isSound(author)) continue;
      const typed = ledger.typedBy(author).slice(counter, counter + length);
      const seen = content.slice(from, from + length);
      if (typed !== seen)
        this.fail("one character, one meaning", `${author} wrote "${typed}", which shows as "${seen}"`);
    }
  }

  private checkVersion(content: string): void {
    const { ledger, texts } = this.room;
    // A forged log can be two things under one name.
    if (ledger.isTainted) return;
    const known = texts.get(this.version);
    if (known === undefined) texts.set(this.version, content);
    else if (known !== content) this.fail("one version, one text", `"${known}" elsewhere, "${content}" here`);
  }

  private isAhead(now: number): boolean {
    const { timestamp } = this.text;
    return timestamp !== undefined && isAhead(timestamp, now);
  }

  private fail(law: Law, message: string): never {
    throw new LawBroken(law, `${this.where}: ${message}`);
  }
}

/** How far the time of a text's clock goes on at once. */
export const TICK_MS = 1_000;

/** Of `@hearsay/merge`, which does not tell. */
const MAX_HELD_DELTAS = 4_096;
const MAX_CHARACTERS = 2 ** 26;

interface Applied {
  readonly from: number;
  readonly to: number;
  /** Where the insertion begins in the text that comes of it. */
  readonly at: number;
  readonly insert: string;
}

/** What a text is to become, in plain strings: a pair of surrogates is deleted whole, and nothing comes between its halves. */
function applied(text: string, edits: Extract<TextOperation, { readonly type: "edit" }>["edits"]) {
  const done: Applied[] = [];
  let result = "";
  let end = 0;
  for (const edit of edits) {
    const from = Math.max(end, isInPair(text, edit.from) ? edit.from - 1 : edit.from);
    const to = Math.max(from, edit.to > edit.from && isInPair(text, edit.to) ? edit.to + 1 : edit.to);
    const insert = edit.insert.toWellFormed();
    result += text.slice(end, from);
    done.push({ from, to: edit.to > edit.from ? to : from, at: result.length, insert });
    result += insert;
    end = done.at(-1)?.to ?? to;
  }
  return { text: result + text.slice(end), edits: done };
}

function isInPair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1));
}

function follow(shown: string, { from, to, insert }: { from: number; to: number; insert: string }): string {
  return shown.slice(0, from) + insert + shown.slice(to);
}

function sorted(text: string): string {
  return text.split("").sort().join("");
}

function keyOf(version: Uint8Array): string {
  let key = "";
  for (const byte of version) key += String.fromCharCode(byte);
  return key;
}
