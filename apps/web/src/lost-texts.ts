import type { PeerId } from "@hearsay/gossip";
import type { Lost } from "@hearsay/merge";
import { html, type LitElement, type TemplateResult } from "lit";
import { loadPart } from "./load-part";
import { EMPTY_SHELF, type LostEntry, withLost, withoutLost } from "./lost-shelf";
import type { DismissEvent, PutBackEvent } from "./lost-text";

/** What `LostTexts` does to its page. */
export interface LostTextsHost {
  /** Adds text at the end of the note; false where it has no room for it. */
  insertAtEnd(text: string): boolean;
  focusEditor(): void;
}

/** The texts of a note that gave way, until they are put back or dismissed. */
export class LostTexts {
  private shelf = EMPTY_SHELF;

  constructor(
    private readonly page: LitElement,
    private readonly host: LostTextsHost,
  ) {}

  get isEmpty(): boolean {
    return this.shelf.entries.length === 0;
  }

  /** A text gave way to `note`. */
  add(lost: Lost, note: string): void {
    this.shelf = withLost(this.shelf, lost, note);
    void loadPart(this.page, "What offers a text back", () => import("./lost-text"));
  }

  render(nameOf: (peer: PeerId) => string): TemplateResult {
    return html`<lost-text
      .shelf=${this.shelf}
      .nameOf=${nameOf}
      @put-back=${this.putBack}
      @dismiss=${this.dismissed}
    ></lost-text>`;
  }

  private readonly putBack = ({ detail: { entry } }: PutBackEvent): void => {
    // Where there is no room for it, it stays on the shelf.
    if (this.host.insertAtEnd(entry.missing)) this.take(entry);
  };

  private readonly dismissed = ({ detail: { entry } }: DismissEvent): void => this.take(entry);

  private take({ id }: LostEntry): void {
    this.shelf = withoutLost(this.shelf, id);
    this.page.requestUpdate();
    if (this.isEmpty) this.host.focusEditor();
  }
}
