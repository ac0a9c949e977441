import type { PeerId } from "@hearsay/gossip";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { writeToClipboard } from "./copy-link";
import { EMPTY_SHELF, type LostEntry, type LostShelf, MAX_LOST } from "./lost-shelf";
import { controls } from "./styles/controls";
import { lostTextStyles } from "./styles/lost-text";

declare global {
  interface HTMLElementTagNameMap {
    "lost-text": LostText;
  }
}

export type PutBackEvent = CustomEvent<{ readonly entry: LostEntry }>;
export type DismissEvent = CustomEvent<{ readonly entry: LostEntry }>;

/**
 * Offers back the texts that gave way to later ones. Empty where there are none. It has no slots.
 *
 * @property shelf - The texts.
 * @property nameOf - Whose text it was, as in "Your" or "Quiet Heron's".
 * @fires put-back - `detail.entry` shall stand in the note again.
 * @fires dismiss - `detail.entry` is not wanted.
 */
@customElement("lost-text")
export class LostText extends LitElement {
  static override styles = [controls, lostTextStyles];

  @property({ attribute: false }) shelf: LostShelf = EMPTY_SHELF;
  @property({ attribute: false }) nameOf: (writer: PeerId) => string = () => "Somebody's";
  @query(".heading") private readonly heading!: HTMLElement;
  @state() private expanded: ReadonlySet<number> = new Set();
  @state() private copied: { readonly id: number; readonly succeeded: boolean } | undefined;

  override render(): TemplateResult {
    const { entries, fallenOut } = this.shelf;
    const shown = entries.length > 0;
    // The heading is there before there is anything to say: screen readers hear only what changes in front of them.
    return html`<section aria-label=${shown ? "Texts that gave way" : nothing} class=${shown ? "shown" : ""}>
      <p class="heading" aria-live="polite" tabindex="-1">${shown ? heading(entries.length) : nothing}</p>
      ${
        fallenOut > 0
          ? html`<p class="fallen">
              This list holds ${MAX_LOST}: ${fallenOut} older ${fallenOut === 1 ? "text" : "texts"} fell out of it.
            </p>`
          : nothing
      }
      <ul>
        ${repeat(
          [...entries].reverse(),
          ({ id }) => id,
          (entry) => this.renderEntry(entry),
        )}
      </ul>
    </section>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("shelf")?.entries.length ?? 0;
    const now = this.shelf.entries.length;
    // The button that took a text away went with it. Whoever works with the keyboard goes on from here.
    if (now > 0 && now < before && !this.matches(":focus-within")) this.heading.focus();
  }

  private renderEntry(entry: LostEntry): TemplateResult {
    const { id, text, missing, timeMs, writer } = entry;
    const expanded = this.expanded.has(id);
    const excerpt = excerptOf(missing);
    const more = excerpt !== text;
    const title = `${this.nameOf(writer)} text, ${clockTime(timeMs)}`;
    return html`<li>
      <p class="title">${title}</p>
      <blockquote dir="auto" id="text-${id}" class=${expanded ? "expanded" : ""} tabindex=${expanded ? 0 : nothing}>${
        expanded ? text : excerpt
      }</blockquote>
      <div class="actions" role="group" aria-label=${title}>
        <button @click=${() => this.announce("put-back", entry)}>Put it back</button>
        <button class="plain" @click=${() => this.copy(entry)}>Copy</button>
        ${
          more
            ? html`<button
                class="plain"
                aria-expanded=${expanded}
                aria-controls="text-${id}"
                @click=${() => this.toggle(id)}
              >
                ${expanded ? "Show less" : "Show the whole text"}
              </button>`
            : nothing
        }
        <button class="plain" @click=${() => this.announce("dismiss", entry)}>Dismiss</button>
        <span class="answer" aria-live="polite">${this.copied?.id === id ? copyAnswer(this.copied.succeeded) : nothing}</span>
      </div>
    </li>`;
  }

  private toggle(id: number): void {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(id)) expanded.add(id);
    this.expanded = expanded;
  }

  private async copy({ id, text }: LostEntry): Promise<void> {
    const succeeded = await writeToClipboard(text);
    this.copied = { id, succeeded };
    if (succeeded || this.expanded.has(id)) return;
    this.toggle(id);
  }

  private announce(type: string, entry: LostEntry): void {
    this.dispatchEvent(new CustomEvent(type, { detail: { entry }, bubbles: true, composed: true }));
  }
}

const MAX_EXCERPT_LINES = 3;
const MAX_EXCERPT_CHARACTERS = 240;

function heading(count: number): string {
  return count === 1
    ? "A text gave way to a later one. It is kept here."
    : `${count} texts gave way to later ones. They are kept here.`;
}

function copyAnswer(succeeded: boolean): string {
  return succeeded ? "Copied." : "This page may not copy: select the text and copy it by hand.";
}

function excerptOf(text: string): string {
  const lines = text.split("\n").slice(0, MAX_EXCERPT_LINES).join("\n");
  const characters = [...lines.slice(0, 2 * MAX_EXCERPT_CHARACTERS)].slice(0, MAX_EXCERPT_CHARACTERS).join("");
  return characters.length < text.length ? `${characters.toWellFormed()}…` : text;
}

function clockTime(timeMs: number): string {
  const time = new Date(timeMs);
  const today = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(undefined, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}
