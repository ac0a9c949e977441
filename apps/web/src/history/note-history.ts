import { type ReplicaId, type Text, type TextChange, TextPast } from "@hearsay/merge";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { live } from "lit/directives/live.js";
import { personStyle } from "../authors/person-style";
import { renderWriters, writerStyles } from "../authors/writer-list";
import { writeToClipboard } from "../copy-link";
import { controls } from "../styles/controls";
import type { Piece } from "./excerpt";
import { historyStyles } from "./history-styles";
import { momentAt, type PastView, pastViewOf } from "./history-view";
import { momentWords, writtenWords } from "./moment-words";
import { paceOf } from "./play-pace";

declare global {
  interface HTMLElementTagNameMap {
    "note-history": NoteHistory;
  }
}

export type HistoryRestoreEvent = CustomEvent<{ readonly edits: readonly TextChange[] }>;

/**
 * The note's past: a slider from its first keystroke to now, and the text as it was, in its authors' colors. It lies over
 * the positioned element that it stands in. Escape closes it. It has no slots.
 *
 * @property text - The note's text.
 * @property nameOf - What an author is called. Like `colorOf`, one and the same function from render to render.
 * @property colorOf - The author's color of the palette.
 * @property version - Anything that changes when the text or a name does. What is shown stays at its moment.
 * @fires history-restore - The note shall be what it was, by `detail.edits`.
 * @fires history-close - The person goes back to the note as it is now.
 */
@customElement("note-history")
export class NoteHistory extends LitElement {
  static override styles = [controls, writerStyles, historyStyles];

  @property({ attribute: false }) text!: Text;
  @property({ attribute: false }) nameOf: (author: ReplicaId) => string = () => "Somebody";
  @property({ attribute: false }) colorOf: (author: ReplicaId) => number = () => 0;
  @property({ attribute: false }) version: unknown;
  /** The moment that is shown; undefined: the latest, whichever that is. */
  @state() private shownMs: number | undefined;
  @state() private playing = false;
  @state() private copied: "nothing" | "copied" | "field" = "nothing";
  @state() private spoken = "";
  @query("input") private readonly slider!: HTMLInputElement | null;
  @query(".page") private readonly page!: HTMLElement | null;
  @query("textarea") private readonly field!: HTMLTextAreaElement | null;
  private moments: Float64Array = new Float64Array();
  private index = -1;
  /** By how many moments the last step went: what happened in them is fresh. */
  private stride = 1;
  private view: PastView | undefined;
  private isScrollDue = false;
  private playTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
    clearTimeout(this.refreshTimer);
    this.refreshTimer = undefined;
  }

  override focus(): void {
    const close = () => this.renderRoot.querySelector<HTMLElement>(".close");
    (this.slider?.disabled === false ? this.slider : close())?.focus();
  }

  /** Looks at the text again: moments may have been added, also among those before. */
  refresh(): void {
    this.view = undefined;
    this.look();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("text")) this.view = undefined;
    if (changed.has("text") || changed.has("shownMs")) this.look();
    else if (changed.has("version")) this.refreshTimer ??= setTimeout(() => this.refreshNow(), REFRESH_MS);
  }

  protected override firstUpdated(): void {
    this.focus();
  }

  protected override updated(): void {
    if (!this.isScrollDue) return;
    this.isScrollDue = false;
    this.showFresh();
  }

  override render(): TemplateResult {
    const { view } = this;
    if (!view) {
      return html`<div class="page"><p class="nothing">Nothing has been written yet: this note has no past.</p></div>
        <div class="bar" @keydown=${this.pressed}><div class="actions"><div>${this.renderClose()}</div></div></div>`;
    }
    return html`<div
        class="page"
        tabindex="0"
        role="region"
        aria-label="The note as it was"
        @keydown=${this.pressed}
      >${guard([view, this.nameOf, this.colorOf], () => this.renderText(view))}</div>
      <div class="bar" role="group" aria-label="History" @keydown=${this.pressed}>
        <div class="moment">
          <span class="time">${this.timeWords}</span>
          <span class="position">${this.index + 1} of ${this.moments.length}</span>
        </div>
        ${this.renderSlider()}
        <p class="words">${view.words || "The text stayed as it was."}</p>
        ${view.writers.length > 0 ? renderWriters(view.writers) : nothing}
        ${this.renderActions()} ${this.copied === "field" ? this.renderField(view.text) : nothing}
        <p class="unseen" aria-live="polite">${this.spoken}</p>
      </div>`;
  }

  private renderSlider(): TemplateResult {
    const last = this.moments.length - 1;
    return html`<input
      type="range"
      aria-label="Moment"
      min="0"
      max=${last}
      .value=${live(String(this.index))}
      ?disabled=${last === 0}
      aria-valuetext="${this.timeWords}, ${this.index + 1} of ${last + 1}"
      @input=${this.slid}
    />`;
  }

  private renderActions(): TemplateResult {
    const isFirst = this.index === 0;
    const isLast = this.index === this.moments.length - 1;
    const copyWords = this.copied === "copied" ? "Copied" : "Copy";
    return html`<div class="actions">
      <div>
        <button ?disabled=${isFirst} @click=${() => this.step(-1)}>Earlier</button>
        <button class="play" ?disabled=${isFirst && isLast} @click=${this.toggle}>${this.playing ? "Pause" : "Play"}</button>
        <button ?disabled=${isLast} @click=${() => this.step(1)}>Later</button>
      </div>
      <div>
        <button @click=${this.copy}>${copyWords}</button>
        <button ?disabled=${isLast} @click=${this.restore}>Restore this</button>
        ${this.renderClose()}
      </div>
    </div>`;
  }

  private renderClose(): TemplateResult {
    return html`<button class="close primary" @click=${this.close}>Back to now</button>`;
  }

  private renderField(text: string): TemplateResult {
    return html`<div class="by-hand">
      <label for="by-hand">This page may not copy. Copy it by hand:</label>
      <textarea id="by-hand" readonly .value=${text}></textarea>
    </div>`;
  }

  private renderText({ excerpt: { lines, before, after }, text }: PastView): unknown {
    if (text === "") return html`<p class="nothing">The note was empty.</p>`;
    const words = new PieceWords(this.nameOf);
    return [
      before > 0 ? unshown(before, "before this") : nothing,
      lines.map(
        (pieces) =>
          html`<div dir="auto">${pieces.length > 0 ? pieces.map((piece) => this.renderPiece(piece, words)) : html`<br />`}</div>`,
      ),
      after > 0 ? unshown(after, "after this") : nothing,
    ];
  }

  private renderPiece(piece: Piece, words: PieceWords): TemplateResult {
    const { text, author, fresh } = piece;
    if (text === "") return html`<span class="gap"></span>`;
    return html`<span
      class=${fresh ? "authored fresh" : "authored"}
      style=${personStyle(this.colorOf(author))}
      title=${words.of(piece)}
      >${text}</span
    >`;
  }

  get past(): TextPast {
    return new TextPast(this.text);
  }

  private get timeWords(): string {
    return momentWords(this.moments[this.index] ?? 0, Date.now());
  }

  private look(): void {
    const lastMs = this.moments[this.index];
    this.moments = this.past.moments();
    const last = this.moments.length - 1;
    this.index = this.shownMs === undefined ? last : momentAt(this.moments, this.shownMs);
    const timeMs = this.moments[this.index];
    const sinceMs = this.moments[this.index - this.stride];
    this.view = timeMs === undefined ? undefined : pastViewOf(this.past, { timeMs, sinceMs, last: this.view }, this);
    // Whoever reads elsewhere in a moment is not called back by what becomes of the note meanwhile.
    if (timeMs !== lastMs) this.isScrollDue = true;
  }

  private refreshNow(): void {
    this.refreshTimer = undefined;
    this.refresh();
  }

  private goTo(index: number, stride: number): void {
    const within = Math.max(0, Math.min(index, this.moments.length - 1));
    this.stride = stride;
    this.copied = "nothing";
    // At the end it stays with what is new.
    this.shownMs = within === this.moments.length - 1 ? undefined : this.moments[within];
  }

  private slid(event: Event): void {
    this.pause();
    this.spoken = "";
    this.goTo(Number((event.target as HTMLInputElement).value), 1);
  }

  private async step(by: number): Promise<void> {
    this.pause();
    this.goTo(this.index + by, 1);
    await this.updateComplete;
    // A button that is disabled under the finger would lose the keyboard its place.
    if (this.index === 0 || this.index === this.moments.length - 1) this.focus();
    this.spoken = `${this.timeWords}, ${this.index + 1} of ${this.moments.length}. ${this.view?.words ?? ""}`;
  }

  private toggle(): void {
    if (this.playing) return this.pause();
    this.playing = true;
    this.spoken = "";
    if (this.index >= this.moments.length - 1) this.goTo(0, 1);
    this.playOn();
  }

  private playOn(): void {
    const { stepMs, stride } = paceOf(this.moments.length);
    const startMs = performance.now();
    this.playTimer = setTimeout(() => {
      // Where a step takes longer than it may, the next is so much larger.
      const by = stride * Math.max(1, Math.round((performance.now() - startMs) / stepMs));
      this.goTo(this.index + by, by);
      if (this.shownMs === undefined) this.pause();
      else this.playOn();
    }, stepMs);
  }

  private pause(): void {
    clearTimeout(this.playTimer);
    this.playing = false;
  }

  private async copy(): Promise<void> {
    this.pause();
    const succeeded = await writeToClipboard(this.view?.text ?? "");
    this.copied = succeeded ? "copied" : "field";
    this.spoken = succeeded ? "Copied." : "";
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
  }

  private restore(): void {
    this.pause();
    this.announce("history-restore", { edits: this.past.editsTo(this.moments[this.index] ?? 0) });
  }

  private readonly close = (): void => {
    this.pause();
    this.announce("history-close", {});
  };

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.copied !== "field") return this.close();
    this.copied = "nothing";
    this.focus();
  }

  /** Scrolls to what has changed, where it cannot be seen. */
  private showFresh(): void {
    const { page } = this;
    const fresh = page?.querySelector(".fresh, .gap");
    if (!page || !fresh) return;
    const screen = page.getBoundingClientRect();
    const { top } = fresh.getBoundingClientRect();
    const margin = screen.height / 4;
    if (top >= screen.top && top <= screen.bottom - margin / 2) return;
    page.scrollTop += top - screen.top - margin;
  }

  private announce(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Who wrote each piece and when. Dates are slow to write, and the pieces of one author often share theirs. */
class PieceWords {
  private readonly nowMs = Date.now();
  private readonly known = new Map<string, string>();

  constructor(private readonly nameOf: (author: ReplicaId) => string) {}

  of({ author, timeMs }: Piece): string {
    const key = `${author} ${Math.floor(timeMs / MINUTE_MS)}`;
    const known = this.known.get(key) ?? writtenWords(this.nameOf(author), timeMs, this.nowMs);
    this.known.set(key, known);
    return known;
  }
}

const MINUTE_MS = 60_000;

/** How seldom what is shown follows a text that goes on changing. */
const REFRESH_MS = 250;

function unshown(units: number, where: string): TemplateResult {
  return html`<p class="unshown">${units.toLocaleString()} more characters ${where} are not shown. Copy has all of it.</p>`;
}
