import { html, type TemplateResult } from "lit";

/** A slider that can be set to whole numbers. */
export interface LabelledSlider {
  readonly title: string;
  /** Its value, for people. */
  readonly words: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** What it is called in its form. */
  readonly name: string;
  /** It is being moved. */
  readonly moved: (value: number) => void;
  /** It was let go. */
  readonly settled: (value: number) => void;
}

/** A slider with its name above it and its value in words. It takes its look from `playgroundControls`. */
export function renderSlider(slider: LabelledSlider): TemplateResult {
  const { title, words, min, max, step, value, name, moved, settled } = slider;
  const read = (event: Event) => Number((event.target as HTMLInputElement).value);
  return html`<label class="slider">
    <span class="name">${title} <span class="value">${words}</span></span>
    <input
      type="range"
      name=${name}
      aria-label=${title}
      aria-valuetext=${words}
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      @input=${(event: Event) => moved(read(event))}
      @change=${(event: Event) => settled(read(event))}
    />
  </label>`;
}
