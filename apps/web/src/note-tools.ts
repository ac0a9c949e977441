import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "./styles/controls";

declare global {
  interface HTMLElementTagNameMap {
    "note-tools": NoteTools;
  }
}

export type NoteTool = "undo" | "redo" | "authors" | "history" | "map";
export type NoteToolEvent = CustomEvent<{ readonly tool: NoteTool }>;

/**
 * What can be done with a note beside writing: undo, redo, colors by author, history, map. One slot, for more of the kind.
 *
 * @slot - Further buttons, behind the others.
 * @property canUndo - Whether this tab has written something that can be taken back.
 * @property canRedo - Whether it has taken something back.
 * @property authors - Whether the text is colored by its authors.
 * @property history - Whether the history is open.
 * @property map - Whether the map and the lab are open.
 * @property remembers - Whether the note remembers who wrote what and when: a note that is one register does not.
 * @fires note-tool - One was chosen: `detail.tool`.
 */
@customElement("note-tools")
export class NoteTools extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        gap: 0.25rem;
        font-size: var(--size-small);
      }

      button {
        border-color: transparent;
        padding-inline: 0.5rem;
        color: var(--ink-soft);
      }

      button[aria-pressed="true"] {
        border-color: var(--accent);
        color: var(--accent);
      }

      button:disabled {
        color: color-mix(in oklab, var(--ink-soft) 55%, var(--paper));
        border-color: transparent;
        cursor: default;
      }
    `,
  ];

  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;
  @property({ type: Boolean }) authors = false;
  @property({ type: Boolean }) history = false;
  @property({ type: Boolean }) map = false;
  @property({ type: Boolean }) remembers = false;

  override render(): TemplateResult {
    return html`${this.remembers ? this.renderTools() : nothing}
      <button aria-pressed=${this.map} @click=${() => this.choose("map")}>Map</button><slot></slot>`;
  }

  private renderTools(): TemplateResult {
    return html`<button ?disabled=${!this.canUndo} @click=${() => this.choose("undo")}>Undo</button>
      <button ?disabled=${!this.canRedo} @click=${() => this.choose("redo")}>Redo</button>
      <button aria-pressed=${this.authors} @click=${() => this.choose("authors")}>Authors</button>
      <button aria-pressed=${this.history} @click=${() => this.choose("history")}>History</button>`;
  }

  private choose(tool: NoteTool): void {
    this.dispatchEvent(new CustomEvent("note-tool", { detail: { tool }, bubbles: true, composed: true }));
  }
}
