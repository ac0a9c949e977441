import type { PeerId } from "@hearsay/gossip";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { initialsOf } from "../person-name";
import { controls } from "../styles/controls";
import { liveMarks } from "./live-marks";
import type { LiveTraffic } from "./live-traffic";
import type { MapTab } from "./room-view";
import { countWords, knowledgeWords, linkWords } from "./tab-words";

declare global {
  interface HTMLElementTagNameMap {
    "tab-list": TabList;
  }
}

/**
 * The map in words: a line for each tab, this one first, and with each link of this tab a button that cuts or mends it. It
 * has no slots.
 *
 * @property tabs - The tabs of the room.
 * @property traffic - How many messages went to each.
 * @property revision - Changes whenever these counts do.
 * @fires links-toggle - A link shall be cut or mended.
 */
@customElement("tab-list")
export class TabList extends LitElement {
  static override styles = [
    controls,
    liveMarks,
    css`
      :host {
        display: block;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        padding-block: 0.375rem;
      }

      li + li {
        border-top: 1px solid var(--hairline);
      }

      .square {
        width: 1.5rem;
        height: 1.5rem;
        border-radius: var(--radius);
      }

      div {
        flex: 1;
        min-width: 0;
      }

      p {
        margin: 0;
      }

      .name {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .words {
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) tabs: readonly MapTab[] = [];
  @property({ attribute: false }) traffic: LiveTraffic | undefined;
  @property({ attribute: false }) revision = 0;

  override render(): TemplateResult {
    const own = this.tabs.filter(({ tie }) => tie === "self");
    const others = this.tabs.filter(({ tie }) => tie !== "self");
    return html`<ul aria-label="Tabs">
      ${repeat(
        [...own, ...others],
        ({ peer }) => peer,
        (tab) => this.renderTab(tab),
      )}
    </ul>`;
  }

  /** Leads the keyboard to the line of a tab. */
  focusTab(peer: PeerId): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-peer="${peer}"] button`)?.focus();
  }

  private renderTab(tab: MapTab): TemplateResult {
    const { peer, name, knowledge, tie } = tab;
    const counts = tie === "self" ? undefined : this.traffic?.countsOf(peer);
    return html`<li data-peer=${peer}>
      <span class="square ${knowledge}" aria-hidden="true">${knowledge === "silent" ? nothing : initialsOf(name)}</span>
      <div>
        <p class="name" dir="auto">${name}${tie === "self" ? " (you)" : nothing}</p>
        <p class="words">${knowledgeWords(tab)}</p>
        <p class="words">${linkWords(tab)}${counts ? `; ${countWords(counts)}` : nothing}</p>
      </div>
      ${tie === "linked" || tie === "cut" ? this.renderButton(tab) : nothing}
    </li>`;
  }

  private renderButton({ peer, name, tie }: MapTab): TemplateResult {
    const verb = tie === "cut" ? "Mend" : "Cut";
    return html`<button aria-label="${verb} the link to ${name}" @click=${() => this.toggle(peer)}>${verb}</button>`;
  }

  private toggle(peer: PeerId): void {
    const detail = { peers: [peer] };
    this.dispatchEvent(new CustomEvent("links-toggle", { detail, bubbles: true, composed: true }));
  }
}
