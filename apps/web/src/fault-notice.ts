import type { Faults } from "@hearsay/mesh";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { faultWords } from "./fault-words";
import { controls } from "./styles/controls";
import { notice } from "./styles/notice";

declare global {
  interface HTMLElementTagNameMap {
    "fault-notice": FaultNotice;
  }
}

/**
 * Names the faults of this tab that are on, and offers to switch them off. Empty where there are none. It has no slots.
 *
 * @property faults - The faults of this tab.
 * @fires faults-off - The person wants all of them off.
 */
@customElement("fault-notice")
export class FaultNotice extends LitElement {
  static override styles = [
    controls,
    notice,
    css`
      .notice {
        background: repeating-linear-gradient(-45deg, transparent 0 8px, var(--hairline) 8px 9px);
      }

      p,
      button {
        background: var(--paper);
        box-shadow: 0 0 0 0.25rem var(--paper);
      }

      button.plain {
        min-height: 0;
      }
    `,
  ];

  @property({ attribute: false }) faults: Faults | undefined;

  override render(): TemplateResult | typeof nothing {
    const words = this.faults ? faultWords(this.faults) : [];
    if (words.length === 0) return nothing;
    return html`<section class="notice" aria-label="Faults">
      <p>Faults are on in this tab: ${words.join(", ")}.</p>
      <button class="plain" @click=${this.switchOff}>Switch them off</button>
    </section>`;
  }

  private switchOff(): void {
    this.dispatchEvent(new CustomEvent("faults-off", { bubbles: true, composed: true }));
  }
}
