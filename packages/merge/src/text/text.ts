import type { MergeResult, Replica, Restamped } from "../replica";
import { nextReplicaId, type ReplicaId, replicaIdToBytes } from "../replica-id";
import type { Timestamp } from "../timestamp";
import type { AuthorLog } from "./author-log";
import { stretchesWithin } from "./causal-order";
import { ChangeRecord, type TextChange } from "./change-record";
import { DeltaMerge } from "./delta-merge";
import { writeDelta } from "./delta-writer";
import { HeldDeltas } from "./held-deltas";
import { beforePair, behindPair, LocalEditor } from "./local-edit";
import { rewriteAhead } from "./rewrite-ahead";
import { MAX_SIGNATURE_UNITS, type Signature } from "./signature";
import { assertTime, lastSoundStamp, MAX_STAMP, TICK_MS, timestampOf } from "./stamp";
import { MAX_TEXT_UNITS, TextDocument } from "./text-document";
import { TextFingerprint } from "./text-fingerprint";
import type { TextRules } from "./text-rules";
import { TextVersions } from "./text-versions";
import { TextView } from "./text-view";
import { takeTyping } from "./typing";
import { UndoHistory } from "./undo-history";

/** How many UTF-16 units a text may show. A longer one throws when written. */
export const MAX_TEXT_LENGTH = 2 ** 24;

/** Replace the UTF-16 units from `from` to `to` by `insert`. */
export type TextEdit = TextChange;

export type TextOperation =
  /** Edits in ascending order, apart from each other, at positions of the text before the operation. */
  | {
      readonly type: "edit";
      readonly edits: readonly TextEdit[];
      /** Whether it is undone together with the one before it. */
      readonly joinsUndo: boolean;
    }
  | { readonly type: "undo" }
  | { readonly type: "redo" }
  /** Says who the author is. */
  | { readonly type: "sign"; readonly signature: Signature };

/**
 * The source text's rule carried down to the character: every character has a timestamp and an author, so has every
 * deletion, and what was inserted at one place at one time stands in the order of its timestamps, without interleaving
 * (FugueMax, Weidner and Kleppmann 2023). Nobody's keystroke is lost.
 *
 * Its state is one log for each author, which only that author appends to; two copies are brought together by taking the
 * longer of each two. The text, and all that may be asked of it, follows from the logs.
 */
export class Text extends TextView implements Replica<TextOperation> {
  readonly pushes = "lacking";
  private readonly held = new HeldDeltas();
  private readonly history = new UndoHistory();
  private readonly record = new ChangeRecord();
  private state: TextDocument;
  private merging: DeltaMerge;
  private versions: TextVersions;
  private print: TextFingerprint | undefined;
  private self: ReplicaId;
  /** The log of `self`, where it has been written to since the document was built. */
  private own: AuthorLog | undefined;

  constructor(
    replica: ReplicaId,
    private readonly rules: TextRules,
  ) {
    super();
    this.self = replica;
    this.state = new TextDocument(rules, this.record);
    this.merging = new DeltaMerge(this.state);
    this.versions = new TextVersions(this.state);
  }

  get document(): TextDocument {
    return this.state;
  }

  /** Under which id this copy writes: the one it was given, until a restamp gives it the next. */
  get author(): ReplicaId {
    return this.self;
  }

  /** When and by whom the latest of all that it holds was written; undefined where nothing ever was. */
  get timestamp(): Timestamp | undefined {
    let latest: AuthorLog | undefined;
    for (const log of this.state.logs) {
      const order = latest ? log.lastStamp - latest.lastStamp : 1;
      if (log.units > 0 && (order > 0 || (order === 0 && latest && log.id > latest.id))) latest = log;
    }
    return latest && timestampOf(latest.lastStamp, latest.id);
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** How many deltas wait for what they go on from. */
  get heldDeltas(): number {
    return this.held.size;
  }

  /**
   * What others, an undo or a redo changed since this was asked last, each change at positions after those before it;
   * undefined where there was too much to keep, and the text is to be taken anew. The first call begins the record. What
   * `edit` was told by its caller is not in it.
   */
  drain(): readonly TextChange[] | undefined {
    return this.record.drain();
  }

  version(): Uint8Array {
    return this.versions.version();
  }

  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined {
    const stretches = this.versions.stretchesSince(version, maxBytes);
    return stretches.length > 0 ? writeDelta(this.state.logs, stretches) : undefined;
  }

  shareOf(version: Uint8Array): number {
    return this.versions.shareOf(version);
  }

  includes(version: Uint8Array, part: Uint8Array): boolean {
    return this.versions.includes(version, part);
  }

  fingerprint(): Uint8Array {
    if (this.print?.document !== this.state) this.print = new TextFingerprint(this.state);
    return this.print.bytes();
  }

  merge(delta: Uint8Array, now: number): MergeResult {
    const { merging } = this;
    const lastSound = lastSoundStamp(now);
    if (takeTyping(this.state, delta, lastSound)) {
      this.takeHeld(now);
      return CHANGED;
    }
    this.take(delta, lastSound);
    const { changed, missing, isAhead, fault } = merging;
    if (fault) return { type: "refused", reason: fault };
    // What is refused leaves no trace: it is not held for want of a cause either.
    if (isAhead && !changed) return { type: "refused", reason: "ahead" };
    if (missing) this.held.add(delta, missing);
    if (changed) this.takeHeld(now);
    if (changed) return CHANGED;
    return missing ? HELD : UNCHANGED;
  }

  /** Throws a `RangeError` where an edit lies outside of the text, or the text would be longer than `MAX_TEXT_LENGTH`. */
  edit(operation: TextOperation, now: number): void {
    assertTime(now);
    switch (operation.type) {
      case "edit":
        this.editText(this.checked(operation.edits), operation.joinsUndo, now);
        return;
      case "undo":
        if (this.canUndo) this.writing(now, (editor) => this.history.undo(editor));
        return;
      case "redo":
        if (this.canRedo) this.writing(now, (editor) => this.history.redo(editor));
        return;
      case "sign":
        assertSignature(operation.signature);
        this.writing(now, (editor) => this.sign(operation.signature, editor));
        return;
      default:
        operation satisfies never;
    }
  }

  restamp(now: number): Restamped | undefined {
    assertTime(now);
    const lastSound = lastSoundStamp(now);
    if (this.state.clock <= lastSound) return undefined;
    const before = this.state;
    // Where the last count of the last sound second is used up, what is written again is ahead as well, by a second at most.
    // What is no further ahead waits for that second instead.
    const isNear = before.clock <= lastSoundStamp(now + TICK_MS);
    if (isNear && before.logs.some((log) => log.unitsUpTo(lastSound) > log.unitsUpTo(lastSound - 1))) return undefined;
    const own = before.find(replicaIdToBytes(this.self), 0);
    this.rewind(before.logs.map((log) => log.unitsUpTo(lastSound)));
    if (own && own.lastStamp > lastSound) this.self = nextReplicaId(this.self);
    this.own = undefined;
    this.history.forget();
    const { edits, lost } = rewriteAhead(before, this.state, own);
    this.writing(now, (editor) => write(editor, edits));
    return { lost };
  }

  private editText(edits: readonly TextEdit[], joinsUndo: boolean, now: number): void {
    const editor = this.editorAt(now);
    const { log } = editor;
    const from = log.units;
    this.record.pause();
    try {
      write(editor, edits);
      if (log.units > from) this.history.wrote(from, log.units, joinsUndo);
    } finally {
      this.record.goOn();
      if (log.units === 0) this.state.dropAuthor(log);
    }
  }

  /** Lets `action` write under this copy's id. */
  private writing(now: number, action: (editor: LocalEditor) => void): void {
    const editor = this.editorAt(now);
    try {
      action(editor);
    } finally {
      // An author that has written nothing is none.
      if (editor.log.units === 0) this.state.dropAuthor(editor.log);
    }
  }

  private sign({ name, color }: Signature, editor: LocalEditor): void {
    const { log } = editor;
    const last = log.signatures.at(-1);
    if (last?.name === name && last.color === color) return;
    const from = log.units;
    editor.sign({ name, color });
    this.history.passed(from, log.units);
  }

  private editorAt(now: number): LocalEditor {
    const { state, rules } = this;
    let log = this.own;
    if (!log || state.logs[log.slot - 1] !== log) {
      const id = replicaIdToBytes(this.self);
      log = state.find(id, 0) ?? state.addAuthor(id, 0);
      if (!log) throw new RangeError(`Expected fewer authors than there are when ${this.self} began to write`);
      this.own = log;
    }
    return new LocalEditor(state, log, rules.continuesRuns, now);
  }

  /** The edits as they will be written; throws where they break a rule, before anything is written. */
  private checked(edits: readonly TextEdit[]): readonly TextEdit[] {
    const { state } = this;
    let length = state.tree.visible;
    let units = 0;
    let end = 0;
    let isSound = !state.hasPairs;
    for (const { from, to, insert } of edits) {
      if (!(Number.isSafeInteger(from) && from >= end && to >= from && to <= state.tree.visible)) {
        throw new RangeError(`Expected edits in ascending order within ${state.tree.visible}, got ${from} to ${to}`);
      }
      end = to;
      length += insert.length - (to - from);
      units += insert.length + (to - from) + 2;
      isSound &&= insert.isWellFormed();
    }
    if (length > MAX_TEXT_LENGTH) throw new RangeError(`Expected at most ${MAX_TEXT_LENGTH} units, got ${length}`);
    if (state.units + units > MAX_TEXT_UNITS) throw new RangeError("Expected fewer edits than this text has seen");
    return isSound ? edits : wellFormed(state, edits);
  }

  /** Merges a delta, or leaves everything as it was; `merging` says which. */
  private take(delta: Uint8Array, lastSound: number): void {
    const { merging } = this;
    merging.merge(delta, lastSound);
    if (merging.fault && merging.changed) this.rewind(merging.before());
  }

  /** What had to wait for what has just come, and what had to wait for that. */
  private takeHeld(now: number): void {
    if (this.held.size === 0) return;
    const lastSound = lastSoundStamp(now);
    for (let ready = this.held.takeReady(this.state); ready.length > 0; ready = this.held.takeReady(this.state)) {
      for (const delta of ready) {
        this.take(delta, lastSound);
        const { fault, missing } = this.merging;
        if (missing && !fault) this.held.add(delta, missing);
      }
    }
  }

  /** Goes back to so many units of each log, and builds the document anew. */
  private rewind(units: readonly number[]): void {
    const { logs } = this.state;
    const stretches = stretchesWithin(logs, [], units, Number.POSITIVE_INFINITY);
    this.record.overflow();
    this.state = new TextDocument(this.rules, this.record);
    this.merging = new DeltaMerge(this.state);
    this.versions = new TextVersions(this.state);
    if (stretches.length === 0) return;
    // In their old order, so that what comes out is the same to the byte.
    const kept = new Set(stretches.map(({ log }) => log));
    for (const log of logs) if (kept.has(log)) this.state.addAuthor(log.idBytes, 0);
    this.merging.merge(writeDelta(logs, stretches), MAX_STAMP);
    if (this.merging.fault) throw new Error("Expected own logs to be sound");
  }
}

function write(editor: LocalEditor, edits: readonly TextEdit[]): void {
  let shift = 0;
  for (const { from, to, insert } of edits) {
    if (to > from) editor.delete(from + shift, to + shift);
    if (insert.length > 0) editor.insert(from + shift, insert);
    shift += insert.length - (to - from);
  }
}

/** The same edits, each pair of surrogates whole. */
function wellFormed(state: TextDocument, edits: readonly TextEdit[]): readonly TextEdit[] {
  let end = 0;
  return edits.map(({ from, to, insert }) => {
    // Where the edit before it has taken the whole of a pair, there is less left for this one.
    const soundFrom = Math.max(end, beforePair(state, from));
    end = Math.max(soundFrom, to > from ? behindPair(state, to) : soundFrom);
    return { from: soundFrom, to: end, insert: insert.toWellFormed() };
  });
}

function assertSignature({ name, color }: Signature): void {
  if (name.length > MAX_SIGNATURE_UNITS || !name.isWellFormed() || (color & 0xff) !== color) {
    throw new RangeError(`Expected a name of at most ${MAX_SIGNATURE_UNITS} units and a color up to 255`);
  }
}

const CHANGED: MergeResult = { type: "changed", lost: undefined };
const UNCHANGED: MergeResult = { type: "unchanged", lost: undefined };
const HELD: MergeResult = { type: "held" };
