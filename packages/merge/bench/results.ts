import { median } from "./statistics";
import type { Metrics } from "./tasks";

/** One figure over all repetitions. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** In the order of the repetitions. */
  readonly values: readonly number[];
}

/** What has been measured, by library and metric. */
export class Results {
  readonly #values = new Map<string, number[]>();

  add(name: string, metrics: Metrics): void {
    for (const [metric, value] of Object.entries(metrics)) {
      const key = `${name} ${metric}`;
      const values = this.#values.get(key) ?? [];
      values.push(value);
      this.#values.set(key, values);
    }
  }

  /** Undefined where it was not measured. */
  figure(name: string, metric: string): Figure | undefined {
    const values = this.#values.get(`${name} ${metric}`);
    return values && figureOf(values);
  }

  /** How `name` stands to `other`: their ratio in each repetition that has both, which ran right after each other. */
  ratio(name: string, other: string, metric: string): Figure | undefined {
    const above = this.figure(name, metric);
    const below = this.figure(other, metric);
    if (above === undefined || below === undefined) return undefined;
    const each = above.values.flatMap((value, repetition) => {
      const against = below.values[repetition];
      return against === undefined ? [] : [value / against];
    });
    return each.length > 0 ? figureOf(each) : undefined;
  }
}

function figureOf(values: readonly number[]): Figure {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), values };
}
