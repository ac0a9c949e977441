import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { ChangeSet, EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, placeholder, type ViewUpdate } from "@codemirror/view";
import { editorTheme } from "./editor-theme";
import { HeldText } from "./held-text";
import { keepReadingPosition } from "./reading-position";
import { isRemote, remote } from "./remote";
import { fitsNote, sizeLimit } from "./size-limit";
import { textChanges } from "./text-changes";

declare global {
  interface HTMLElementTagNameMap {
    "note-editor": NoteEditor;
  }
}

export type NoteEditEvent = CustomEvent<{ readonly text: string }>;

/**
 * Where the note is written: a text box named "Note". It stands in light DOM and has no slots.
 *
 * @property text - The text as it stands in the editor, its lines parted by "\n". Read-only: see `setText`.
 * @fires note-edit - The person of this tab wrote. `detail.text` is the whole text, well-formed.
 * @fires note-refused - An edit was not taken, since the note would have outgrown its limit.
 */
export class NoteEditor extends HTMLElement {
  private readonly view = new EditorView({
    state: EditorState.create({
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(CONTENT_ATTRIBUTES),
        placeholder(FIRST_STEP),
        editorTheme,
        sizeLimit(() => this.announce("note-refused", {})),
        EditorView.updateListener.of((update) => this.updated(update)),
      ],
    }),
  });
  private held: HeldText | undefined;
  private heldTimer: ReturnType<typeof setInterval> | undefined;
  private lastWrittenMs = 0;

  get text(): string {
    return this.view.state.doc.toString();
  }

  connectedCallback(): void {
    this.append(this.view.dom);
  }

  disconnectedCallback(): void {
    // Nobody composes in a box that is gone, and what was composed must not stay behind.
    this.release();
  }

  override focus(): void {
    this.view.focus();
  }

  /**
   * Shows what others made of the note. Caret, selection and what is on the screen stay with their text, and undo does
   * not take it back. While the person composes with an input method it waits, and is then merged with what was composed.
   */
  setText(text: string): void {
    const latest = text.replace(/\r\n?/g, "\n");
    if (this.held) this.held.replace(latest);
    else if (this.view.composing) this.hold(latest);
    else this.take(ChangeSet.of(textChanges(this.text, latest), this.view.state.doc.length));
  }

  /** Adds `text` at the end, on lines of its own, as one edit of this tab. Returns whether the note had room for it. */
  insertAtEnd(text: string): boolean {
    const { doc } = this.view.state;
    const lastLine = doc.line(doc.lines);
    const insert = (lastLine.length > 0 ? "\n" : "") + text.replace(/\r\n?/g, "\n");
    this.view.dispatch({
      changes: { from: doc.length, insert },
      selection: { anchor: doc.length + insert.length },
      annotations: isolateHistory.of("full"),
      userEvent: "input.paste",
      scrollIntoView: true,
    });
    return this.view.state.doc !== doc;
  }

  private take(changes: ChangeSet): void {
    if (changes.empty) return;
    this.view.dispatch({
      changes,
      effects: keepReadingPosition(this.view, changes),
      annotations: [remote.of(true), Transaction.addToHistory.of(false)],
    });
  }

  private hold(latest: string): void {
    this.held = new HeldText(this.text, latest);
    let settled = false;
    this.heldTimer = setInterval(() => {
      // The end of a composition is followed by a last change or two: it has settled when it is still over a tick later.
      const idle = Date.now() - this.lastWrittenMs > MAX_QUIET_MS;
      if (idle || (settled && !this.view.composing)) this.release();
      settled = !this.view.composing;
    }, HELD_TICK_MS);
  }

  private release(): void {
    clearInterval(this.heldTimer);
    const released = this.held?.release();
    this.held = undefined;
    if (!released) return;
    const { changes, wroteLocally, latest } = released;
    if (wroteLocally && !fitsNote(changes.apply(this.view.state.doc))) {
      this.setText(latest);
      this.announce("note-refused", {});
      return;
    }
    this.take(changes);
    if (wroteLocally) this.announceEdit();
  }

  private updated(update: ViewUpdate): void {
    if (!update.docChanged || update.transactions.every(isRemote)) return;
    this.lastWrittenMs = Date.now();
    if (this.held) this.held.wrote(update.changes);
    else this.announceEdit();
  }

  private announceEdit(): void {
    this.announce("note-edit", { text: this.text.toWellFormed() });
  }

  private announce(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

const FIRST_STEP = "Write here. Then copy the link and send it to someone.";

const CONTENT_ATTRIBUTES = {
  "aria-label": "Note",
  spellcheck: "true",
  autocorrect: "on",
  autocapitalize: "sentences",
} as const;

const HELD_TICK_MS = 100;
/** Some keyboards never end a composition. After so long without a keystroke it may be broken. */
const MAX_QUIET_MS = 5_000;

customElements.define("note-editor", NoteEditor);
