import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { cleanName, MAX_NAME_CHARACTERS } from "./person-name";
import { controls } from "./styles/controls";

declare global {
  interface HTMLElementTagNameMap {
    "own-name": OwnName;
  }
}

export type NameChangeEvent = CustomEvent<{ readonly name: string }>;

/**
 * The name of this tab's person, marked "you": a button that turns into a field. Enter or leaving the field saves,
 * Escape leaves the name as it was, and so does an empty field. It has no slots.
 *
 * @property name - The name as it stands.
 * @property editing - Whether the field is shown. Reflected, since the field takes more room.
 * @fires name-change - Another name was chosen; `detail.name` is clean.
 */
@customElement("own-name")
export class OwnName extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      :host(:not([editing])) {
        margin-inline-start: -0.25rem;
      }

      button.plain {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        max-width: 100%;
        margin: 0;
        color: var(--ink);
        font-weight: 600;
      }

      .name {
        display: var(--own-name-display, block);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-decoration: underline dotted var(--field-line);
        text-underline-offset: 0.25em;
      }

      button:hover .name {
        text-decoration-style: solid;
      }

      .you {
        flex: none;
        color: var(--ink-soft);
        font-weight: 400;
      }

      input {
        width: 14rem;
        max-width: 100%;
        /* Below 16 px phones zoom in on a field. */
        font-size: max(16px, var(--size-small));
      }
    `,
  ];

  @property({ attribute: false }) name = "";
  @property({ type: Boolean, reflect: true }) editing = false;
  @query("input") private readonly field!: HTMLInputElement | null;

  override render(): TemplateResult {
    if (!this.editing) {
      return html`<button
        class="plain"
        title="Change your name"
        aria-label="${this.name} you, change your name"
        @click=${this.start}
      >
        <span class="name" dir="auto">${this.name}</span>
        <span class="you">you</span>
      </button>`;
    }
    return html`<input
      aria-label="Your name"
      autocomplete="nickname"
      enterkeyhint="done"
      maxlength=${MAX_NAME_CHARACTERS}
      .value=${this.name}
      @keydown=${this.pressed}
      @blur=${this.save}
    />`;
  }

  private async start(): Promise<void> {
    this.editing = true;
    await this.updateComplete;
    this.field?.select();
    this.field?.focus();
  }

  private async pressed(event: KeyboardEvent): Promise<void> {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    if (event.key === "Enter") this.save();
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector("button")?.focus();
  }

  private save(): void {
    // The field also loses its focus when it is taken away, and then there is nothing left to save.
    if (!this.editing) return;
    this.editing = false;
    const name = cleanName(this.field?.value ?? "");
    if (name === undefined || name === this.name) return;
    this.dispatchEvent(new CustomEvent("name-change", { detail: { name }, bubbles: true, composed: true }));
  }
}
