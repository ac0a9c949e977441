import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { controls } from "../styles/controls";
import { keptNotesStyles } from "../styles/kept-notes";
import { forgetNote, type KeptNotes, listNotes } from "./kept-notes";
import type { StoreFailure } from "./store-failure";
import { type KeptNote, nameOf } from "./stored-note";
import { timeAgo } from "./time-ago";

declare global {
  interface HTMLElementTagNameMap {
    "kept-notes": KeptNotesList;
  }
}

/**
 * The notes that this browser keeps, each with a link and a way to forget it, as they are in the database whenever the
 * page comes into sight. Empty where there are none. It has no properties and no slots.
 */
@customElement("kept-notes")
export class KeptNotesList extends LitElement {
  static override styles = [controls, keptNotesStyles];

  @state() private kept: KeptNotes | undefined;
  /** The name of the note of which it is asked whether to forget it. */
  @state() private asked: string | undefined;
  @state() private failure: StoreFailure | undefined;
  @query("h2") private readonly heading!: HTMLElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.look);
    this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.look);
  }

  override render(): TemplateResult | typeof nothing {
    const { kept } = this;
    if (!kept) return nothing;
    if (kept.type === "unavailable") return html`<p class="unavailable">${UNREADABLE[kept.reason]}</p>`;
    if (kept.notes.length === 0) return nothing;
    return html`<section aria-labelledby="kept">
      <h2 id="kept" tabindex="-1">Notes kept in this browser</h2>
      <ul>
        ${repeat(kept.notes, nameOf, (note) => this.renderNote(note))}
      </ul>
      <p class="problem" role="alert" ?hidden=${!this.failure}>${this.failure ? NOT_FORGOTTEN : nothing}</p>
    </section>`;
  }

  private renderNote(note: KeptNote): TemplateResult {
    const title = note.title.trim();
    const name = nameOf(note);
    return html`<li data-note=${name}>
      <a class="title ${title === "" ? "untitled" : ""}" dir="auto" href=${addressOf(note)}>${title || UNTITLED}</a>
      ${this.asked === name ? this.renderQuestion(note) : this.renderActions(note)}
    </li>`;
  }

  private renderActions(note: KeptNote): TemplateResult {
    const changed = new Date(note.updatedAtMs);
    return html`<time datetime=${changed.toISOString()} title=${changed.toLocaleString("en")}>
        ${timeAgo(note.updatedAtMs, Date.now())}
      </time>
      <div class="actions">
        <button class="plain" aria-label="Forget ${titleOf(note)}" @click=${() => this.ask(nameOf(note))}>Forget</button>
      </div>`;
  }

  private renderQuestion(note: KeptNote): TemplateResult {
    return html`<div
      class="actions"
      role="group"
      aria-label="Forget ${titleOf(note)} for good?"
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.keep(note)}
    >
      <span class="question">Forget for good?</span>
      <button class="plain forget" @click=${() => this.forget(note)}>Yes</button>
      <button class="plain" @click=${() => this.keep(note)}>Keep</button>
    </div>`;
  }

  private readonly look = (): void => {
    if (document.visibilityState === "visible") void this.read();
  };

  private async read(): Promise<void> {
    this.kept = await listNotes();
  }

  private async ask(name: string): Promise<void> {
    this.asked = name;
    await this.updateComplete;
    // The answer that does no harm.
    this.renderRoot.querySelector<HTMLElement>("[role=group] button:last-child")?.focus();
  }

  private async keep(note: KeptNote): Promise<void> {
    this.asked = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-note="${nameOf(note)}"] button`)?.focus();
  }

  private async forget(note: KeptNote): Promise<void> {
    this.failure = await forgetNote(note);
    this.asked = undefined;
    await this.read();
    await this.updateComplete;
    // The button went with the note. Whoever works with the keyboard goes on from here.
    this.heading?.focus();
  }
}

const UNTITLED = "Untitled note";
const NOT_FORGOTTEN = "The note could not be forgotten: this browser does not let the page change what it keeps.";

const UNREADABLE: Readonly<Record<StoreFailure, string>> = {
  full: "This browser has no room left to keep notes.",
  forbidden:
    "This browser lets the page keep nothing, as in some private windows: a note is gone from here with its tab.",
  broken: "The notes that this browser keeps cannot be read just now.",
};

function titleOf({ title }: KeptNote): string {
  return title.trim() === "" ? "the untitled note" : `“${title.trim()}”`;
}

/** Where a note is opened. Without the settings of this page: they are nobody's but this tab's. */
function addressOf({ key, rule }: KeptNote): string {
  return `${location.pathname}${rule === "latest" ? "?rule=latest" : ""}#${key}`;
}
