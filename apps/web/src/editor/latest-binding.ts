import { ChangeSet, type StateEffect, type Transaction } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { Composition } from "./composition";
import type { EditorBinding } from "./editor-binding";
import { HeldText } from "./held-text";
import { LocalUndo } from "./local-undo";
import { isRemote } from "./remote";
import { endOf, showRemote } from "./show-remote";
import { fitsNote, sizeLimit } from "./size-limit";
import { textChanges } from "./text-changes";
import { type Turn, undoKeys } from "./undo-keys";

export interface LatestNote {
  /** The whole text as the copy holds it. */
  text(): string;
  /** The person wrote: this is the whole text now, well-formed. */
  write(text: string): void;
  /** An edit was not taken, since the note would have outgrown its limit. */
  refuse(): void;
}

/**
 * The editor of a note that is one register. While the person composes, what others wrote waits, and is then merged with
 * what was composed.
 */
export class LatestBinding implements EditorBinding {
  readonly extensions = [undoKeys((type) => this.turn(type)), sizeLimit(fitsNote, () => this.note.refuse())];
  private view!: EditorView;
  private held: HeldText | undefined;
  private readonly composition = new Composition();
  private readonly localUndo = new LocalUndo();

  constructor(private readonly note: LatestNote) {}

  get isBehind(): boolean {
    return this.held !== undefined;
  }

  attach(view: EditorView): void {
    this.view = view;
    this.pull([]);
  }

  catchUp(): void {
    this.composition.stop();
    const released = this.held?.release();
    this.held = undefined;
    if (!released) return;
    const { changes, wroteLocally } = released;
    if (wroteLocally && !fitsNote(changes.apply(this.view.state.doc))) {
      this.pull([]);
      this.note.refuse();
      return;
    }
    showRemote(this.view, changes, []);
    if (wroteLocally) this.write();
  }

  pull(effects: readonly StateEffect<unknown>[]): boolean {
    const latest = this.note.text().replace(/\r\n?/g, "\n");
    const text = this.view.state.doc.toString();
    if (!this.held && !this.view.composing) {
      return showRemote(this.view, ChangeSet.of(textChanges(text, latest), text.length), effects);
    }
    if (this.held) this.held.replace(latest);
    else {
      this.held = new HeldText(text, latest);
      this.composition.whenOver(this.view, () => this.catchUp());
    }
    return false;
  }

  updated(update: ViewUpdate): void {
    for (const transaction of update.transactions) this.remember(transaction);
    if (!update.docChanged || update.transactions.every(isRemote)) return;
    this.composition.wrote();
    if (this.held) this.held.wrote(update.changes);
    else this.write();
  }

  private remember(transaction: Transaction): void {
    const { localUndo } = this;
    if (!transaction.docChanged) {
      if (transaction.selection) localUndo.moved();
    } else if (isRemote(transaction)) localUndo.brought(transaction.changes);
    else if (transaction.isUserEvent("undo")) localUndo.turned("undo", transaction);
    else if (transaction.isUserEvent("redo")) localUndo.turned("redo", transaction);
    else localUndo.wrote(transaction);
  }

  private turn(turn: Turn): boolean {
    this.catchUp();
    const changes = this.localUndo.next(turn);
    if (changes) this.view.dispatch({ changes, selection: endOf(changes), scrollIntoView: true, userEvent: turn });
    return true;
  }

  private write(): void {
    this.note.write(this.view.state.doc.toString().toWellFormed());
  }
}
