import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { playgroundControls } from "./styles";

declare global {
  interface HTMLElementTagNameMap {
    "hand-tools": HandTools;
  }
}

/** What a click on a node does. */
export type Tool = "write" | "crash" | "part";
export type ToolChangeEvent = CustomEvent<{ readonly tool: Tool }>;
export type ArmChangeEvent = CustomEvent<{ readonly armed: boolean }>;

/**
 * What a click on a node does, and the switch for a crash amid the sending. It has no slots.
 *
 * @property tool - What a click on a node does.
 * @property armed - Whether the next node that is written to will crash amid its sending.
 * @property parts - Whether a click may also cut a node off.
 * @property writer - The name of the living node that wrote last; undefined where there is none.
 * @fires tool-change - Another tool was chosen.
 * @fires arm-change - The switch was thrown.
 * @fires writer-crash - The one that wrote last is to crash now.
 */
@customElement("hand-tools")
export class HandTools extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      .row {
        gap: 0.375rem 1rem;
      }

      fieldset {
        display: flex;
        flex: 1 0 100%;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem 0.75rem;
      }

      legend {
        float: left;
      }

      /* Lines between the choices also where they stand in two rows. */
      .choices {
        overflow: hidden;
      }

      .choices label {
        margin: -1px 0 0 -1px;
        border-block-start: 1px solid var(--field-line);
        border-inline-start: 1px solid var(--field-line);
      }

      .choices label:has(:focus-visible) {
        outline-offset: -2px;
      }
    `,
  ];

  @property({ attribute: false }) tool: Tool = "write";
  @property({ type: Boolean }) armed = false;
  @property({ type: Boolean }) parts = false;
  @property({ attribute: false }) writer: string | undefined;

  override render(): TemplateResult {
    const choice = (tool: Tool, name: string) =>
      html`<label>
        <input type="radio" name="tool" .checked=${this.tool === tool} @change=${() => this.choose(tool)} />${name}
      </label>`;
    return html`<div class="row">
      <fieldset>
        <legend>A click on a node</legend>
        <div class="choices">
          ${choice("write", "gives it new data")} ${choice("crash", "crashes or revives it")}
          ${this.parts ? choice("part", "cuts it off or links it") : nothing}
        </div>
      </fieldset>
      <label class="switch">
        <input type="checkbox" .checked=${this.armed} @change=${this.switched} />Crash the next writer half way
      </label>
      <button ?disabled=${this.writer === undefined} @click=${this.crashWriter}>
        Crash ${this.writer ?? "the writer"} now
      </button>
    </div>`;
  }

  private choose(tool: Tool): void {
    this.dispatchEvent(new CustomEvent("tool-change", { detail: { tool }, bubbles: true, composed: true }));
  }

  private crashWriter(): void {
    this.dispatchEvent(new CustomEvent("writer-crash", { bubbles: true, composed: true }));
  }

  private switched(event: Event): void {
    const armed = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new CustomEvent("arm-change", { detail: { armed }, bubbles: true, composed: true }));
  }
}
