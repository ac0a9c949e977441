import type { PeerId } from "@hearsay/gossip";
import type { Register } from "@hearsay/merge";
import { type Mesh, type MeshEvent, NO_FAULTS, type RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./address-problems";
import { type AddressSettings, parseAddressSettings, withoutFaults } from "./address-settings";
import "./copy-link";
import { defaultName } from "./default-name";
import "./editor/note-editor";
import type { NoteEditEvent, NoteEditor } from "./editor/note-editor";
import { emblem } from "./emblem";
import "./fault-notice";
import { spreadWords } from "./fault-words";
import { DID_NOT_FIT, fullnessRemark } from "./fullness";
import { KnownNames } from "./known-names";
import { LeaveGuard } from "./leave-guard";
import { EMPTY_SHELF, type LostShelf, withLost, withoutLost } from "./lost-shelf";
import "./lost-text";
import type { DismissEvent, PutBackEvent } from "./lost-text";
import { isThisComputer, noteLink } from "./note-link";
import { openNote } from "./open-note";
import type { NameChangeEvent } from "./own-name";
import { colorOf } from "./palette";
import "./people-here";
import { peopleOf } from "./people";
import { encodePresence } from "./presence";
import { rememberedName, rememberName } from "./remembered-name";
import { companions, statusOf } from "./status";
import "./status-line";

declare global {
  interface HTMLElementTagNameMap {
    "note-page": NotePage;
  }
}

/**
 * One note: who is here, the editor, and what there is to say. It takes part in the note's room while it is in the
 * document, and may be put back into it. It renders in light DOM, as the editor needs it, and has no slots.
 *
 * @property key - The note's key. Another key needs another element.
 * @property settings - What the address asks for, when the page is put into the document.
 * @property mesh - This tab's part in the room, from then on. Read-only, for tests and for the curious:
 *   `document.querySelector("note-page").mesh.state`.
 * @property register - The copy of the note that this tab holds. Read-only, likewise.
 */
@customElement("note-page")
export class NotePage extends LitElement {
  @property({ attribute: false }) key!: RoomKey;
  @property({ attribute: false }) settings!: AddressSettings;
  @state() private name = "";
  @state() private shelf: LostShelf = EMPTY_SHELF;
  @state() private refusal = "";
  @query("note-editor") private readonly editor!: NoteEditor | null;
  mesh!: Mesh<{ text: string }>;
  register!: Register;
  private readonly names = new KnownNames();
  private readonly guard = new LeaveGuard();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.leave);
    addEventListener("pageshow", this.comeBack);
    if (this.mesh) this.mesh.rejoin();
    else this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.leave);
    removeEventListener("pageshow", this.comeBack);
    this.mesh.leave();
  }

  /** Whether something of the note would be gone with this tab. Once it is out of the document, whether it was so then. */
  get holdsLastCopy(): boolean {
    return this.guard.isOn;
  }

  override render(): TemplateResult {
    const { neighbors, faults } = this.mesh.state;
    const people = peopleOf({ peer: this.mesh.self, name: this.name }, neighbors, this.register.timestamp?.replica);
    this.names.learn(people);
    return html`
      <header>
        <h1>Shared note</h1>
        <a class="home" href="./${location.search}" aria-label="Hearsay, start page">${emblem()}</a>
        <people-here .people=${people} @name-change=${this.renamed}></people-here>
        <copy-link .link=${noteLink(location, this.key)} ?local=${isThisComputer(location.hostname)}></copy-link>
      </header>
      <div class="notices">
        <address-problems .problems=${this.settings.problems}></address-problems>
        <fault-notice .faults=${faults} @faults-off=${this.switchFaultsOff}></fault-notice>
      </div>
      <main>
        <note-editor @note-edit=${this.edited} @note-refused=${this.refused}></note-editor>
      </main>
      <lost-text
        .shelf=${this.shelf}
        .nameOf=${this.possessive}
        @put-back=${this.putBack}
        @dismiss=${this.dismissed}
      ></lost-text>
      ${this.renderFooter()}
    `;
  }

  protected override firstUpdated(): void {
    this.editor?.setText(this.register.text);
    // Where a keyboard would slide in over the page, it waits until it is asked for.
    if (matchMedia("(pointer: fine)").matches) this.editor?.focus();
  }

  protected override updated(): void {
    // A page that was taken out has left its room, which says nothing of who has the note.
    if (!this.isConnected) return;
    const alone = companions(this.mesh.state).length === 0;
    this.guard.set((alone && this.register.text.trim() !== "") || this.shelf.entries.length > 0);
  }

  private renderFooter(): TemplateResult {
    const status = statusOf(this.mesh.state);
    const fullness = fullnessRemark(this.register.text);
    const spread = spreadWords(this.mesh.state.spread);
    return html`<footer>
      <p class="refusal" role="alert">${this.refusal}</p>
      <status-line .status=${fullness ? { ...status, remarks: [fullness, ...status.remarks] } : status}></status-line>
      ${spread ? html`<p class="spread">${spread}</p>` : nothing}
    </footer>`;
  }

  private open(): void {
    const { mesh, register } = openNote(this.key, this.settings);
    this.mesh = mesh;
    this.register = register;
    this.name = rememberedName() ?? defaultName(mesh.self);
    this.introduceSelf();
    // Never undone: the mesh lives exactly as long as this element.
    mesh.subscribe((event) => this.heard(event));
  }

  private heard(event: MeshEvent): void {
    switch (event.type) {
      case "changed":
        if (event.by === "peer" || event.by === "storage") this.editor?.setText(this.register.text);
        break;
      case "lost":
        this.shelf = withLost(this.shelf, event.lost, this.register.text);
        break;
      case "state":
        break;
      default:
        event satisfies never;
    }
    this.requestUpdate();
  }

  private introduceSelf(): void {
    this.mesh.setPresence(encodePresence({ name: this.name, color: colorOf(this.mesh.self) }));
  }

  private edited({ detail }: NoteEditEvent): void {
    this.refusal = "";
    this.mesh.edit({ text: detail.text });
  }

  private refused(): void {
    this.refusal = DID_NOT_FIT;
  }

  private renamed({ detail }: NameChangeEvent): void {
    this.name = detail.name;
    rememberName(detail.name);
    this.introduceSelf();
  }

  private putBack({ detail }: PutBackEvent): void {
    // Where there is no room for it, it stays on the shelf.
    if (this.editor?.insertAtEnd(detail.entry.missing)) this.take(detail.entry.id);
  }

  private dismissed({ detail }: DismissEvent): void {
    this.take(detail.entry.id);
  }

  private take(id: number): void {
    this.shelf = withoutLost(this.shelf, id);
    if (this.shelf.entries.length === 0) this.editor?.focus();
  }

  private switchFaultsOff(): void {
    this.mesh.setFaults(NO_FAULTS);
    history.replaceState(history.state, "", `${location.pathname}${withoutFaults(location.search)}${location.hash}`);
    this.settings = parseAddressSettings(location.search);
  }

  private readonly possessive = (peer: PeerId): string => this.names.possessive(peer);

  private readonly leave = (): void => this.mesh.leave();

  private readonly comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) this.mesh.rejoin();
  };
}
