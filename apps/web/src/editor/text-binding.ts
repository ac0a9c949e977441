import { ChangeSet, EditorState, type StateEffect, type Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { MAX_TEXT_LENGTH, type Text, type TextEdit, type TextOperation } from "@hearsay/merge";
import { Composition } from "./composition";
import type { EditorBinding } from "./editor-binding";
import { isRemote } from "./remote";
import { showRemote, showTurn } from "./show-remote";
import { sizeLimit } from "./size-limit";
import { UndoGroups } from "./undo-groups";
import { type Turn, undoKeys } from "./undo-keys";
import { wholeChange } from "./whole-change";

export interface SharedText {
  readonly text: Text;
  /** Applies the person's operation to the text and lets it spread. Throws where it breaks a limit. */
  edit(operation: TextOperation): void;
  /** An edit was not taken, since the note would have outgrown its limit. */
  refuse(): void;
  /** What was held back while somebody composed stands in the editor. */
  caughtUp(): void;
}

/**
 * The editor of a note that merges character by character: its transactions become edits of the text, and what others
 * wrote becomes changes of the editor. Undo and redo are the text's own, so that they revert nobody else's writing.
 */
export class TextBinding implements EditorBinding {
  readonly extensions = [
    // A plugin is told before the editor draws: whoever waits for what was written need not wait for that.
    ViewPlugin.define(() => ({ update: (update) => this.take(update) })),
    // The text's positions are the editor's: nothing but "\n" ends a line, and pasted text has no other ends.
    EditorState.lineSeparator.of("\n"),
    EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
    undoKeys((type) => this.turn(type)),
    sizeLimit(
      (text) => text.length <= MAX_TEXT_LENGTH,
      () => this.shared.refuse(),
    ),
  ];
  private view!: EditorView;
  private readonly groups = new UndoGroups();
  private readonly composition = new Composition();
  /** What others wrote while the person composes, in positions of the editor. */
  private pending: ChangeSet | undefined;
  private isTurning = false;
  /** Finds what changed where the text has kept no record of it. It seldom comes to that: what is exact is loaded then. */
  private compare = wholeChange;
  private isDetailAsked = false;
  /** While the editor is told of an edit, nothing may be changed in it. */
  private isTaking = false;
  private isPullDue = false;
  /** Why an edit was not taken. */
  private failure: unknown;

  constructor(private readonly shared: SharedText) {}

  get isBehind(): boolean {
    return this.pending !== undefined;
  }

  attach(view: EditorView): void {
    this.view = view;
    this.shared.text.drain();
    showRemote(view, this.difference(), []);
  }

  catchUp(): void {
    this.composition.stop();
    const { pending } = this;
    this.pending = undefined;
    if (!pending) return;
    showRemote(this.view, pending, []);
    this.shared.caughtUp();
  }

  updated(): void {
    const { failure, isPullDue } = this;
    this.isPullDue = false;
    if (failure === undefined) {
      if (isPullDue) this.pull([]);
      return;
    }
    this.failure = undefined;
    if (!(failure instanceof RangeError)) throw failure;
    // Typing that was not taken must not stand there as if it were. What was held back for it comes now.
    this.composition.stop();
    const wasBehind = this.isBehind;
    this.pending = undefined;
    this.shared.refuse();
    this.shared.text.drain();
    showRemote(this.view, this.difference(), []);
    if (wasBehind) this.shared.caughtUp();
  }

  pull(effects: readonly StateEffect<unknown>[]): boolean {
    if (this.isTaking) this.isPullDue = true;
    if (this.isTaking || this.isTurning) return false;
    const changes = this.drained();
    if (!this.pending && !this.view.composing) return showRemote(this.view, changes, effects);
    if (changes.empty) return false;
    this.pending = this.pending ? this.pending.compose(changes) : changes;
    this.composition.whenOver(this.view, () => this.catchUp());
    return false;
  }

  undo(): boolean {
    return this.turn("undo");
  }

  redo(): boolean {
    return this.turn("redo");
  }

  private turn(type: Turn): boolean {
    this.catchUp();
    // What is edited is told to whoever listens, who has it pulled: here it is shown in a way of its own.
    this.isTurning = true;
    try {
      this.shared.edit({ type });
    } finally {
      this.isTurning = false;
    }
    this.groups.end();
    const changes = this.drained();
    if (!changes.empty) showTurn(this.view, changes);
    return true;
  }

  /** What throws here is never called again. */
  private take({ transactions }: ViewUpdate): void {
    this.isTaking = true;
    try {
      for (const transaction of transactions) {
        if (isRemote(transaction)) this.groups.moved(transaction.changes);
        else if (transaction.docChanged) this.write(transaction);
        else if (transaction.selection) this.groups.end();
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.isTaking = false;
    }
  }

  private write(transaction: Transaction): void {
    this.composition.wrote();
    const { pending } = this;
    const written = trimmed(transaction);
    const changes = pending ? written.map(pending, true) : written;
    this.pending = pending?.map(written);
    const edits: TextEdit[] = [];
    changes.iterChanges((from, to, _fromB, _toB, insert) => edits.push({ from, to, insert: insert.toString() }));
    this.shared.edit({ type: "edit", edits, joinsUndo: this.groups.joins(transaction) });
  }

  /** What changed in the text since it was asked last, as one set of changes to what the editor is to show. */
  private drained(): ChangeSet {
    const { view, shared, pending } = this;
    const drained = shared.text.drain();
    if (!drained) {
      void this.loadDetail();
      return this.difference();
    }
    let changes = ChangeSet.empty(pending ? pending.newLength : view.state.doc.length);
    for (const change of drained) changes = changes.compose(ChangeSet.of([change], changes.newLength));
    return changes;
  }

  private async loadDetail(): Promise<void> {
    if (this.isDetailAsked) return;
    this.isDetailAsked = true;
    try {
      this.compare = (await import("./text-changes")).textChanges;
    } catch {
      // The text is right without it, but a caret in the midst of what changed does not stay where it was.
    }
  }

  private difference(): ChangeSet {
    const { view, shared, pending } = this;
    const shown = (pending ? pending.apply(view.state.doc) : view.state.doc).toString();
    return ChangeSet.of(this.compare(shown, shared.text.toString()), shown.length);
  }
}

/** What a transaction changed, without what it deleted only to insert it again: that stays with its authors. */
function trimmed({ changes, startState }: Transaction): ChangeSet {
  const specs: TextEdit[] = [];
  changes.iterChanges((from, to, _fromB, _toB, insert) => {
    const [change] = wholeChange(startState.sliceDoc(from, to), insert.toString());
    if (change) specs.push({ from: from + change.from, to: from + change.to, insert: change.insert });
  });
  return ChangeSet.of(specs, startState.doc.length);
}
