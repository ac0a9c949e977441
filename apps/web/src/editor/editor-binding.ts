import type { Extension, StateEffect } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";

/** Ties the editor to a copy of the note: what the person writes goes there, what others wrote comes here. */
export interface EditorBinding {
  /** What the editor needs for it, beside what every editor has. */
  readonly extensions: Extension;
  /** Whether the editor shows another text than the copy holds, since somebody composes. */
  readonly isBehind: boolean;
  /** The editor is on the page, with its view. Called once, before anything else. */
  attach(view: EditorView): void;
  /** Something changed in the editor. */
  updated(update: ViewUpdate): void;
  /** Others wrote: the editor is to show it, with what `effects` do. Returns whether it did: there may be nothing to show yet. */
  pull(effects: readonly StateEffect<unknown>[]): boolean;
  /** The editor is to show at once what was held back while somebody composed. */
  catchUp(): void;
}
