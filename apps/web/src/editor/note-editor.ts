import { Compartment, EditorState, type Extension, type Transaction } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder, type ViewUpdate } from "@codemirror/view";
import type { TextChange } from "@hearsay/merge";
import type { EditorBinding } from "./editor-binding";
import { editorTheme } from "./editor-theme";
import { plainKeymap } from "./plain-keymap";
import { screenHeight } from "./reading-position";
import { isRemote } from "./remote";

declare global {
  interface HTMLElementTagNameMap {
    "note-editor": NoteEditor;
  }
}

/** The person moved the caret or the selection, or it was moved by an edit once they had. */
export type CaretMoveEvent = CustomEvent<{ readonly anchor: number; readonly head: number }>;

/**
 * Where the note is written: a text box named "Note". It stands in light DOM and has no slots.
 *
 * @property binding - Ties the box to a copy of the note. To be set once, before the element is put into the page.
 * @property text - The text as it stands in the editor, its lines parted by "\n". Read-only.
 * @property view - The editor within. Read-only.
 * @fires caret-move - Where caret and selection are now, in UTF-16 units of the text.
 */
export class NoteEditor extends HTMLElement {
  binding!: EditorBinding;
  view!: EditorView;
  private readonly extras = new Compartment();
  /**
   * In a note that was only opened the caret stands at the beginning, which says nothing of anyone; nor does a click there,
   * which moves nothing.
   */
  private isPlaced = false;

  get text(): string {
    return this.view.state.doc.toString();
  }

  connectedCallback(): void {
    if (!this.view) {
      this.view = new EditorView({ state: EditorState.create({ extensions: this.extensions() }) });
      this.binding.attach(this.view);
    }
    this.append(this.view.dom);
  }

  disconnectedCallback(): void {
    // Nobody composes in a box that is gone, and what was composed must not stay behind.
    this.binding.catchUp();
  }

  override focus(): void {
    this.view.focus();
  }

  /** What only some need: it replaces what was given before. */
  setExtras(extras: Extension): void {
    this.view.dispatch({ effects: this.extras.reconfigure(extras) });
  }

  /** Adds `text` at the end, on lines of its own, as one edit of this tab. Returns whether the note had room for it. */
  insertAtEnd(text: string): boolean {
    const { doc } = this.view.state;
    const lastLine = doc.line(doc.lines);
    return this.replace(doc.length, doc.length, (lastLine.length > 0 ? "\n" : "") + text);
  }

  /** Makes changes to the note's text as one edit of this tab. Returns whether the note had room for them. */
  change(changes: readonly TextChange[]): boolean {
    this.binding.catchUp();
    const { doc } = this.view.state;
    this.view.dispatch({ changes: [...changes], userEvent: "input.paste", scrollIntoView: true });
    return !this.view.state.doc.eq(doc) || changes.length === 0;
  }

  /** Replaces what stands from `from` to `to`, as one edit of this tab. Returns whether the note had room for it. */
  replace(from: number, to: number, text: string): boolean {
    const { doc } = this.view.state;
    const insert = text.replace(/\r\n?/g, "\n");
    this.view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.paste",
      scrollIntoView: true,
    });
    // What was not taken is taken out again, which makes another document of the same text.
    return !this.view.state.doc.eq(doc) || (from === to && insert === "");
  }

  private extensions(): Extension {
    return [
      this.binding.extensions,
      screenHeight,
      keymap.of([...plainKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(CONTENT_ATTRIBUTES),
      placeholder(FIRST_STEP),
      editorTheme,
      EditorView.updateListener.of((update) => this.updated(update)),
      EditorState.allowMultipleSelections.of(true),
      drawSelection(),
      this.extras.of([]),
    ];
  }

  private updated(update: ViewUpdate): void {
    this.binding.updated(update);
    this.isPlaced ||= update.transactions.some(isOwnMove);
    if (!this.isPlaced || (!update.selectionSet && !update.docChanged && !update.focusChanged)) return;
    const { anchor, head } = this.view.state.selection.main;
    this.dispatchEvent(new CustomEvent("caret-move", { detail: { anchor, head }, bubbles: true, composed: true }));
  }
}

function isOwnMove(transaction: Transaction): boolean {
  return !isRemote(transaction) && (transaction.selection !== undefined || transaction.docChanged);
}

const FIRST_STEP = "Write here. Then copy the link and send it to someone.";

const CONTENT_ATTRIBUTES = {
  "aria-label": "Note",
  spellcheck: "true",
  autocorrect: "on",
  autocapitalize: "sentences",
} as const;

customElements.define("note-editor", NoteEditor);
