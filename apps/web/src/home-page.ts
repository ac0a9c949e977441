import { createRoomKey, type RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./address-problems";
import { emblem } from "./emblem";
import { noteLimit } from "./fullness";
import { parseNoteLink } from "./note-link";
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
 * @property kept - The keys of notes of which only this tab has something, and which it keeps while it is open.
 */
@customElement("home-page")
export class HomePage extends LitElement {
  static override styles = [controls, homeStyles, unsafeCSS(marks)];

  @property({ attribute: false }) problems: readonly string[] = [];
  @property({ attribute: false }) kept: readonly RoomKey[] = [];
  @state() private refused = false;
  @query("#link") private readonly field!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<address-problems .problems=${this.problems}></address-problems>
      <main>
        <h1>${emblem()} Hearsay</h1>
        <p class="promise">A shared note that lives in the browsers of those who open it, and on no server.</p>
        <button class="primary start" @click=${startNote}>New note</button>
        ${this.kept.map(renderKept)} ${this.renderForm()}
        <kept-notes></kept-notes>
        ${renderHow()}
      </main>`;
  }

  protected override firstUpdated(): void {
    // Whoever comes for a new note does not wait for the old ones.
    void import("./storage/kept-notes-list");
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
    } else if (target.search === "" || target.search === location.search) {
      location.hash = target.key;
    } else {
      location.assign(`${location.pathname}${target.search}#${target.key}`);
    }
  }

  private forgive(): void {
    this.refused = false;
  }
}

const NO_LINK =
  "This is not the link of a note. Such a link ends in # and 22 letters, digits, hyphens or underscores: copy all of it.";

/** Opens a new note. The query stays: it holds the settings. */
function startNote(): void {
  location.hash = createRoomKey();
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
        Every moment the tab with the newest text <span class="square newest"></span> sends it
        <span class="dot newest"></span> to another one, chosen at random <span class="square chosen"></span>.
      </li>
      <li>
        Those pass it on <span class="dot chosen"></span> in their turn. Close any tab: what it has passed on, the others
        keep.
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
