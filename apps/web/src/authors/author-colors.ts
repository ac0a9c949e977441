import { type Extension, RangeSetBuilder, StateEffect } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { authorsOf, type Passage, type Text } from "@hearsay/merge";
import { writtenWords } from "../history/moment-words";
import type { AuthorNames } from "./author-names";
import { personStyle } from "./person-style";

/** What the colors are drawn from. */
export interface Authorship extends AuthorNames {
  /** The text that the editor shows; undefined while it shows another than the note holds. */
  readonly shownText: () => Text | undefined;
  /** Told, in words, who wrote where the caret stands and when, whenever that changes; empty where nothing stands. */
  readonly onCaret: (words: string) => void;
}

/** Tells the colors that somebody's name or color has changed. */
export const authorsChanged = StateEffect.define<null>();

/**
 * Colors what is on the screen by its authors, and says on hovering who wrote it and when. It is on while it is among the
 * editor's extensions.
 */
export function authorColors(authorship: Authorship): Extension {
  const marks = ViewPlugin.define((view) => new AuthorMarks(view, authorship), {
    decorations: ({ decorations }) => decorations,
  });
  return [marks, look];
}

/**
 * Who wrote the character before the caret (at the start of a line, the one behind it) and when, in words. Empty where
 * there is none; undefined while the editor shows another text than the note holds.
 */
export function authorAt(view: EditorView, authorship: Authorship): string | undefined {
  const { doc, selection } = view.state;
  const { head } = selection.main;
  const line = doc.lineAt(head);
  const from = head > line.from || line.length === 0 ? head - 1 : head;
  if (from < 0 || from >= doc.length) return "";
  const text = authorship.shownText();
  const passages = text && authorsOf(text, from, from + 1);
  if (!passages) return undefined;
  const [passage] = passages;
  return passage ? wordsOf(passage, authorship, Date.now()) : "";
}

class AuthorMarks implements PluginValue {
  decorations: DecorationSet;
  private isStale = false;
  private isScheduled = false;
  private isGone = false;
  private caretWords = "";

  constructor(
    private readonly view: EditorView,
    private readonly authorship: Authorship,
  ) {
    this.decorations = marksOf(view, authorship) ?? Decoration.none;
    this.schedule();
  }

  update(update: ViewUpdate): void {
    const isAsked = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(authorsChanged)));
    if (update.docChanged) {
      this.decorations = this.decorations.map(update.changes);
      this.isStale = true;
    } else if (isAsked || update.viewportChanged) {
      this.mark();
      // It was too early. To ask again at once would go on for ever: the next update will.
      if (isAsked && this.isStale) return;
    }
    if (isAsked || this.isStale || update.selectionSet) this.schedule();
  }

  destroy(): void {
    this.isGone = true;
  }

  private mark(): void {
    const marks = marksOf(this.view, this.authorship);
    if (marks) this.decorations = marks;
    this.isStale = marks === undefined;
  }

  /** While the editor takes an edit it cannot be told of more: the colors follow right behind. */
  private schedule(): void {
    // A composition would be broken by marks that change about it. Its end is an update as well.
    if (this.isScheduled || this.view.composing) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      if (this.isGone) return;
      if (this.isStale) {
        this.isStale = false;
        this.view.dispatch({ effects: authorsChanged.of(null) });
      }
      this.tellCaret();
    });
  }

  private tellCaret(): void {
    const words = authorAt(this.view, this.authorship);
    if (words === undefined || words === this.caretWords) return;
    this.caretWords = words;
    this.authorship.onCaret(words);
  }
}

function marksOf(view: EditorView, authorship: Authorship): DecorationSet | undefined {
  const builder = new RangeSetBuilder<Decoration>();
  const nowMs = Date.now();
  for (const { from, to } of view.visibleRanges) {
    const text = authorship.shownText();
    const passages = text && authorsOf(text, from, to);
    if (!passages) return undefined;
    for (const run of runsOf(passages, authorship, nowMs)) {
      const attributes = { style: personStyle(run.color), title: run.words };
      builder.add(run.from, run.to, Decoration.mark({ class: "cm-authored", attributes }));
    }
  }
  return builder.finish();
}

interface Run {
  readonly from: number;
  to: number;
  readonly color: number;
  readonly words: string;
}

/** Joins what stands side by side and reads the same. */
function runsOf(passages: readonly Passage[], authorship: Authorship, nowMs: number): readonly Run[] {
  const runs: Run[] = [];
  for (const passage of passages) {
    const color = authorship.colorOf(passage.author);
    const words = wordsOf(passage, authorship, nowMs);
    const last = runs.at(-1);
    if (last && last.to === passage.from && last.color === color && last.words === words) last.to = passage.to;
    else runs.push({ from: passage.from, to: passage.to, color, words });
  }
  return runs;
}

function wordsOf({ author, timestamp }: Passage, { nameOf }: AuthorNames, nowMs: number): string {
  return writtenWords(nameOf(author), timestamp.timeMs, nowMs);
}

const look = EditorView.baseTheme({
  ".cm-authored": {
    background: "color-mix(in oklab, var(--person) 11%, transparent)",
    textDecoration: "underline var(--person-line) 1px var(--person)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "0.22em",
  },
});
