import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controls } from "../styles/controls";
import type { ExportFormat } from "./export-note";
import { announceImport } from "./import-event";
import { readFiles } from "./read-dropped";

declare global {
  interface HTMLElementTagNameMap {
    "note-transfer": NoteTransfer;
  }
}

export type NoteExportEvent = CustomEvent<{ readonly format: ExportFormat }>;

/**
 * A button that opens a short list: export the note as Markdown or as plain text, or add a text file to it. Escape, a
 * press elsewhere and leaving it close the list. It has no slots.
 *
 * @property maxBytes - How large all added files may be together.
 * @fires note-export - The note shall be saved as a file, `detail.format` is "md" or "txt".
 * @fires note-import - Files were read: `detail.title` and `detail.text`.
 * @fires import-problem - They were not taken; `detail.problem` says why, in a sentence.
 */
@customElement("note-transfer")
export class NoteTransfer extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
        font-size: var(--size-small);
      }

      ul {
        position: absolute;
        inset: calc(100% + 0.375rem) 0 auto auto;
        z-index: 4;
        width: max-content;
        max-width: 80vw;
        margin: 0;
        padding: 0.25rem;
        border: 1px solid var(--field-line);
        border-radius: var(--radius);
        background: var(--paper);
        list-style: none;
      }

      li button {
        width: 100%;
        border-color: transparent;
        text-align: start;
      }

      li.apart {
        margin-top: 0.25rem;
        padding-top: 0.25rem;
        border-top: 1px solid var(--hairline);
      }
    `,
  ];

  @property({ type: Number }) maxBytes = 0;
  @state() private open = false;
  @query(".toggle") private readonly toggle!: HTMLButtonElement;
  @query("input") private readonly field!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.pressedElsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.pressedElsewhere);
  }

  override render(): TemplateResult {
    return html`<div @keydown=${this.keyPressed} @focusout=${this.left}>
      <button class="toggle" aria-expanded=${this.open} aria-controls="list" @click=${this.switch}>File</button>
      ${this.open ? this.renderList() : nothing}
      <input type="file" accept=".md,.markdown,.txt,text/*" multiple hidden @change=${this.chosen} />
    </div>`;
  }

  private renderList(): TemplateResult {
    return html`<ul id="list">
      <li><button @click=${() => this.export("md")}>Export as Markdown (.md)</button></li>
      <li><button @click=${() => this.export("txt")}>Export as plain text (.txt)</button></li>
      <li class="apart"><button @click=${this.choose}>Import a text file…</button></li>
    </ul>`;
  }

  private async switch(): Promise<void> {
    this.open = !this.open;
    await this.updateComplete;
    const list = this.renderRoot.querySelector("ul");
    if (!list) return;
    // It hangs from the button's right edge, as far as the screen has room on the left.
    const beyond = Math.max(0, SCREEN_MARGIN_PX - list.getBoundingClientRect().left);
    list.style.right = `${-beyond}px`;
    list.querySelector("button")?.focus();
  }

  private export(format: ExportFormat): void {
    this.close();
    this.dispatchEvent(new CustomEvent("note-export", { detail: { format }, bubbles: true, composed: true }));
  }

  private choose(): void {
    this.close();
    this.field.click();
  }

  private async chosen(): Promise<void> {
    const files = [...(this.field.files ?? [])];
    // Chosen again after it was mended, the same file is to be a change again.
    this.field.value = "";
    if (files.length > 0) announceImport(this, await readFiles(files, { maxBytes: this.maxBytes }));
  }

  private close(): void {
    this.open = false;
    this.toggle.focus();
  }

  private keyPressed(event: KeyboardEvent): void {
    if (!this.open) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  private move(by: number): void {
    const choices = [...this.renderRoot.querySelectorAll<HTMLElement>("li button")];
    const active = choices.findIndex((choice) => choice.matches(":focus"));
    choices.at((active + by) % choices.length)?.focus();
  }

  private left({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !this.renderRoot.contains(relatedTarget)) this.open = false;
  }

  private readonly pressedElsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };
}

const SCREEN_MARGIN_PX = 8;
