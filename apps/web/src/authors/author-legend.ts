import { authorsOf, type ReplicaId, type Text } from "@hearsay/merge";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { renderWriters, writerStyles } from "./writer-list";
import { type Writer, writersOf } from "./writers";

declare global {
  interface HTMLElementTagNameMap {
    "author-legend": AuthorLegend;
  }
}

/**
 * Whose color is whose: those who wrote what stands in the note, and a line that says who wrote where the caret stands,
 * also to screen readers. It counts anew at most once a second. It has no slots.
 *
 * @property text - The note's text.
 * @property nameOf - What an author is called.
 * @property colorOf - The author's color of the palette.
 * @property version - Anything that changes when the text or a name does.
 * @property here - Who wrote where the caret stands, and when; empty where nothing stands.
 */
@customElement("author-legend")
export class AuthorLegend extends LitElement {
  static override styles = [
    controls,
    writerStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0.125rem 1.5rem;
        font-size: var(--size-small);
        line-height: 1.25rem;
      }

      :host([hidden]) {
        display: none;
      }

      p {
        margin: 0;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) text: Text | undefined;
  @property({ attribute: false }) nameOf: (author: ReplicaId) => string = () => "Somebody";
  @property({ attribute: false }) colorOf: (author: ReplicaId) => number = () => 0;
  @property({ attribute: false }) version: unknown;
  @property({ attribute: false }) here = "";
  private writers: readonly Writer[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text")) this.count();
    else if (changed.has("version")) this.timer ??= setTimeout(() => this.countAgain(), COUNT_AGAIN_MS);
  }

  override render(): TemplateResult {
    return html`${this.writers.length > 0 ? renderWriters(this.writers) : html`<p>Nothing has been written yet.</p>`}
      <p class="here" aria-live="polite">${this.here === "" ? nothing : `Here: ${this.here}`}</p>`;
  }

  private countAgain(): void {
    this.timer = undefined;
    this.count();
    this.requestUpdate();
  }

  private count(): void {
    const passages = this.text ? authorsOf(this.text, 0, this.text.length) : [];
    this.writers = writersOf(
      passages.map(({ author, from, to }) => ({ author, units: to - from })),
      this,
    );
  }
}

const COUNT_AGAIN_MS = 1_000;
