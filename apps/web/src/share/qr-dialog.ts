import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { qrCodeOf } from "./qr-code";

declare global {
  interface HTMLElementTagNameMap {
    "qr-dialog": QrDialog;
  }
}

/**
 * A dialog that shows the note's link as a QR code. It is open as long as it is in the document, and has no slots.
 *
 * @property link - The link.
 * @property local - Whether the link leads nowhere but to this computer, which is then said.
 * @fires dialog-close - The person is done with it.
 */
@customElement("qr-dialog")
export class QrDialog extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        width: min(24rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        border: 1px solid var(--field-line);
        border-radius: var(--radius);
        background: var(--paper);
        color: var(--ink);
      }

      dialog::backdrop {
        background: light-dark(#22201c66, #00000099);
      }

      .content {
        display: grid;
        gap: 0.75rem;
        justify-items: center;
        padding: 1.25rem;
      }

      h2,
      p {
        margin: 0;
        text-align: center;
        text-wrap: balance;
      }

      h2 {
        font-size: 1rem;
      }

      p {
        color: var(--ink-soft);
      }

      /* Scanners expect dark on light, on a dark page as well. */
      svg {
        display: block;
        border-radius: var(--radius);
        background: #ffffff;
        fill: #000000;
      }

      .link {
        overflow-wrap: anywhere;
        color: var(--ink);
        text-wrap: wrap;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) link = "";
  @property({ type: Boolean }) local = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.announceClose} @click=${this.clicked}>
      <div class="content">
        <h2 id="title">Scan to open this note</h2>
        ${this.renderCode()}
        <p class="link">${this.link}</p>
        <p>${this.local ? "It leads to localhost: it works on this computer only." : "Whoever has it can read and write this note."}</p>
        <button class="primary" @click=${() => this.dialog.close()}>Done</button>
      </div>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  private renderCode(): TemplateResult {
    const code = qrCodeOf(this.link);
    if (!code) return html`<p role="alert">This link is too long for a QR code. Copy it instead.</p>`;
    // Whole pixels for each square keep the edges sharp.
    const room = Math.min(MAX_SIDE_PX, innerWidth - NARROW_MARGIN_PX);
    const side = Math.max(1, Math.floor(room / code.size)) * code.size;
    return html`<svg
      role="img"
      aria-label="QR code of this note’s link"
      width=${side}
      height=${side}
      viewBox="0 0 ${code.size} ${code.size}"
      shape-rendering="crispEdges"
    >
      <path d=${code.path} />
    </svg>`;
  }

  private announceClose(): void {
    this.dispatchEvent(new CustomEvent("dialog-close"));
  }

  /** A press on what lies around the dialog reaches the dialog itself. */
  private clicked(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}

const MAX_SIDE_PX = 300;
/** What the edges of the dialog and of a phone's screen take. */
const NARROW_MARGIN_PX = 76;
