import type { StateEffect } from "@codemirror/state";
import type { Text } from "@hearsay/merge";
import type { Authorship } from "../authors/author-colors";
import type { NoteAuthors } from "../authors/note-authors";
import type { RemoteCursor } from "../authors/remote-cursor-state";
import { caretPlaces } from "../caret-places";
import type { Person } from "../people";
import type { NoteEditor } from "./note-editor";

/**
 * What the editor of a text shows of the others: their carets, and on demand whose words are whose. What draws either is
 * loaded when there is something to draw.
 */
export class EditorCompany {
  /** Who wrote where the caret stands, in words. */
  here = "";
  private drawing: typeof import("./company-drawing") | undefined;
  private colors: typeof import("../authors/author-colors") | undefined;
  private isLoading = false;
  private isExtended = false;
  private showsAuthors = false;
  private cursors: readonly RemoteCursor[] = [];

  constructor(
    private readonly text: Text,
    private readonly authors: NoteAuthors,
    private readonly editor: () => NoteEditor | null,
    private readonly changed: () => void,
  ) {}

  get authorsShown(): boolean {
    return this.showsAuthors;
  }

  showAuthors(shows: boolean): void {
    this.showsAuthors = shows;
    this.isExtended = false;
    this.here = "";
    this.draw();
  }

  /** People, the text, or what is known of them changed. */
  update(people: readonly Person[]): void {
    this.meet(people);
    this.drawAny();
  }

  /**
   * Others wrote: `pull` has the editor show it, with the effects that it is given, and returns whether it did. Whose caret
   * follows what they write moves with it.
   */
  follow(people: readonly Person[], pull: (effects: readonly StateEffect<unknown>[]) => boolean): void {
    this.meet(people);
    const effects = this.drawing && this.isExtended ? [this.drawing.setRemoteCursors.of(this.cursors)] : [];
    if (!pull(effects) || effects.length === 0) this.drawAny();
  }

  private meet(people: readonly Person[]): void {
    this.cursors = people.flatMap((person) => this.cursorOf(person));
  }

  private drawAny(): void {
    if (this.cursors.length > 0 || this.isExtended) this.draw();
  }

  private cursorOf({ peer, name, color, caret, self }: Person): readonly RemoteCursor[] {
    if (self || !caret) return [];
    const places = caretPlaces(this.text, caret);
    return places ? [{ peer, name, color, ...places }] : [];
  }

  private draw(): void {
    const { drawing } = this;
    const colors = this.showsAuthors ? this.colors : undefined;
    const editor = this.editor();
    if (!drawing || (this.showsAuthors && !colors)) {
      void this.load();
      return;
    }
    // While somebody composes, the text's places are not the editor's.
    if (!editor?.view || editor.binding.isBehind) return;
    if (!this.isExtended) {
      editor.setExtras([drawing.remoteCursors(), colors ? colors.authorColors(this.authorship()) : []]);
      this.isExtended = true;
    }
    // Most of what happens in a room moves no caret, and a transaction is work.
    if (!colors && drawing.areShown(editor.view.state, this.cursors)) return;
    // Somebody's name or color may have changed.
    const effects = [drawing.setRemoteCursors.of(this.cursors), ...(colors ? [colors.authorsChanged.of(null)] : [])];
    editor.view.dispatch({ effects });
  }

  private async load(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      this.drawing ??= await import("./company-drawing");
      if (this.showsAuthors) this.colors ??= await import("../authors/author-colors");
      this.isLoading = false;
      this.draw();
    } catch {
      // The server is away. The note goes on without them, and the next that changes asks again.
      this.isLoading = false;
    }
  }

  private authorship(): Authorship {
    return {
      nameOf: this.authors.nameOf,
      colorOf: this.authors.colorOf,
      // While somebody composes, the editor shows another text than the note holds.
      shownText: () => (this.editor()?.binding.isBehind === false ? this.text : undefined),
      onCaret: (words) => {
        this.here = words;
        this.changed();
      },
    };
  }
}
