import type { PeerId, Strategy } from "@hearsay/gossip";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import "../picture/network-picture";
import { FrameLoop } from "../picture/frame-loop";
import type { LinkPressEvent, LinksCrossEvent, NetworkPicture, NodePressEvent } from "../picture/network-picture";
import type { LinkEnds, PictureContent } from "../picture/scene";
import { liveMarks } from "./live-marks";
import { livePictureOf } from "./live-picture";
import type { RoomView } from "./room-view";
import type { RoomWatch } from "./room-watch";
import { describeTab } from "./tab-words";

declare global {
  interface HTMLElementTagNameMap {
    "live-map": LiveMap;
  }
}

/** The person wants the links to these tabs cut, or, where one is cut and alone, mended. */
export type LinksToggleEvent = CustomEvent<{ readonly peers: readonly PeerId[] }>;
export type ForeignLinkEvent = CustomEvent<{ readonly peers: readonly PeerId[] }>;
export type TabChooseEvent = CustomEvent<{ readonly peer: PeerId }>;

/**
 * The room as this tab knows it: tabs as squares, data channels as lines, this tab's messages as dots, as they really go.
 * It has no slots.
 *
 * @property watch - What is shown.
 * @property strategy - By which strategy the room spreads news.
 * @property revision - Changes whenever the tabs do, so that their words are up to date.
 * @fires links-toggle - Links of this tab were clicked or crossed, or C was pressed on a tab.
 * @fires foreign-link - A link between two other tabs, `detail.peers`, was clicked.
 * @fires tab-choose - A tab was pressed.
 */
@customElement("live-map")
export class LiveMap extends LitElement {
  static override styles = [
    liveMarks,
    css`
      :host {
        display: block;
      }

      network-picture {
        max-width: 28rem;
        margin-inline: auto;
        aspect-ratio: 3 / 2;
      }

      /* What a square can be, and beside it what a dot can be. */
      ul {
        display: grid;
        grid-template-rows: repeat(4, auto);
        grid-auto-flow: column;
        justify-content: start;
        gap: 0.125rem 1.5rem;
        margin: 1.25rem 0 0;
        padding: 0;
        color: var(--ink-soft);
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: 0.375rem;
      }

      p {
        margin: 0.25rem 0 0;
        color: var(--ink-soft);
        text-wrap: pretty;
      }
    `,
  ];

  @property({ attribute: false }) watch!: RoomWatch;
  @property({ attribute: false }) strategy!: Strategy;
  @property({ attribute: false }) revision = 0;
  @query("network-picture") private readonly picture!: NetworkPicture | null;
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");
  private drawn: RoomView | undefined;
  private wasMoving = false;

  constructor() {
    super();
    this.addController(new FrameLoop(this, () => this.pass()));
  }

  override render(): TemplateResult {
    return html`<network-picture
        .count=${this.watch.view.tabs.length}
        .content=${this.content}
        .describe=${this.describe}
        .shortcuts=${SHORTCUTS}
        .hint=${"Arrow keys: other tabs. C: cut or mend the link. Enter: its line below."}
        .revision=${this.revision}
        @node-press=${this.nodePressed}
        @link-press=${this.linkPressed}
        @links-cross=${this.linksCrossed}
      ></network-picture>
      <ul aria-label="What the map shows">
        ${LEGEND.map(([mark, words]) => html`<li><span class=${mark} aria-hidden="true"></span>${words}</li>`)}
      </ul>
      <p>Dots are this tab’s own messages: what passes between others cannot be seen from here.</p>`;
  }

  private readonly content = (): PictureContent => {
    const nowMs = performance.now();
    const messages = this.watch.traffic.visible(nowMs);
    this.wasMoving = messages.length > 0;
    this.drawn = this.watch.view;
    return livePictureOf(this.drawn, { messages, strategy: this.strategy, nowMs, isStepping: this.stillness.matches });
  };

  private readonly describe = (node: number): string => {
    const tab = this.watch.view.tabs[node];
    return tab ? describeTab(tab) : "";
  };

  /** Draws where there is something new to see: most of the time a room is quiet. */
  private pass(): void {
    const isMoving = this.watch.traffic.visible(performance.now()).length > 0;
    if (isMoving || this.wasMoving || this.drawn !== this.watch.view) this.picture?.redraw();
  }

  private nodePressed({ detail: { node, key } }: NodePressEvent): void {
    const tab = this.watch.view.tabs[node];
    if (!tab) return;
    if (key === undefined) this.fire("tab-choose", { peer: tab.peer });
    else if (tab.tie === "linked" || tab.tie === "cut") this.toggle([tab.peer]);
  }

  private linkPressed({ detail: { ends } }: LinkPressEvent): void {
    const own = this.othersOf([ends]);
    const peers = ends.flatMap((end) => this.watch.view.tabs[end]?.peer ?? []);
    if (own.length > 0) this.toggle(own);
    else this.fire("foreign-link", { peers });
  }

  private linksCrossed({ detail: { links } }: LinksCrossEvent): void {
    this.toggle(this.othersOf(links));
  }

  /** Whom this tab's own links among `links` lead to: the others' are theirs. */
  private othersOf(links: readonly LinkEnds[]): readonly PeerId[] {
    const { tabs } = this.watch.view;
    return links.flatMap((ends) => {
      const pair = ends.map((end) => tabs[end]);
      if (!pair.some((tab) => tab?.tie === "self")) return [];
      return pair.flatMap((tab) => (tab && tab.tie !== "self" ? [tab.peer] : []));
    });
  }

  private toggle(peers: readonly PeerId[]): void {
    if (peers.length > 0) this.fire("links-toggle", { peers });
  }

  private fire(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

const SHORTCUTS: readonly string[] = ["C"];

const LEGEND: readonly (readonly [string, string])[] = [
  ["square newest", "has the newest text"],
  ["square behind", "not known to have it"],
  ["square", "has not said"],
  ["square silent", "silent"],
  ["dot newest", "text"],
  ["dot chosen", "text, to one picked at random"],
  ["dot answer", "about the text"],
];
