import type { Strategy } from "@hearsay/gossip";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { type LabelledSlider, renderSlider } from "./labelled-slider";
import {
  DEFAULT_SETTINGS,
  INTERVALS_MS,
  MAX_DEGREE,
  MAX_NODES,
  MIN_DEGREE,
  MIN_NODES,
  type PlaygroundSettings,
  possibleDegree,
  SHAPES,
  type Shape,
  UPLINKS,
} from "./settings";
import { playgroundControls } from "./styles";

declare global {
  interface HTMLElementTagNameMap {
    "network-settings": NetworkSettings;
  }
}

export type SettingsChangeEvent = CustomEvent<{ readonly settings: PlaygroundSettings }>;

/**
 * How the nodes spread what is new, how they are linked, and what their network is like. It has no slots.
 *
 * @property settings - What is set.
 * @fires settings-change - The reader chose something else; `detail.settings` is all of it.
 */
@customElement("network-settings")
export class NetworkSettings extends LitElement {
  static override styles = [
    controls,
    playgroundControls,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.75rem 1.5rem;
      }

      fieldset {
        grid-column: 1 / -1;
      }

      label {
        display: block;
      }

      .choices {
        display: grid;
        grid-template-columns: repeat(2, 1fr);
      }

      .choices label:nth-child(odd) {
        border-inline-start: 0;
      }

      .choices label:nth-child(n + 3) {
        border-block-start: 1px solid var(--field-line);
      }

      select {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) settings!: PlaygroundSettings;
  /** What a slider shows while it is dragged: a run is not started anew for every pixel. */
  @state() private dragged: Partial<PlaygroundSettings> = {};

  override render(): TemplateResult {
    const { shape } = this.settings;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${this.renderStrategies()} ${this.renderShapes()}
      ${shape === "random" ? this.renderSlider({ ...DEGREE, name: "degree" }) : nothing}
      ${SLIDERS.map((slider) => this.renderSlider(slider))}
    </form>`;
  }

  private renderStrategies(): TemplateResult {
    return html`<fieldset>
      <legend class="unseen">How news spreads</legend>
      <div class="choices">
        ${STRATEGY_NAMES.map(
          ([strategy, name]) =>
            html`<label>
              <input
                type="radio"
                name="strategy"
                .checked=${this.settings.strategy === strategy}
                @change=${() => this.change({ strategy })}
              />
              ${name}
            </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private renderShapes(): TemplateResult {
    return html`<label>
      <span class="name">Links</span>
      <select @change=${(event: Event) => this.change({ shape: (event.target as HTMLSelectElement).value as Shape })}>
        ${SHAPES.map(
          (shape) =>
            html`<option value=${shape} .selected=${shape === this.settings.shape}>${SHAPE_NAMES[shape]}</option>`,
        )}
      </select>
    </label>`;
  }

  private renderSlider({ read, write, words, ...slider }: Slider): TemplateResult {
    const shown = { ...this.settings, ...this.dragged };
    return renderSlider({
      ...slider,
      words: words(shown),
      value: read(shown),
      moved: (value) => {
        this.dragged = write(value);
      },
      settled: (value) => this.change(write(value)),
    });
  }

  private change(changed: Partial<PlaygroundSettings>): void {
    this.dragged = {};
    const settings = { ...this.settings, ...changed };
    this.dispatchEvent(new CustomEvent("settings-change", { detail: { settings }, bubbles: true, composed: true }));
  }
}

interface Slider extends Pick<LabelledSlider, "name" | "title" | "min" | "max" | "step"> {
  readonly read: (settings: PlaygroundSettings) => number;
  readonly write: (value: number) => Partial<PlaygroundSettings>;
  readonly words: (settings: PlaygroundSettings) => string;
}

const STRATEGY_NAMES: readonly (readonly [Strategy, string])[] = [
  ["broadcast", "Naive"],
  ["push", "Gossip: push"],
  ["rumor", "Gossip: rumor"],
  ["plumtree", "Gossip: tree"],
];

const SHAPE_NAMES: Readonly<Record<Shape, string>> = {
  complete: "All with all",
  ring: "A ring",
  line: "A line",
  grid: "A grid",
  random: "At random",
};

const DEGREE: Omit<Slider, "name"> = {
  title: "Links each",
  min: MIN_DEGREE,
  max: MAX_DEGREE,
  step: 1,
  read: ({ degree }) => degree,
  write: (degree) => ({ degree }),
  words: ({ nodes, degree }) => String(possibleDegree(nodes, degree)),
};

/** Where in a list of choices, the last of which may be one without limit, the one nearest to a value stands. */
function nearest(choices: readonly (number | undefined)[], value: number | undefined): number {
  const far = (choice: number | undefined) =>
    Math.abs((choice ?? Number.MAX_SAFE_INTEGER) - (value ?? Number.MAX_SAFE_INTEGER));
  return choices.reduce<number>((best, choice, index) => (far(choice) < far(choices[best]) ? index : best), 0);
}

const SLIDERS: readonly Slider[] = [
  {
    name: "nodes",
    title: "Nodes",
    min: MIN_NODES,
    max: MAX_NODES,
    step: 1,
    read: ({ nodes }) => nodes,
    write: (nodes) => ({ nodes }),
    words: ({ nodes }) => String(nodes),
  },
  {
    name: "interval",
    title: "Δ",
    min: 0,
    max: INTERVALS_MS.length - 1,
    step: 1,
    read: ({ intervalMs }) => nearest(INTERVALS_MS, intervalMs),
    write: (index) => ({ intervalMs: INTERVALS_MS[index] ?? DEFAULT_SETTINGS.intervalMs }),
    words: ({ intervalMs }) => (intervalMs < 1_000 ? `${intervalMs} ms` : `${intervalMs / 1_000} s`),
  },
  {
    name: "latency",
    title: "Latency",
    min: 0,
    max: 2_000,
    step: 50,
    read: ({ latencyMs }) => latencyMs,
    write: (latencyMs) => ({ latencyMs }),
    words: ({ latencyMs }) => `${latencyMs} ms`,
  },
  {
    name: "throughput",
    title: "Throughput",
    min: 0,
    max: UPLINKS.length - 1,
    step: 1,
    read: ({ messagesPerSecond }) => nearest(UPLINKS, messagesPerSecond),
    write: (index) => ({ messagesPerSecond: UPLINKS[index] }),
    words: ({ messagesPerSecond }) => (messagesPerSecond === undefined ? "no limit" : `${messagesPerSecond} msg/s`),
  },
  {
    name: "loss",
    title: "Loss",
    min: 0,
    max: 50,
    step: 5,
    read: ({ lossPercent }) => lossPercent,
    write: (lossPercent) => ({ lossPercent }),
    words: ({ lossPercent }) => `${lossPercent} %`,
  },
];
