import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { loadPart } from "../load-part";
import { controls } from "../styles/controls";

declare global {
  interface HTMLElementTagNameMap {
    "link-qr": LinkQr;
  }
}

/**
 * A button that shows the note's link as a QR code, to be scanned by a phone. What shows it is loaded when it is asked
 * for first. It has no slots.
 *
 * @property link - The link.
 * @property local - Whether the link leads nowhere but to this computer, which is then said.
 * @fires load-problem - What shows the code could not be loaded.
 */
@customElement("link-qr")
export class LinkQr extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font-size: var(--size-small);
      }
    `,
  ];

  @property({ attribute: false }) link = "";
  @property({ type: Boolean }) local = false;
  @state() private open = false;

  override render(): TemplateResult {
    return html`<button aria-haspopup="dialog" @click=${this.show}>QR code</button>
      ${
        this.open
          ? html`<qr-dialog .link=${this.link} ?local=${this.local} @dialog-close=${this.closed}></qr-dialog>`
          : nothing
      }`;
  }

  private async show(): Promise<void> {
    if (await loadPart(this, "The QR code", () => import("./qr-dialog"))) this.open = true;
  }

  private closed(): void {
    this.open = false;
  }
}
