import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controls } from "./styles/controls";

declare global {
  interface HTMLElementTagNameMap {
    "copy-link": CopyLink;
  }
}

/**
 * A button that copies the note's link. Where the page may not write to the clipboard, it shows the link, selected, to
 * be copied by hand. It has no slots.
 *
 * @property link - The link.
 * @property local - Whether the link leads nowhere but to this computer, which is then said.
 */
@customElement("copy-link")
export class CopyLink extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
        font-size: var(--size-small);
      }

      .answer {
        position: absolute;
        inset: calc(100% + 0.375rem) 0 auto auto;
        z-index: 5;
        width: max-content;
        max-width: min(20rem, 60vw);
        padding: 0.375rem 0.625rem;
        border-radius: var(--radius);
        background: var(--ink);
        color: var(--paper);
      }

      /* Still there for screen readers, which hear only what changes in front of them. */
      .answer:empty {
        padding: 0;
      }

      .by-hand {
        display: grid;
        gap: 0.375rem;
        width: min(20rem, 60vw);
        padding: 0.625rem;
        border: 1px solid var(--field-line);
        background: var(--paper);
        color: var(--ink);
      }

      .by-hand input {
        width: 100%;
        font-size: max(16px, var(--size-small));
      }
    `,
  ];

  @property({ attribute: false }) link = "";
  @property({ type: Boolean }) local = false;
  @state() private shown: "nothing" | "copied" | "field" = "nothing";
  @query("input") private readonly field!: HTMLInputElement | null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override render(): TemplateResult {
    return html`<button @click=${this.copy}>Copy link</button>
      <div class="answer" aria-live="polite" ?hidden=${this.shown === "field"}>${this.renderAnswer()}</div>
      ${this.shown === "field" ? this.renderField() : nothing}`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private renderAnswer(): string | typeof nothing {
    if (this.shown !== "copied") return nothing;
    return this.local ? "Link copied. It leads to localhost: it works on this computer only." : "Link copied.";
  }

  private renderField(): TemplateResult {
    return html`<div class="answer by-hand" @keydown=${this.pressed}>
      <label for="link">Copy it by hand</label>
      <input id="link" readonly .value=${this.link} @focus=${() => this.field?.select()} @blur=${this.hide} />
    </div>`;
  }

  private async copy(): Promise<void> {
    clearTimeout(this.timer);
    if (!(await writeToClipboard(this.link))) return this.showField();
    this.shown = "copied";
    this.timer = setTimeout(this.hide, this.local ? LONG_ANSWER_MS : SHORT_ANSWER_MS);
  }

  private async showField(): Promise<void> {
    this.shown = "field";
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
  }

  private readonly hide = (): void => {
    this.shown = "nothing";
  };

  private async pressed(event: KeyboardEvent): Promise<void> {
    if (event.key !== "Escape") return;
    this.hide();
    await this.updateComplete;
    this.renderRoot.querySelector("button")?.focus();
  }
}

const SHORT_ANSWER_MS = 3_000;
const LONG_ANSWER_MS = 7_000;

/** Returns whether it succeeded: the clipboard is missing on plain http, and may be forbidden elsewhere. */
export async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
