import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { notice } from "./styles/notice";

declare global {
  interface HTMLElementTagNameMap {
    "address-problems": AddressProblems;
  }
}

/**
 * What is wrong with the settings in the page's address. Empty where nothing is. It has no slots.
 *
 * @property problems - One sentence each, from `parseAddressSettings`.
 */
@customElement("address-problems")
export class AddressProblems extends LitElement {
  static override styles = [
    notice,
    css`
      strong {
        color: var(--alarm);
        font-weight: 600;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) problems: readonly string[] = [];

  override render(): TemplateResult | typeof nothing {
    if (this.problems.length === 0) return nothing;
    return html`<div class="notice" role="alert">
      <strong>In the address, this is ignored:</strong>
      <ul>
        ${this.problems.map((problem) => html`<li>${problem}</li>`)}
      </ul>
    </div>`;
  }
}
