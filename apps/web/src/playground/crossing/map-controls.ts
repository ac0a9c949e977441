import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { controls } from "../../styles/controls";
import { renderSlider } from "../labelled-slider";
import { playgroundControls } from "../styles";
import type { PointMoveEvent } from "./map-marker";
import {
  INTERVALS_MS,
  LATENCY_STEPS,
  type MapPoint,
  type MapSettings,
  MESSAGE_SIZES,
  nearestStep,
  SIZES,
  THROUGHPUT_STEPS,
} from "./map-settings";
import { bytesInWords, msInWords } from "./map-words";

declare global {
  interface HTMLElementTagNameMap {
    "map-controls": MapControls;
  }
}

export type MapSettingsEvent = CustomEvent<{ readonly settings: MapSettings }>;

/**
 * What can be set of the map, and its point once more as two sliders. It has no slots.
 *
 * @property settings - What is set.
 * @property point - Where the point stands.
 * @fires map-settings - The reader chose something else.
 * @fires point-move - The reader moved a slider.
 */
@customElement("map-controls")
export class MapControls extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(3, max-content) repeat(2, minmax(8rem, 1fr));
        gap: 0.75rem 1.5rem;
      }

      @media (max-width: 40rem) {
        :host {
          grid-template-columns: repeat(6, minmax(0, 1fr));
        }

        label {
          grid-column: span 2;
        }

        label.slider {
          grid-column: span 3;
        }

        select {
          width: 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) settings!: MapSettings;
  @property({ attribute: false }) point!: MapPoint;

  override render(): TemplateResult {
    return html`${SELECTS.map((select) => this.renderSelect(select))}
    ${SLIDERS.map((slider) => this.renderSlider(slider))}`;
  }

  private renderSelect({ name, title, values, words }: Select): TemplateResult {
    const chosen = (event: Event) => Number((event.target as HTMLSelectElement).value);
    return html`<label>
      <span class="name">${title}</span>
      <select
        @change=${(event: Event) =>
          this.fire("map-settings", { settings: { ...this.settings, [name]: chosen(event) } })}
      >
        ${values.map((value) => html`<option value=${value} .selected=${value === this.settings[name]}>${words(value)}</option>`)}
      </select>
    </label>`;
  }

  private renderSlider({ name, title, steps, words }: Slider): TemplateResult {
    const value = this.point[name];
    const move = (step: number, settled: boolean) => {
      const detail: PointMoveEvent["detail"] = { point: { ...this.point, [name]: steps[step] ?? value }, settled };
      this.fire("point-move", detail);
    };
    return renderSlider({
      title,
      name,
      words: words(value),
      min: 0,
      max: steps.length - 1,
      step: 1,
      value: nearestStep(steps, value),
      moved: (step) => move(step, false),
      settled: (step) => move(step, true),
    });
  }

  private fire(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

interface Select {
  readonly name: keyof MapSettings;
  readonly title: string;
  readonly values: readonly number[];
  readonly words: (value: number) => string;
}

interface Slider {
  readonly name: keyof MapPoint;
  readonly title: string;
  readonly steps: readonly number[];
  readonly words: (value: number) => string;
}

const SELECTS: readonly Select[] = [
  { name: "nodes", title: "Nodes", values: SIZES, words: String },
  { name: "messageBytes", title: "Message", values: MESSAGE_SIZES, words: bytesInWords },
  { name: "intervalMs", title: "Δ", values: INTERVALS_MS, words: msInWords },
];

const SLIDERS: readonly Slider[] = [
  { name: "latencyMs", title: "Latency", steps: LATENCY_STEPS, words: msInWords },
  { name: "bytesPerSecond", title: "Throughput", steps: THROUGHPUT_STEPS, words: (rate) => `${bytesInWords(rate)}/s` },
];
