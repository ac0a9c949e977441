import { createRoomKey, type RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./address-problems";
import { emblem } from "./emblem";
import { noteLimit } from "./fullness";
import { parseNoteLink } from "./note-link";
import { DEFAULT_RULE, RULES, type Rule } from "./rule";
import { controls } from "./styles/controls";
import { homeStyles } from "./styles/home";
import marks from "./styles/marks.css?inline";

declare global {
  interface HTMLElementTagNameMap {
    "home-page": HomePage;
  }
}

/**
 * Where one begins: a new note, or one whose link one was given. It leaves by changing the address, and has no slots.
 *
 * @property problems - What is wrong with the settings in the address.
 * @property rule - How a new note will merge.
 * @property kept - The keys of notes of which only this tab has something, and which it keeps while it is open.
 */
@customElement("home-page")
export class HomePage extends LitElement {
  static override styles = [controls, homeStyles, unsafeCSS(marks)];

  @property({ attribute: false }) problems: readonly string[] = [];
  @property({ attribute: false }) kept: readonly RoomKey[] = [];
  @property({ attribute: false }) rule: Rule = DEFAULT_RULE;
  @state() private refused = false;
  @query("#link") private readonly field!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<address-problems .problems=${this.problems}></address-problems>
      <main>
        <h1>${emblem()} Hearsay</h1>
        <p class="promise">A shared note that lives in the browsers of those who open it, and on no server.</p>
        <button class="primary start" @click=${this.startNote}>New note</button>
        ${this.renderRules()}
        ${this.kept.map(renderKept)} ${this.renderForm()}
        <kept-notes></kept-notes>
        ${renderHow()}
      </main>`;
  }

  protected override firstUpdated(): void {
    // Whoever comes for a new note does not wait for the old ones.
    import("./storage/kept-notes-list").catch(() => {});
  }

  private renderRules(): TemplateResult {
    return html`<details class="rules" ?open=${this.rule !== DEFAULT_RULE}>
      <summary>What becomes of two texts that are written at once?</summary>
      <fieldset>
        <legend class="unseen">What becomes of two texts that are written at once</legend>
        ${RULES.map((rule) => this.renderRule(rule))}
      </fieldset>
    </details>`;
  }

  private renderRule(rule: Rule): TemplateResult {
    return html`<label>
      <input
        type="radio"
        name="rule"
        .checked=${rule === this.rule}
        @change=${() => {
          this.rule = rule;
        }}
      />
      <span>${RULE_WORDS[rule]}</span>
    </label>`;
  }

  private startNote(): void {
    this.open(createRoomKey(), settingsWith(this.rule));
  }

  /** Only another query is another page. */
  private open(key: RoomKey, search: string): void {
    if (search === location.search) location.hash = key;
    else location.assign(`${location.pathname}${search}#${key}`);
  }

  private renderForm(): TemplateResult {
    return html`<form novalidate @submit=${this.submitted}>
      <label for="link">Were you sent a link? Paste it here.</label>
      <div class="paste">
        <input
          id="link"
          type="text"
          inputmode="url"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          aria-invalid=${this.refused}
          aria-describedby="link-error"
          @input=${this.forgive}
        />
        <button>Open</button>
      </div>
      <p class="error" id="link-error" role="alert" ?hidden=${!this.refused}>${this.refused ? NO_LINK : nothing}</p>
    </form>`;
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault();
    const target = parseNoteLink(this.field.value);
    if (!target) {
      this.refused = true;
      this.field.focus();
    } else this.open(target.key, target.search || settingsWith(DEFAULT_RULE));
  }

  private forgive(): void {
    this.refused = false;
  }
}

const NO_LINK =
  "This is not the link of a note. Such a link ends in # and 22 letters, digits, hyphens or underscores: copy all of it.";

const RULE_WORDS: Readonly<Record<Rule, string>> = {
  text: "Both stay, side by side: notes merge character by character.",
  latest: "The later replaces the earlier, which is offered back: a note is one text with one timestamp.",
};

/** The settings of this page's address, with another rule. */
function settingsWith(rule: Rule): string {
  const query = new URLSearchParams(location.search);
  query.delete("rule");
  if (rule !== DEFAULT_RULE) query.set("rule", rule);
  return query.size > 0 ? `?${query}` : "";
}

function renderKept(key: RoomKey): TemplateResult {
  return html`<p class="kept">
    Something in a note you left is only in this tab. <a href="#${key}">Back to that note</a>
  </p>`;
}

function renderHow(): TemplateResult {
  return html`<section class="how" aria-labelledby="how">
    <h2 id="how">How it works</h2>
    <ol>
      <li>Every tab <span class="square"></span> keeps the whole note. No server holds a word of it.</li>
      <li>
        What you write <span class="square newest"></span> goes at once <span class="dot newest"></span> from tab to tab,
        along a tree that they find by themselves.
      </li>
      <li>
        Every moment each tab tells another one, chosen at random <span class="square chosen"></span>, what it has
        <span class="dot chosen"></span>: what was lost on the way comes again. Close any tab: what it has passed on, the
        others keep.
      </li>
      <li>Each browser keeps the notes that were opened in it. Come back alone, and they are here.</li>
    </ol>
    <p><a href="playground.html">See how gossip works</a>, on a network that you can write to, crash and cut.</p>
    <p class="small">
      The link is the only secret: whoever has it can read and write. The tabs connect to each other directly, so people
      in one note can learn each other’s network address. Whoever uses this browser can open the notes that it keeps,
      until you forget them here; what others’ browsers keep, they keep. A note holds ${noteLimit("text")} of text at most.
    </p>
  </section>`;
}
