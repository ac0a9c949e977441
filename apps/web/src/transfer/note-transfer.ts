import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { loadPart } from "../load-part";
import { controls } from "../styles/controls";
import { importFiles } from "./import-event";
import type { ListCloseEvent } from "./transfer-list";

declare global {
  interface HTMLElementTagNameMap {
    "note-transfer": NoteTransfer;
  }
}

/**
 * A button that opens a short list: export the note, or add a text file to it. The list is loaded when it is asked for
 * first. It has no slots.
 *
 * @property maxBytes - How large all added files may be together.
 * @fires note-export - From `transfer-list`: the note shall be saved as a file, `detail.format` is "md" or "txt".
 * @fires note-import - Files were read: `detail.title` and `detail.text`.
 * @fires import-problem - They were not taken; `detail.problem` says why, in a sentence.
 * @fires load-problem - The list, or what reads files, is missing.
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

      button {
        border-color: transparent;
        padding-inline: 0.5rem;
        color: var(--ink-soft);
      }

      button[aria-expanded="true"] {
        border-color: var(--accent);
        color: var(--accent);
      }
    `,
  ];

  @property({ type: Number }) maxBytes = 0;
  @state() private open = false;
  @query("button") private readonly toggle!: HTMLButtonElement;
  @query("input") private readonly field!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<button aria-expanded=${this.open} aria-controls="list" @click=${this.switch}>File</button>
      ${
        this.open
          ? html`<transfer-list
              id="list"
              @note-export=${this.close}
              @files-wanted=${this.choose}
              @list-close=${this.closed}
            ></transfer-list>`
          : nothing
      }
      <input type="file" accept=".md,.markdown,.txt,text/*" multiple hidden @change=${this.chosen} />`;
  }

  private async switch(): Promise<void> {
    if (this.open) this.open = false;
    else if (await loadPart(this, "The list", () => import("./transfer-list"))) this.open = true;
  }

  private choose(): void {
    this.close();
    this.field.click();
  }

  private chosen(): void {
    const files = [...(this.field.files ?? [])];
    // Chosen again after it was mended, the same file is to be a change again.
    this.field.value = "";
    if (files.length > 0) void importFiles(this, files, { maxBytes: this.maxBytes });
  }

  private close(): void {
    this.open = false;
    this.toggle.focus();
  }

  private closed({ detail }: ListCloseEvent): void {
    if (detail.byKeyboard) this.close();
    else this.open = false;
  }
}
