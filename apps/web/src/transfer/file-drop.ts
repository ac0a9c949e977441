import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { hasFiles } from "./has-files";
import { importFiles } from "./import-event";

declare global {
  interface HTMLElementTagNameMap {
    "file-drop": FileDrop;
  }
}

/**
 * Takes text files that are dropped or pasted anywhere on the page, while it is in the document, and says so while one is
 * held over it. What says so, and what reads files, is loaded when there is a file. It has no slots.
 *
 * @property maxBytes - How large all files of one drop may be together.
 * @fires note-import - Files were read: `detail.title` and `detail.text`.
 * @fires import-problem - They were not taken; `detail.problem` says why, in a sentence.
 * @fires load-problem - They were not read, since what reads them is missing.
 */
@customElement("file-drop")
export class FileDrop extends LitElement {
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
    return html`<drop-hint></drop-hint>`;
  }

  private readonly dragged = (event: Event): void => {
    const { dataTransfer } = event as DragEvent;
    if (!hasFiles(dataTransfer)) return;
    event.preventDefault();
    dataTransfer.dropEffect = "copy";
    this.hint();
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
    // Once its event has been handled there is nothing in the transfer any more.
    void importFiles(this, [...transfer.files], { maxBytes: this.maxBytes });
  }

  private hint(): void {
    if (this.hinting) return;
    this.hinting = true;
    // Dropping works without it.
    import("./drop-hint").catch(() => {});
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.hinting = false;
  }
}

const CAPTURE = { capture: true } as const;
/** Browsers tell several times a second where a file is held. Not all of them tell that it was carried away. */
const SILENCE_MS = 1_000;
