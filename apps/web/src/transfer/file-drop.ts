import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { announceImport } from "./import-event";
import { hasFiles, readDropped } from "./read-dropped";

declare global {
  interface HTMLElementTagNameMap {
    "file-drop": FileDrop;
  }
}

/**
 * Takes text files that are dropped or pasted anywhere on the page, while it is in the document, and says so while one is
 * held over it. It has no slots.
 *
 * @property maxBytes - How large all files of one drop may be together.
 * @fires note-import - Files were read: `detail.title` and `detail.text`.
 * @fires import-problem - They were not taken; `detail.problem` says why, in a sentence.
 */
@customElement("file-drop")
export class FileDrop extends LitElement {
  static override styles = css`
    .hint {
      position: fixed;
      inset: 0;
      z-index: 10;
      display: grid;
      place-items: center;
      padding: var(--gutter);
      background: color-mix(in oklab, var(--paper) 88%, transparent);
      pointer-events: none;
    }

    .hint::before {
      content: "";
      position: absolute;
      inset: 0.75rem;
      border: 2px dashed var(--accent);
      border-radius: var(--radius);
    }

    p {
      margin: 0;
      padding: 0.5rem 1rem;
      border-radius: var(--radius);
      background: var(--paper);
      color: var(--accent);
      font-size: 1.125rem;
      font-weight: 600;
      text-align: center;
      text-wrap: balance;
    }
  `;

  @property({ type: Number }) maxBytes = 0;
  @state() private hinting = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [type, listener] of this.listeners) addEventListener(type, listener, CAPTURE);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [type, listener] of this.listeners) removeEventListener(type, listener, CAPTURE);
    this.hide();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.hinting) return nothing;
    return html`<div class="hint"><p>Drop text files here to add them to this note.</p></div>`;
  }

  private readonly dragged = (event: Event): void => {
    const { dataTransfer } = event as DragEvent;
    if (!hasFiles(dataTransfer)) return;
    event.preventDefault();
    dataTransfer.dropEffect = "copy";
    this.hinting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), SILENCE_MS);
  };

  private readonly left = (event: Event): void => {
    if ((event as DragEvent).relatedTarget === null) this.hide();
  };

  private readonly dropped = (event: Event): void => this.take(event, (event as DragEvent).dataTransfer);

  private readonly pasted = (event: Event): void => this.take(event, (event as ClipboardEvent).clipboardData);

  private readonly listeners = [
    ["dragenter", this.dragged],
    ["dragover", this.dragged],
    ["dragleave", this.left],
    ["drop", this.dropped],
    ["paste", this.pasted],
  ] as const;

  private take(event: Event, transfer: DataTransfer | null): void {
    this.hide();
    if (!hasFiles(transfer)) return;
    // The editor would take files as well, of any size and encoding, and the browser would leave the page for one.
    event.preventDefault();
    event.stopPropagation();
    void readDropped(transfer, { maxBytes: this.maxBytes }).then((imported) => announceImport(this, imported));
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.hinting = false;
  }
}

const CAPTURE = { capture: true } as const;
/** Browsers tell several times a second where a file is held. Not all of them tell that it was carried away. */
const SILENCE_MS = 1_000;
