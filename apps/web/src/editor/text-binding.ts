import { ChangeSet, EditorSelection, EditorState, Prec, type Transaction } from "@codemirror/state";
import { EditorView, type KeyBinding, keymap, type ViewUpdate } from "@codemirror/view";
import { MAX_TEXT_LENGTH, type Text, type TextEdit, type TextOperation } from "@hearsay/merge";
import { Composition } from "./composition";
import type { EditorBinding } from "./editor-binding";
import { isRemote } from "./remote";
import { showRemote, showTurn } from "./show-remote";
import { sizeLimit } from "./size-limit";
import { textChanges } from "./text-changes";
import { UndoGroups } from "./undo-groups";

export interface SharedText {
  readonly text: Text;
  /** Applies the person's operation to the text and lets it spread. Throws where it breaks a limit. */
  edit(operation: TextOperation): void;
  /** An edit was not taken, since the note would have outgrown its limit. */
  refuse(): void;
}

/**
 * The editor of a note that merges character by character: its transactions become edits of the text, and what others
 * wrote becomes changes of the editor. Undo and redo are the text's own, so that they revert nobody else's writing.
 */
export class TextBinding implements EditorBinding {
  readonly extensions = [
    // The text's positions are the editor's: nothing but "\n" ends a line, and pasted text has no other ends.
    EditorState.lineSeparator.of("\n"),
    EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
    Prec.high(keymap.of(this.keys())),
    EditorView.domEventHandlers({ beforeinput: (event) => this.turnOn(event) }),
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

  constructor(private readonly shared: SharedText) {}

  get isBehind(): boolean {
    return this.pending !== undefined;
  }

  attach(view: EditorView): void {
    this.view = view;
    this.shared.text.drain();
    showRemote(view, this.difference());
  }

  detach(): void {
    this.release();
  }

  updated({ transactions }: ViewUpdate): void {
    for (const transaction of transactions) {
      if (transaction.docChanged && !isRemote(transaction)) this.write(transaction);
      else if (transaction.selection && !isRemote(transaction)) this.groups.end();
    }
  }

  pull(): void {
    if (this.isTurning) return;
    const changes = this.drained();
    if (changes.empty) return;
    if (this.pending || this.view.composing) {
      this.pending = this.pending ? this.pending.compose(changes) : changes;
      this.composition.whenOver(this.view, () => this.release());
    } else showRemote(this.view, changes);
  }

  undo(): boolean {
    return this.turn("undo");
  }

  redo(): boolean {
    return this.turn("redo");
  }

  private turn(type: "undo" | "redo"): boolean {
    this.release();
    // What is edited is told to whoever listens, who has it pulled: here it is shown in a way of its own.
    this.isTurning = true;
    this.shared.edit({ type });
    this.isTurning = false;
    this.groups.end();
    const changes = this.drained();
    if (!changes.empty) showTurn(this.view, changes, EditorSelection.single(endOf(changes)));
    return true;
  }

  private write(transaction: Transaction): void {
    this.composition.wrote();
    const { pending } = this;
    const changes = pending ? transaction.changes.map(pending, true) : transaction.changes;
    this.pending = pending?.map(transaction.changes);
    const edits: TextEdit[] = [];
    changes.iterChanges((from, to, _fromB, _toB, insert) => edits.push({ from, to, insert: insert.toString() }));
    try {
      this.shared.edit({ type: "edit", edits, joinsUndo: this.groups.joins(transaction) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // Typing that was not taken must not stand there as if it were.
      this.shared.refuse();
      showRemote(this.view, this.difference());
    }
  }

  private release(): void {
    this.composition.stop();
    const { pending } = this;
    this.pending = undefined;
    if (pending) showRemote(this.view, pending);
  }

  /** What changed in the text since it was asked last, as one set of changes to what the editor is to show. */
  private drained(): ChangeSet {
    const { view, shared, pending } = this;
    const drained = shared.text.drain();
    if (!drained) return this.difference();
    let changes = ChangeSet.empty(pending ? pending.newLength : view.state.doc.length);
    for (const change of drained) changes = changes.compose(ChangeSet.of([change], changes.newLength));
    return changes;
  }

  private difference(): ChangeSet {
    const { view, shared, pending } = this;
    const shown = (pending ? pending.apply(view.state.doc) : view.state.doc).toString();
    return ChangeSet.of(textChanges(shown, shared.text.toString()), shown.length);
  }

  private keys(): readonly KeyBinding[] {
    return [
      { key: "Mod-z", run: () => this.undo(), preventDefault: true },
      { key: "Mod-y", mac: "Mod-Shift-z", run: () => this.redo(), preventDefault: true },
      { linux: "Ctrl-Shift-z", run: () => this.redo(), preventDefault: true },
    ];
  }

  /** Browsers ask for undo also by menus and gestures. */
  private turnOn(event: InputEvent): boolean {
    if (event.inputType === "historyUndo") return this.undo();
    return event.inputType === "historyRedo" && this.redo();
  }
}

/** Where the last of some changes ends, in positions after them. */
function endOf(changes: ChangeSet): number {
  let end = 0;
  changes.iterChanges((_fromA, _toA, _fromB, toB) => {
    end = toB;
  });
  return end;
}
