import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { controls } from "../styles/controls";

declare global {
  interface HTMLElementTagNameMap {
    "crashed-tab": CrashedTab;
  }
}

/**
 * What stands in the place of a note whose tab has crashed, and how it comes back. It has no slots.
 *
 * @fires tab-revive - The tab shall come back.
 */
@customElement("crashed-tab")
export class CrashedTab extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        place-content: center;
        min-height: 100%;
        padding: var(--gutter);
      }

      main {
        max-width: 32rem;
      }

      svg {
        width: 3rem;
        height: 3rem;
        stroke: var(--field-line);
        stroke-width: 1.5;
        fill: none;
      }

      h1 {
        margin: 1rem 0 0.75rem;
        font: 600 1.5rem / 1.25 var(--font-note);
      }

      p {
        margin: 0 0 1rem;
        text-wrap: pretty;
      }
    `,
  ];

  @query("button") private readonly button!: HTMLElement | null;

  override render(): TemplateResult {
    return html`<main aria-label="Crashed">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <rect x="2" y="2" width="44" height="44" rx="4" />
        <path d="M3.5 3.5l41 41M44.5 3.5l-41 41" />
      </svg>
      <h1>This tab has crashed</h1>
      <p>
        It stopped at once and said goodbye to nobody. The others find out by its silence: after 3 seconds they call it
        silent, after 5 they go on without it.
      </p>
      <p>
        What it had passed on, they have. What it had not passed on is gone, but for what this browser had already kept.
      </p>
      <button class="primary" @click=${this.revive}>Come back</button>
    </main>`;
  }

  protected override firstUpdated(): void {
    this.button?.focus();
  }

  private revive(): void {
    this.dispatchEvent(new CustomEvent("tab-revive", { bubbles: true, composed: true }));
  }
}
