import type { PeerId } from "@hearsay/gossip";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../live-map/live-map";
import { MAX_LINES } from "../live-map/live-log";
import type { ForeignLinkEvent, LinksToggleEvent, TabChooseEvent } from "../live-map/live-map";
import { RoomWatch, type WatchedMesh } from "../live-map/room-watch";
import type { TabList } from "../live-map/tab-list";
import "../live-map/tab-list";
import { faultWords } from "../fault-words";
import "../picture/folded-log";
import type { LoggedLine } from "../picture/folded-log";
import { FrameLoop } from "../picture/frame-loop";
import { spreadWords } from "../spread-words";
import { controls } from "../styles/controls";
import "./crashed-tab";
import "./fault-settings";
import type { FaultsChangeEvent } from "./fault-settings";
import { labStyles } from "./lab-styles";
import "./spread-settings";
import type { SpreadChooseEvent } from "./spread-settings";

declare global {
  interface HTMLElementTagNameMap {
    "note-lab": NoteLab;
  }
}

/**
 * The map of the room as it is, and what can be done to it: cut and mend links, choose how the room spreads news, make this
 * tab's network bad, crash this tab. Escape closes it. It has no slots.
 *
 * @property mesh - This tab's part in the room. Another mesh needs another element.
 * @property name - What this tab's person is called.
 * @fires lab-close - The person is done with it.
 * @fires faults-off - All faults shall be off.
 * @fires tab-crash - This tab shall crash.
 */
@customElement("note-lab")
export class NoteLab extends LitElement {
  static override styles = [controls, labStyles];

  @property({ attribute: false }) mesh!: WatchedMesh;
  @property({ attribute: false }) name = "";
  /** Grows with what the words say; seldom enough to be read. */
  @state() private revision = 0;
  @state() private said = "";
  @query("tab-list") private readonly list!: TabList;
  @query(".close") private readonly closeButton!: HTMLElement;
  private watch: RoomWatch | undefined;
  private shownMs = 0;
  /** What had the focus when this was opened. */
  private opener: HTMLElement | undefined;

  constructor() {
    super();
    this.addController(new FrameLoop(this, () => this.pass()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.opener = focusedElement();
    this.watch ??= new RoomWatch(
      this.mesh,
      () => this.name,
      () => performance.now(),
    );
    this.watch.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch?.stop();
  }

  override focus(): void {
    this.closeButton?.focus();
  }

  protected override firstUpdated(): void {
    this.focus();
  }

  override render(): TemplateResult | undefined {
    const { watch, revision } = this;
    if (!watch) return undefined;
    const { spread, faults } = this.mesh.state;
    return html`<section
      aria-label="Map and lab"
      @keydown=${this.pressed}
      @links-toggle=${this.linksToggled}
      @foreign-link=${this.foreignLinkPressed}
      @tab-choose=${this.tabChosen}
    >
      <header>
        <h2>Map and lab</h2>
        <button class="close" @click=${this.close}>Close</button>
      </header>
      <live-map .watch=${watch} .strategy=${spread.strategy} .revision=${revision}></live-map>
      <p class="said" role="status">${this.said}</p>
      <tab-list .tabs=${watch.view.tabs} .traffic=${watch.traffic} .revision=${revision}></tab-list>
      <folded-log
        name="Every message, in words"
        none="Nothing has passed yet."
        .most=${MAX_LINES}
        .lines=${() => this.lines()}
      ></folded-log>
      <h3>The room</h3>
      <p>What is chosen here holds for every tab of the note.</p>
      <spread-settings .spread=${spread} @spread-choose=${this.spreadChosen}></spread-settings>
      <h3>This tab</h3>
      <p>
        Faults of its own network and clock: no other tab has them, and the link to copy does not carry them. After a reload
        only those are on that its address asks for.
      </p>
      <fault-settings .faults=${faults} @faults-change=${this.faultsChanged} @faults-off=${this.faultsOff}></fault-settings>
      <button class="crash" @click=${this.crash}>Crash this tab</button>
      <p>It stops at once and tells nobody. It can come back.</p>
    </section>`;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("name")) this.watch?.renamed();
  }

  /** The picture moves by itself; the words follow at a pace at which they can be read. */
  private pass(): void {
    const nowMs = performance.now();
    if (nowMs - this.shownMs < WORDS_MS || !this.watch?.takeNews()) return;
    this.shownMs = nowMs;
    this.revision++;
  }

  private linksToggled({ detail: { peers } }: LinksToggleEvent): void {
    const cut = new Set(this.mesh.state.faults.cut);
    const [only] = peers;
    const isMending = peers.length === 1 && only !== undefined && cut.has(only);
    for (const peer of peers) {
      if (isMending) cut.delete(peer);
      else cut.add(peer);
    }
    this.said = `The link to ${this.namesOf(peers)} is ${isMending ? "mended" : "cut"}.`;
    this.mesh.setFaults({ cut });
    this.revision++;
  }

  private foreignLinkPressed({ detail: { peers } }: ForeignLinkEvent): void {
    this.said = `That link is between ${this.namesOf(peers)}: it is cut in one of their tabs.`;
  }

  private tabChosen({ detail: { peer } }: TabChooseEvent): void {
    this.list.focusTab(peer);
  }

  private spreadChosen({ detail: { spread } }: SpreadChooseEvent): void {
    this.mesh.setSpread(spread);
    this.said = `${spreadWords(spread) ?? "Spread: as by default"}, in the whole room.`;
  }

  private faultsChanged({ detail: { faults } }: FaultsChangeEvent): void {
    this.mesh.setFaults(faults);
    const words = faultWords(this.mesh.state.faults);
    this.said = words.length > 0 ? `Now in this tab: ${words.join(", ")}.` : ALL_OFF;
    this.revision++;
  }

  private faultsOff(): void {
    this.said = ALL_OFF;
  }

  private crash(): void {
    this.dispatchEvent(new CustomEvent("tab-crash", { bubbles: true, composed: true }));
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent("lab-close", { bubbles: true, composed: true }));
    this.opener?.focus();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }

  private lines(): readonly LoggedLine[] {
    const lines = this.watch?.log.newestFirst ?? [];
    return lines.map(({ atMs, ...line }) => ({ ...line, time: `${(atMs / 1_000).toFixed(2)} s` }));
  }

  private namesOf(peers: readonly PeerId[]): string {
    return LIST.format(peers.map((peer) => this.watch?.nameOf(peer) ?? peer));
  }
}

function focusedElement(): HTMLElement | undefined {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement ? focused : undefined;
}

const ALL_OFF = "All faults of this tab are off.";

const LIST = new Intl.ListFormat("en");

/** The words are written anew no more often than this, in ms. */
const WORDS_MS = 150;
