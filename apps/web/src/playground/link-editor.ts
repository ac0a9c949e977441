import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { linksOf } from "./links";
import { playgroundControls } from "./styles";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "link-editor": LinkEditor;
  }
}

export type LinkCommandEvent = CustomEvent<{ readonly command: "split" | "mend" }>;

/**
 * Cuts and mends links without a pointer: one by its two ends, or all that run between the two halves of the network.
 * It has no slots.
 *
 * @property view - The moment whose links they are.
 * @property links - Its links, so that it shows which of them are cut.
 * @fires link-press - The link chosen is to be cut, or mended.
 * @fires link-command - The network is to be split in two, or all links mended.
 */
@customElement("link-editor")
export class LinkEditor extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      .row {
        justify-content: space-between;
        gap: 0.5rem 1rem;
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  @property({ attribute: false }) links: View["links"] = [];
  @state() private from = 0;
  @state() private to: number | undefined;

  /** With every frame there is another view, but seldom other links. */
  protected override shouldUpdate(changed: Map<PropertyKey, unknown>): boolean {
    return changed.size > 1 || !changed.has("view");
  }

  override render(): TemplateResult {
    const { nodes } = this.view.settings;
    const from = Math.min(this.from, nodes - 1);
    const others = linksOf(this.links, from);
    const other = others.find(({ node }) => node === this.to) ?? others[0];
    return html`<div class="row">
      <div class="row">
        <label>
          Link of node
          <select @change=${this.fromChosen}>
            ${Array.from({ length: nodes }, (_, node) => html`<option .selected=${node === from}>${node + 1}</option>`)}
          </select>
        </label>
        <label>
          to
          <select @change=${this.toChosen}>
            ${others.map(
              ({ node, cut }) =>
                html`<option value=${node + 1} .selected=${node === other?.node}>${node + 1}${cut ? " (cut)" : ""}</option>`,
            )}
          </select>
        </label>
        <button ?disabled=${!other} @click=${() => other && this.press(from, other.node)}>
          ${other?.cut ? "Mend" : "Cut"}
        </button>
      </div>
      <div class="row">
        <button @click=${() => this.command("split")}>Split in two</button>
        <button @click=${() => this.command("mend")}>Mend all</button>
      </div>
    </div>`;
  }

  private fromChosen(event: Event): void {
    this.from = (event.target as HTMLSelectElement).selectedIndex;
  }

  private toChosen(event: Event): void {
    this.to = Number((event.target as HTMLSelectElement).value) - 1;
  }

  private press(from: number, to: number): void {
    const ends = [Math.min(from, to), Math.max(from, to)];
    this.dispatchEvent(new CustomEvent("link-press", { detail: { ends }, bubbles: true, composed: true }));
  }

  private command(command: "split" | "mend"): void {
    this.dispatchEvent(new CustomEvent("link-command", { detail: { command }, bubbles: true, composed: true }));
  }
}
