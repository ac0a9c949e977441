import { MAX_TITLE_BYTES, utf8Length } from "@hearsay/merge";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

declare global {
  interface HTMLElementTagNameMap {
    "note-title": NoteTitle;
  }
}

export type TitleChangeEvent = CustomEvent<{ readonly text: string }>;

/**
 * The note's title: a field that says what is written in it as it is written. It renders in light DOM, so that the page
 * gives it its look, and has no slots.
 *
 * @property text - The title as the note has it.
 * @fires title-change - The person wrote; `detail.text` is one line, well-formed, and fits.
 * @fires title-done - The person pressed Enter.
 */
@customElement("note-title")
export class NoteTitle extends LitElement {
  @property({ attribute: false }) text = "";
  @query("input") private readonly field!: HTMLInputElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    return html`<input
      type="text"
      aria-label="Title"
      placeholder="Untitled note"
      autocomplete="off"
      enterkeyhint="next"
      dir="auto"
      maxlength="200"
      @input=${this.written}
      @keydown=${this.pressed}
    />`;
  }

  protected override updated(): void {
    // Not by a binding: the field holds what the person wrote, and the caret must stay where it is.
    if (this.field.value !== this.text) this.field.value = this.text;
  }

  private written(): void {
    const text = this.field.value.toWellFormed();
    if (utf8Length(text) > MAX_TITLE_BYTES) {
      this.field.value = this.text;
      return;
    }
    this.text = text;
    this.announce("title-change", { text });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.isComposing) this.announce("title-done", {});
  }

  private announce(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
