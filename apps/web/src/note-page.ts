import type { StateEffect } from "@codemirror/state";
import { Text } from "@hearsay/merge";
import { type MeshEvent, NO_FAULTS, type RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { readSettings, withoutFaults, withoutRule } from "./address-query";
import type { AddressSettings } from "./address-settings";
import { NoteAuthors } from "./authors/note-authors";
import { caretAt } from "./caret-places";
import { ChosenTools } from "./chosen-tools";
import { defaultName } from "./default-name";
import { DrawPause } from "./draw-pause";
import type { EditorBinding } from "./editor/editor-binding";
import { EditorCompany } from "./editor/editor-company";
import "./editor/note-editor";
import type { CaretMoveEvent, NoteEditor } from "./editor/note-editor";
import { TextBinding } from "./editor/text-binding";
import type { Turn } from "./editor/undo-keys";
import { emblem } from "./emblem";
import { didNotFit } from "./fullness";
import type { HistoryRestoreEvent } from "./history/note-history";
import { LeaveGuard } from "./leave-guard";
import { type LoadProblemEvent, loadPart } from "./load-part";
import { LostTexts } from "./lost-texts";
import { noteLink } from "./note-link";
import { renderFooter, renderHistory, renderLegend, renderNotices, renderProgress, renderShare } from "./note-parts";
import { renderNoteFiles } from "./transfer/note-files";
import "./note-title";
import "./note-tools";
import type { BodyOperation } from "./empty-note";
import type { TitleChangeEvent } from "./note-title";
import type { NoteToolEvent } from "./note-tools";
import { OpenNote, ruleOf } from "./open-note";
import type { NameChangeEvent } from "./own-name";
import { OwnPresence } from "./own-presence";
import { OwnSignature } from "./own-signature";
import "./people-here";
import { keepNote } from "./keep-note";
import { type Person, peopleOf, unlessSame } from "./people";
import type { Caret } from "./presence";
import { rememberedName, rememberName } from "./remembered-name";
import { isShared } from "./status";
import type { Keeping } from "./storage/keeping";
import { flushOnLeaving } from "./storage/leaving";
import type { NoteKeeper } from "./storage/note-keeper";
import { mayStand, type WhatIsDrawn, whatIsDrawn } from "./what-is-drawn";

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
  @state() private refusal = "";
  keeping: Keeping = { type: "opening" };
  /** Of a note that comes in pieces, how much is here; 1 where none does. */
  @state() private share = 1;
  @query("note-editor") private readonly editor!: NoteEditor | null;
  note!: OpenNote;
  @state() private hasCrashed = false;
  @state() private binding: EditorBinding | undefined;
  private authors!: NoteAuthors;
  /** Undefined in a note that does not know who wrote what. */
  private company: EditorCompany | undefined;
  private keeper!: NoteKeeper;
  private caret: Caret | undefined;
  private signature!: OwnSignature;
  /** Grows whenever the note or what is known of its people changes. */
  private revision = 0;
  private people: readonly Person[] = [];
  private drawn: WhatIsDrawn | undefined;
  private stopFlushing: (() => void) | undefined;
  private readonly pause = new DrawPause(() => this.requestUpdate());
  private readonly guard = new LeaveGuard(() => this.watchOver());
  private readonly lostTexts = new LostTexts(this, {
    insertAtEnd: (text) => this.insertAtEnd(text),
    focusEditor: () => this.focusEditor(),
  });
  private readonly tools = new ChosenTools(this, {
    turn: (turn) => this.turn(turn),
    toggleAuthors: () => this.company?.showAuthors(!this.company.authorsShown),
  });
  private readonly presence = new OwnPresence(
    () => ({ name: this.name, caret: this.caret }),
    () => this.note.mesh,
  );

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("load-problem", this.partMissing);
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
    if (this.hasCrashed) return html`<crashed-tab @tab-revive=${() => location.reload()}></crashed-tab>`;
    const { note } = this;
    this.drawn = whatIsDrawn(note);
    this.meet(peopleOf({ peer: note.mesh.self, name: this.name }, note.mesh.state.members, note.newest));
    return html`
      <header>
        <h1>Shared note</h1>
        <a class="home" href="./${withoutRule(location.search)}" aria-label="Hearsay, start page">${emblem()}</a>
        <people-here .people=${this.people} @name-change=${this.renamed}></people-here>
        ${renderShare(noteLink(location, this.key, note.rule))}
      </header>
      <div class="notices">
        ${renderNotices(this.settings.problems, note.mesh.state.faults, this.switchFaultsOff)}
        ${this.share < 1 ? renderProgress(this.share) : nothing}
      </div>
      <main>
        <div class="bar" ?inert=${this.tools.showsHistory}>
          ${this.renderTools()}
          <note-title .text=${note.title.text} @title-change=${({ detail }: TitleChangeEvent) => note.setTitle(detail.text)} @title-done=${this.focusEditor}></note-title>
        </div>
        ${this.renderEditor()} ${this.renderHistory()}
      </main>
      ${this.renderLab()}
      ${this.renderLegend()}
      ${this.lostTexts.render(this.authors.possessive)}
      ${renderFooter(note, this.keeping, this.refusal)}
    `;
  }

  protected override firstUpdated(): void {
    this.offerEditor();
  }

  protected override updated(): void {
    this.watchOver();
    if (this.isConnected) this.company?.update(this.people);
  }

  private meet(people: readonly Person[]): void {
    const met = unlessSame(this.people, people);
    if (met === this.people) return;
    this.people = met;
    this.authors.meet(met);
  }

  /** Has the browser ask before what is only here is left. */
  private watchOver(): void {
    // A page that was taken out has left its room, which says nothing of who has the note.
    if (!this.isConnected) return;
    const isOnlyHere = this.keeping.type !== "kept" && !this.note.isBlank && !isShared(this.note.mesh);
    this.guard.set(!this.hasCrashed && (isOnlyHere || !this.lostTexts.isEmpty));
  }

  private renderEditor(): TemplateResult | typeof nothing {
    if (!this.binding) return nothing;
    return html`<note-editor
      .binding=${this.binding}
      ?inert=${this.tools.showsHistory}
      @caret-move=${this.caretMoved}
    ></note-editor>`;
  }

  private renderTools(): TemplateResult {
    const { body } = this.note;
    const remembers = body instanceof Text;
    return html`<note-tools
      ?remembers=${remembers}
      ?canUndo=${remembers && body.canUndo}
      ?canRedo=${remembers && body.canRedo}
      ?authors=${this.company?.authorsShown ?? false}
      ?history=${this.tools.showsHistory}
      ?map=${this.tools.showsMap}
      @note-tool=${({ detail }: NoteToolEvent) => this.tools.choose(detail.tool)}
    >
      ${renderNoteFiles({ note: this.note, insertAtEnd: this.insertAtEnd, tell: this.tell })}
    </note-tools>`;
  }

  private renderHistory(): TemplateResult | typeof nothing {
    const { body } = this.note;
    if (!this.tools.showsHistory || !(body instanceof Text)) return nothing;
    return renderHistory(
      { text: body, authors: this.authors, revision: this.revision },
      this.restored,
      this.closeHistory,
    );
  }

  private renderLab(): TemplateResult | typeof nothing {
    if (!this.tools.showsMap) return nothing;
    return html`<note-lab
      .mesh=${this.mesh}
      .name=${this.name}
      @lab-close=${() => this.tools.closeMap()}
      @faults-off=${this.switchFaultsOff}
      @tab-crash=${this.crash}
    ></note-lab>`;
  }

  private renderLegend(): TemplateResult | typeof nothing {
    const { body } = this.note;
    // The history has a legend of its own.
    if (!this.company?.authorsShown || this.tools.showsHistory || !(body instanceof Text)) return nothing;
    return renderLegend({ text: body, authors: this.authors, revision: this.revision }, this.company.here);
  }

  private open(): void {
    this.note = new OpenNote(this.key, ruleOf(this.settings), this.settings);
    const { note } = this;
    this.signature = new OwnSignature(note, () => this.name);
    this.authors = new NoteAuthors(note);
    if (note.body instanceof Text) this.bindText(note.body);
    else void this.bindLatest();
    this.keeper = keepNote(note, (keeping) => this.kept(keeping));
    this.name = rememberedName() ?? defaultName(note.mesh.self);
    this.presence.changed();
    // Never undone: the mesh lives exactly as long as this element.
    note.mesh.subscribe((event) => this.heard(event));
  }

  private kept(keeping: Keeping): void {
    this.keeping = keeping;
    this.watchOver();
    // Of what is being stored and what is stored the page says the same.
    if (keeping.type === "saving" || keeping.type === "kept") this.pause.askSoon();
    else this.pause.ask();
  }

  private bindText(text: Text): void {
    this.binding = new TextBinding({
      text,
      edit: (operation) => this.edit(operation),
      refuse: this.refuse,
      caughtUp: () => this.pause.ask(),
    });
    const editor = () => this.editor;
    this.company = new EditorCompany(text, this.authors, editor, () => this.requestUpdate());
  }

  private async bindLatest(): Promise<void> {
    const { note } = this;
    const parts = await loadPart(this, "The editor", () =>
      Promise.all([import("./editor/latest-binding"), import("./lost-text")]),
    );
    if (!parts) return;
    const [{ LatestBinding }] = parts;
    const write = (text: string) => this.edit({ text });
    this.binding = new LatestBinding({ text: () => note.text, write, refuse: this.refuse });
    await this.updateComplete;
    this.offerEditor();
  }

  private heard(event: MeshEvent): void {
    this.revision++;
    switch (event.type) {
      case "changed":
        if (event.by === "restamp") this.keeper.restamped();
        else if (event.by === "self") this.keeper.changed();
        else if (event.by === "peer") this.keeper.changedByOthers();
        if (event.by === "peer" && this.company) this.company.follow(this.people, this.pull);
        else this.pull([]);
        break;
      case "lost":
        this.lostTexts.add(event.lost, this.note.text);
        break;
      case "receiving":
        this.share = event.share;
        break;
      case "state":
        this.presence.stateChanged();
        break;
      default:
        event satisfies never;
    }
    // Before it is drawn: the tab may be closed right after. What others write is with them.
    if (event.type !== "changed" || event.by !== "peer") this.watchOver();
    if (mayStand(this.drawn, event, whatIsDrawn(this.note))) this.pause.askSoon();
    else this.pause.ask();
  }

  private readonly pull = (effects: readonly StateEffect<unknown>[]): boolean =>
    this.editor?.view !== undefined && this.binding?.pull(effects) === true;

  private edit(operation: BodyOperation): void {
    this.tell("");
    this.note.editBody(operation);
    this.signature.wrote();
  }

  private readonly refuse = (): void => this.tell(didNotFit(this.note.rule));

  private readonly tell = (problem: string): void => {
    this.refusal = problem;
  };

  private readonly partMissing = (event: Event): void => this.tell((event as LoadProblemEvent).detail.problem);

  private readonly insertAtEnd = (text: string): boolean => this.editor?.insertAtEnd(text) ?? false;

  private caretMoved({ detail }: CaretMoveEvent): void {
    const { body } = this.note;
    // While somebody composes, the editor is behind the text, and its positions are not the text's.
    if (!(body instanceof Text) || this.binding?.isBehind) return;
    this.caret = caretAt(body, detail);
    this.presence.changed();
  }

  private renamed({ detail }: NameChangeEvent): void {
    this.name = detail.name;
    rememberName(detail.name);
    this.presence.changed();
    this.signature.renamed();
  }

  private turn(turn: Turn): void {
    if (!(this.binding instanceof TextBinding)) return;
    this.binding[turn]();
    this.focusEditor();
  }

  /** From now on nothing is sent, heard or stored any more. */
  private crash(): void {
    this.note.mesh.crash();
    this.keeper.crash();
    this.presence.stop();
    this.hasCrashed = true;
  }

  private readonly restored = ({ detail }: HistoryRestoreEvent): void => {
    if (this.editor?.change(detail.edits)) this.closeHistory();
  };

  private readonly closeHistory = (): void => {
    this.tools.closeHistory();
    void this.updateComplete.then(this.focusEditor);
  };

  private readonly switchFaultsOff = async (): Promise<void> => {
    this.note.mesh.setFaults(NO_FAULTS);
    history.replaceState(history.state, "", `${location.pathname}${withoutFaults(location.search)}${location.hash}`);
    const settings = await loadPart(this, "What reads the address", () => readSettings(location.search));
    if (settings) this.settings = settings;
  };

  private readonly focusEditor = (): void => this.editor?.focus();

  private offerEditor(): void {
    // Where a keyboard would slide in over the page, it waits until it is asked for.
    if (matchMedia("(pointer: fine)").matches) this.focusEditor();
  }

  private readonly leave = (): void => this.note.mesh.leave();

  private readonly comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted) this.note.mesh.rejoin();
  };
}
