import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "./own-name";
import type { Person } from "./people";
import { initialsOf } from "./person-name";
import { controls } from "./styles/controls";
import { peopleStyles } from "./styles/people";

declare global {
  interface HTMLElementTagNameMap {
    "people-here": PeopleHere;
  }
}

/**
 * Who is here: a square and a name for each. Where there is little room or there are many, the others are squares with
 * initials, and a button shows their names. It has no slots.
 *
 * @property people - Everyone, this tab first.
 * @property open - Whether all names are shown where they do not fit. Reflected, since the page makes room for them.
 * @fires name-change - From `own-name`: this tab's person chose another name.
 */
@customElement("people-here")
export class PeopleHere extends LitElement {
  static override styles = [controls, peopleStyles];

  @property({ attribute: false }) people: readonly Person[] = [];
  @property({ type: Boolean, reflect: true }) open = false;

  /** The page gives company a row of its own where it is narrow. */
  protected override willUpdate(): void {
    this.toggleAttribute("company", this.people.length > 1);
  }

  override render(): TemplateResult {
    const { length } = this.people;
    const company = length > 1 ? "company" : "";
    const many = length > MAX_NAMES_IN_ROW ? "many" : "";
    return html`<div class="row ${company} ${many}">
      <ul id="list" aria-label="People here">
        ${this.people.map((person) => this.renderPerson(person))}
      </ul>
      <button
        class="plain toggle"
        aria-expanded=${this.open}
        aria-controls="list"
        @click=${() => {
          this.open = !this.open;
        }}
      >
        ${this.open ? "Hide names" : `${length} here`}
      </button>
    </div>`;
  }

  private renderPerson({ name, color, self, silent, newest }: Person): TemplateResult {
    const classes = [self ? "self" : "other", silent ? "silent" : "", newest ? "newest" : ""].join(" ");
    const notes = [silent ? "silent" : "", newest ? "wrote last" : ""].filter((note) => note !== "");
    return html`<li class=${classes} title=${[name, ...notes].join(", ")}>
      <span
        class="square"
        style="--person: var(--person-${color})"
        data-initials=${initialsOf(name)}
        aria-hidden="true"
      ></span>
      ${self ? html`<own-name .name=${name}></own-name>` : html`<span class="name" dir="auto">${name}</span>`}
      ${notes.length > 0 ? html`<span class="unseen">(${notes.join(", ")})</span>` : nothing}
    </li>`;
  }
}

/** With more people than this the names of the others are shown on demand only. */
const MAX_NAMES_IN_ROW = 8;
