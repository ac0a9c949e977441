import type { Faults } from "@hearsay/mesh";
import { css, html, LitElement, noChange, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { hasFaults } from "../has-faults";
import { controls } from "../styles/controls";
import { FAULT_FIELDS, type FaultField } from "./fault-fields";
import { labFields } from "./lab-styles";

declare global {
  interface HTMLElementTagNameMap {
    "fault-settings": FaultSettings;
  }
}

export type FaultsChangeEvent = CustomEvent<{ readonly faults: Partial<Faults> }>;

/**
 * The faults of this tab's network, to be set, and all of them to be switched off at one click. It has no slots.
 *
 * @property faults - The faults that are on.
 * @fires faults-change - One was set or switched off: `detail.faults`.
 * @fires faults-off - All shall be off.
 */
@customElement("fault-settings")
export class FaultSettings extends LitElement {
  static override styles = [
    controls,
    labFields,
    css`
      .off {
        width: 100%;
        margin-top: 0.5rem;
        border-color: var(--alarm);
        color: var(--alarm);
      }
    `,
  ];

  @property({ attribute: false }) faults!: Faults;
  /** The field whose text is no such fault. */
  @state() private wrong: FaultField | undefined;

  override render(): TemplateResult {
    return html`${FAULT_FIELDS.map((field, index) => this.renderField(field, `fault-${index}`))}
      ${hasFaults(this.faults) ? html`<button class="off" @click=${this.switchOff}>Switch all faults off</button>` : nothing}`;
  }

  private renderField(field: FaultField, id: string): TemplateResult {
    const isWrong = this.wrong === field;
    return html`<div class="field">
      <label for=${id}>${field.label}</label>
      <input
        id=${id}
        inputmode="decimal"
        autocomplete="off"
        placeholder=${field.off}
        aria-describedby="${id}-unit ${id}-problem"
        aria-invalid=${isWrong}
        .value=${isWrong ? noChange : live(field.write(this.faults))}
        @change=${(event: Event) => this.changed(field, (event.target as HTMLInputElement).value)}
      />
      <span class="unit" id="${id}-unit">${field.unit}</span>
      <p class="problem" id="${id}-problem" role="alert" ?hidden=${!isWrong}>
        ${isWrong ? `Expected ${field.expected}.` : nothing}
      </p>
    </div>`;
  }

  private changed(field: FaultField, text: string): void {
    const faults = field.read(text.trim());
    this.wrong = faults ? undefined : field;
    if (faults)
      this.dispatchEvent(new CustomEvent("faults-change", { detail: { faults }, bubbles: true, composed: true }));
  }

  private switchOff(): void {
    this.wrong = undefined;
    this.dispatchEvent(new CustomEvent("faults-off", { bubbles: true, composed: true }));
    // The button goes: the keyboard keeps its place.
    this.renderRoot.querySelector("input")?.focus();
  }
}
