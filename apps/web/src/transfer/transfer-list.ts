import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { controls } from "../styles/controls";
import type { ExportFormat } from "./export-note";

declare global {
  interface HTMLElementTagNameMap {
    "transfer-list": TransferList;
  }
}

export type NoteExportEvent = CustomEvent<{ readonly format: ExportFormat }>;
export type ListCloseEvent = CustomEvent<{ readonly byKeyboard: boolean }>;

/**
 * What can be chosen of a note's files: export it as Markdown or as plain text, or add a text file to it. It hangs below
 * the element in whose shadow root it stands, takes the focus when it comes, and has no properties and no slots.
 *
 * @fires note-export - The note shall be saved as a file, `detail.format` is "md" or "txt".
 * @fires files-wanted - The person wants to choose files to be added.
 * @fires list-close - Escape, a press elsewhere, or the focus has left; `detail.byKeyboard` says whether it was Escape.
 */
@customElement("transfer-list")
export class TransferList extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: absolute;
        inset: calc(100% + 0.375rem) 0 auto auto;
        z-index: 4;
        width: max-content;
        max-width: 80vw;
        border: 1px solid var(--field-line);
        border-radius: var(--radius);
        background: var(--paper);
      }

      ul {
        margin: 0;
        padding: 0.25rem;
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

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.pressedElsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.pressedElsewhere);
  }

  override render(): TemplateResult {
    return html`<ul @keydown=${this.keyPressed} @focusout=${this.left}>
      <li><button @click=${() => this.export("md")}>Export as Markdown (.md)</button></li>
      <li><button @click=${() => this.export("txt")}>Export as plain text (.txt)</button></li>
      <li class="apart"><button @click=${() => this.announce("files-wanted", {})}>Import a text file…</button></li>
    </ul>`;
  }

  protected override firstUpdated(): void {
    // It hangs from the button's right edge, as far as the screen has room on the left.
    const beyond = Math.max(0, SCREEN_MARGIN_PX - this.getBoundingClientRect().left);
    this.style.right = `${-beyond}px`;
    this.choices[0]?.focus();
  }

  private get choices(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll("button")];
  }

  private export(format: ExportFormat): void {
    this.announce("note-export", { format });
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.announce("list-close", { byKeyboard: true });
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  private move(by: number): void {
    const { choices } = this;
    const active = choices.findIndex((choice) => choice.matches(":focus"));
    choices.at((active + by) % choices.length)?.focus();
  }

  private left({ relatedTarget }: FocusEvent): void {
    const isWithin =
      relatedTarget instanceof Node &&
      [this.renderRoot, this.getRootNode()].some((root) => root.contains(relatedTarget));
    if (relatedTarget && !isWithin) this.announce("list-close", { byKeyboard: false });
  }

  private readonly pressedElsewhere = (event: Event): void => {
    const root = this.getRootNode();
    if (!event.composedPath().includes(root)) this.announce("list-close", { byKeyboard: false });
  };

  private announce(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

const SCREEN_MARGIN_PX = 8;
