import type { PeerId } from "@hearsay/gossip";
import { Text } from "@hearsay/merge";
import { type MeshEvent, NO_FAULTS, type RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./address-problems";
import { type AddressSettings, parseAddressSettings, withoutFaults, withoutRule } from "./address-settings";
import { NoteAuthors } from "./authors/note-authors";
import { defaultName } from "./default-name";
import type { EditorBinding } from "./editor/editor-binding";
import { EditorCompany } from "./editor/editor-company";
import { LatestBinding } from "./editor/latest-binding";
import "./editor/note-editor";
import type { CaretMoveEvent, NoteEditor } from "./editor/note-editor";
import { TextBinding } from "./editor/text-binding";
import { emblem } from "./emblem";
import "./fault-notice";
import { spreadWords } from "./fault-words";
import { didNotFit, fullnessRemark } from "./fullness";
import { KnownNames } from "./known-names";
import { LeaveGuard } from "./leave-guard";
import { EMPTY_SHELF, type LostShelf, withLost, withoutLost } from "./lost-shelf";
import "./lost-text";
import type { DismissEvent, PutBackEvent } from "./lost-text";
import "./transfer/file-drop";
import { exportNote } from "./transfer/export-note";
import type { ImportProblemEvent, NoteImportEvent } from "./transfer/import-event";
import "./transfer/note-transfer";
import type { HistoryRestoreEvent } from "./history/note-history";
import { noteLink } from "./note-link";
import { renderProgress, renderShare } from "./note-parts";
import type { NoteExportEvent } from "./transfer/note-transfer";
import "./note-title";
import "./note-tools";
import type { BodyOperation } from "./empty-note";
import type { TitleChangeEvent } from "./note-title";
import type { NoteToolEvent } from "./note-tools";
import { OpenNote, ruleOf } from "./open-note";
import type { NameChangeEvent } from "./own-name";
import { OwnPresence } from "./own-presence";
import { colorOf } from "./palette";
import "./people-here";
import { type Person, peopleOf } from "./people";
import type { Caret } from "./presence";
import { rememberedName, rememberName } from "./remembered-name";
import { companions, statusOf } from "./status";
import "./status-line";
import { keepNote } from "./keep-note";
import type { Keeping } from "./storage/keeping";
import { flushOnLeaving } from "./storage/leaving";
import type { NoteKeeper } from "./storage/note-keeper";

declare global {
  interface HTMLElementTagNameMap {
    "note-page": NotePage;
  }
}

/**
 * One note: who is here, the title, the editor, and what there is to say. It takes part in the note's room while it is in
 * the document, and may be put back into it. It renders in light DOM, as the editor needs it, and has no slots.
 *
 * @property key - The note's key. Another key needs another element.
 * @property settings - What the address asks for, when the page is put into the document.
 * @property note - The copy of the note that this tab holds, from then on, and its part in the room. Read-only, for tests
 *   and for the curious: `document.querySelector("note-page").mesh.state`.
 */
@customElement("note-page")
export class NotePage extends LitElement {
  @property({ attribute: false }) key!: RoomKey;
  @property({ attribute: false }) settings!: AddressSettings;
  @state() private name = "";
  @state() private shelf: LostShelf = EMPTY_SHELF;
  @state() private refusal = "";
  @state() keeping: Keeping = { type: "opening" };
  /** Of a note that comes in pieces, how much is here; 1 where none does. */
  @state() private share = 1;
  @query("note-editor") private readonly editor!: NoteEditor | null;
  note!: OpenNote;
  @state() private showsHistory = false;
  private binding!: EditorBinding;
  private authors!: NoteAuthors;
  /** Undefined in a note that does not know who wrote what. */
  private company: EditorCompany | undefined;
  private keeper!: NoteKeeper;
  private caret: Caret | undefined;
  private signedAs = "";
  /** Grows whenever the note or what is known of its people changes. */
  private revision = 0;
  private people: readonly Person[] = [];
  private stopFlushing: (() => void) | undefined;
  private readonly names = new KnownNames();
  private readonly guard = new LeaveGuard();
  private readonly presence = new OwnPresence(
    () => ({ name: this.name, color: colorOf(this.note.mesh.self), caret: this.caret }),
    (bytes) => this.note.mesh.setPresence(bytes),
  );

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.leave);
    addEventListener("pageshow", this.comeBack);
    if (this.note) this.note.mesh.rejoin();
    else this.open();
    this.stopFlushing = flushOnLeaving(this.keeper);
    void this.keeper.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.leave);
    removeEventListener("pageshow", this.comeBack);
    this.stopFlushing?.();
    void this.keeper.close();
    this.note.mesh.leave();
    this.presence.stop();
  }

  /** This tab's part in the room. */
  get mesh(): OpenNote["mesh"] {
    return this.note.mesh;
  }

  /** Whether something of the note would be gone with this tab. Once it is out of the document, whether it was so then. */
  get holdsLastCopy(): boolean {
    return this.guard.isOn;
  }

  override render(): TemplateResult {
    const { note } = this;
    const { neighbors, faults } = note.mesh.state;
    this.people = peopleOf({ peer: note.mesh.self, name: this.name }, neighbors, note.newest);
    this.names.learn(this.people);
    this.authors.meet(this.people);
    return html`
      <header>
        <h1>Shared note</h1>
        <a class="home" href="./${withoutRule(location.search)}" aria-label="Hearsay, start page">${emblem()}</a>
        <people-here .people=${this.people} @name-change=${this.renamed}></people-here>
        ${renderShare(noteLink(location, this.key, note.rule))}
      </header>
      <div class="notices">
        <address-problems .problems=${this.settings.problems}></address-problems>
        <fault-notice .faults=${faults} @faults-off=${this.switchFaultsOff}></fault-notice>
        ${this.share < 1 ? renderProgress(this.share) : nothing}
      </div>
      <main>
        <div class="bar" ?inert=${this.showsHistory}>
          <note-title .text=${note.title.text} @title-change=${this.titled} @title-done=${this.focusEditor}></note-title>
          ${this.renderTools()}
        </div>
        <note-editor
          .binding=${this.binding}
          ?inert=${this.showsHistory}
          @caret-move=${this.caretMoved}
        ></note-editor>
        ${this.renderHistory()}
      </main>
      ${this.renderLegend()}
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
    // Where a keyboard would slide in over the page, it waits until it is asked for.
    if (matchMedia("(pointer: fine)").matches) this.focusEditor();
  }

  protected override updated(): void {
    // A page that was taken out has left its room, which says nothing of who has the note.
    if (!this.isConnected) return;
    const alone = companions(this.note.mesh.state).length === 0;
    const isOnlyHere = alone && this.keeping.type !== "kept" && !this.note.isBlank;
    this.guard.set(isOnlyHere || this.shelf.entries.length > 0);
    this.company?.update(this.people);
  }

  private renderTools(): TemplateResult {
    const { body } = this.note;
    const remembers = body instanceof Text;
    return html`<note-tools
      ?remembers=${remembers}
      ?canUndo=${remembers && body.canUndo}
      ?canRedo=${remembers && body.canRedo}
      ?authors=${this.company?.authorsShown ?? false}
      ?history=${this.showsHistory}
      @note-tool=${this.toolChosen}
    >
      <note-transfer
        .maxBytes=${MAX_FILE_BYTES}
        @note-export=${this.exported}
        @note-import=${this.imported}
        @import-problem=${this.importFailed}
      ></note-transfer>
      <file-drop .maxBytes=${MAX_FILE_BYTES} @note-import=${this.imported} @import-problem=${this.importFailed}></file-drop>
    </note-tools>`;
  }

  private renderHistory(): TemplateResult | typeof nothing {
    const { body } = this.note;
    if (!this.showsHistory || !(body instanceof Text)) return nothing;
    return html`<note-history
      .text=${body}
      .nameOf=${this.authors.nameOf}
      .colorOf=${this.authors.colorOf}
      .version=${this.revision}
      @history-restore=${this.restored}
      @history-close=${this.closeHistory}
    ></note-history>`;
  }

  private renderLegend(): TemplateResult | typeof nothing {
    const { body } = this.note;
    // The history has a legend of its own.
    if (!this.company?.authorsShown || this.showsHistory || !(body instanceof Text)) return nothing;
    return html`<author-legend
      .text=${body}
      .nameOf=${this.authors.nameOf}
      .colorOf=${this.authors.colorOf}
      .version=${this.revision}
      .here=${this.company.here}
    ></author-legend>`;
  }

  private renderFooter(): TemplateResult {
    const { note } = this;
    const status = statusOf(note.mesh.state, this.keeping);
    const fullness = fullnessRemark(note);
    const spread = spreadWords(note.mesh.state.spread);
    return html`<footer>
      <p class="refusal" role="alert">${this.refusal}</p>
      <status-line .status=${fullness ? { ...status, remarks: [fullness, ...status.remarks] } : status}></status-line>
      ${spread ? html`<p class="spread">${spread}</p>` : nothing}
    </footer>`;
  }

  private open(): void {
    this.note = new OpenNote(this.key, ruleOf(this.settings), this.settings);
    const { note } = this;
    const refuse = () => {
      this.refusal = didNotFit(note.rule);
    };
    this.binding =
      note.body instanceof Text
        ? new TextBinding({ text: note.body, edit: (operation) => this.edit(operation), refuse })
        : new LatestBinding({ text: () => note.text, write: (text) => this.edit({ text }), refuse });
    this.authors = new NoteAuthors(note);
    if (note.body instanceof Text) {
      const editor = () => this.editor;
      this.company = new EditorCompany(note.body, this.authors, editor, () => this.requestUpdate());
    }
    this.keeper = keepNote(note, (keeping) => {
      this.keeping = keeping;
    });
    this.name = rememberedName() ?? defaultName(note.mesh.self);
    this.presence.changed();
    // Never undone: the mesh lives exactly as long as this element.
    note.mesh.subscribe((event) => this.heard(event));
  }

  private heard(event: MeshEvent): void {
    this.revision++;
    switch (event.type) {
      case "changed":
        if (event.by === "restamp") this.keeper.restamped();
        else if (event.by !== "storage") this.keeper.changed();
        if (this.editor?.view) this.binding.pull();
        break;
      case "lost":
        this.shelf = withLost(this.shelf, event.lost, this.note.text);
        break;
      case "receiving":
        this.share = event.share;
        break;
      case "state":
        break;
      default:
        event satisfies never;
    }
    this.requestUpdate();
  }

  private edit(operation: BodyOperation): void {
    this.refusal = "";
    this.note.editBody(operation);
    this.sign();
  }

  /** Whoever writes says who it is, in the note itself: its tab may be gone when somebody asks. */
  private sign(): void {
    const { note, name } = this;
    const as = `${note.author} ${name}`;
    if (note.rule !== "text" || this.signedAs === as) return;
    this.signedAs = as;
    note.editBody({ type: "sign", signature: { name, color: colorOf(note.mesh.self) } });
  }

  private titled({ detail }: TitleChangeEvent): void {
    this.note.setTitle(detail.text);
  }

  private caretMoved({ detail }: CaretMoveEvent): void {
    const { body } = this.note;
    if (!(body instanceof Text)) return;
    const { anchor, head } = detail;
    // While somebody composes, the editor is behind the text, and its positions are not the text's.
    if (this.binding.isBehind) return;
    this.caret = { anchor: body.anchorAt(anchor), head: body.anchorAt(head) };
    this.presence.changed();
  }

  private renamed({ detail }: NameChangeEvent): void {
    this.name = detail.name;
    rememberName(detail.name);
    this.presence.changed();
    if (this.signedAs !== "") this.sign();
  }

  private async toolChosen({ detail }: NoteToolEvent): Promise<void> {
    const { binding } = this;
    if (!(binding instanceof TextBinding)) return;
    switch (detail.tool) {
      case "undo":
      case "redo":
        binding[detail.tool]();
        this.focusEditor();
        return;
      case "authors":
        await import("./authors/author-legend");
        this.company?.showAuthors(!this.company.authorsShown);
        this.requestUpdate();
        return;
      case "history":
        await import("./history/note-history");
        this.showsHistory = !this.showsHistory;
        return;
      default:
        detail.tool satisfies never;
    }
  }

  private restored({ detail }: HistoryRestoreEvent): void {
    if (this.editor?.become(detail.text)) this.closeHistory();
  }

  private closeHistory(): void {
    this.showsHistory = false;
    void this.updateComplete.then(this.focusEditor);
  }

  private exported({ detail }: NoteExportEvent): void {
    exportNote(this.note.title.text, this.note.text, detail.format);
  }

  /** A file becomes the note where that is blank; else it is added at its end. */
  private imported({ detail }: NoteImportEvent): void {
    this.refusal = "";
    if (this.note.isBlank && detail.title !== "") this.note.setTitle(detail.title);
    this.editor?.insertAtEnd(detail.text);
  }

  private importFailed({ detail }: ImportProblemEvent): void {
    this.refusal = detail.problem;
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
    if (this.shelf.entries.length === 0) this.focusEditor();
  }

  private switchFaultsOff(): void {
    this.note.mesh.setFaults(NO_FAULTS);
    history.replaceState(history.state, "", `${location.pathname}${withoutFaults(location.search)}${location.hash}`);
    this.settings = parseAddressSettings(location.search);
  }

  private readonly focusEditor = (): void => this.editor?.focus();

  private readonly possessive = (peer: PeerId): string => this.names.possessive(peer);

  private readonly leave = (): void => this.note.mesh.leave();

  private readonly comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) this.note.mesh.rejoin();
  };
}

/** The largest file that is taken in. */
const MAX_FILE_BYTES = 10_000_000;
