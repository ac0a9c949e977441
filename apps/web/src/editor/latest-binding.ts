import { history, historyKeymap } from "@codemirror/commands";
import { ChangeSet } from "@codemirror/state";
import { type EditorView, keymap, type ViewUpdate } from "@codemirror/view";
import { Composition } from "./composition";
import type { EditorBinding } from "./editor-binding";
import { HeldText } from "./held-text";
import { isRemote } from "./remote";
import { showRemote } from "./show-remote";
import { fitsNote, sizeLimit } from "./size-limit";
import { textChanges } from "./text-changes";

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
  readonly extensions = [history(), keymap.of(historyKeymap), sizeLimit(fitsNote, () => this.note.refuse())];
  private view!: EditorView;
  private held: HeldText | undefined;
  private readonly composition = new Composition();

  constructor(private readonly note: LatestNote) {}

  get isBehind(): boolean {
    return this.held !== undefined;
  }

  attach(view: EditorView): void {
    this.view = view;
    this.pull();
  }

  detach(): void {
    // Nobody composes in a box that is gone, and what was composed must not stay behind.
    this.release();
  }

  pull(): void {
    const latest = this.note.text().replace(/\r\n?/g, "\n");
    const text = this.view.state.doc.toString();
    if (this.held) this.held.replace(latest);
    else if (this.view.composing) {
      this.held = new HeldText(text, latest);
      this.composition.whenOver(this.view, () => this.release());
    } else showRemote(this.view, ChangeSet.of(textChanges(text, latest), text.length));
  }

  updated(update: ViewUpdate): void {
    if (!update.docChanged || update.transactions.every(isRemote)) return;
    this.composition.wrote();
    if (this.held) this.held.wrote(update.changes);
    else this.write();
  }

  private release(): void {
    this.composition.stop();
    const released = this.held?.release();
    this.held = undefined;
    if (!released) return;
    const { changes, wroteLocally } = released;
    if (wroteLocally && !fitsNote(changes.apply(this.view.state.doc))) {
      this.pull();
      this.note.refuse();
      return;
    }
    showRemote(this.view, changes);
    if (wroteLocally) this.write();
  }

  private write(): void {
    this.note.write(this.view.state.doc.toString().toWellFormed());
  }
}
