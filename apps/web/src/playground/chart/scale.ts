/** Where a value stands on an axis, in CSS pixels. */
export type Scale = (value: number) => number;

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function linearScale(values: Range, pixels: Range): Scale {
  return (value) => pixels.from + ((value - values.from) / (values.to - values.from)) * (pixels.to - pixels.from);
}

/** On a logarithmic axis equal ways are equal factors. Values are above 0. */
export function logScale(values: Range, pixels: Range): Scale {
  const linear = linearScale({ from: Math.log(values.from), to: Math.log(values.to) }, pixels);
  return (value) => linear(Math.log(value));
}

/** Whole numbers from 0 to `most`, about `count` of them, 1, 2 or 5 times a power of ten apart. */
export function wholeTicks(most: number, count: number): readonly number[] {
  const rough = Math.max(1, most / count);
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * decade).find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

/** The powers of ten from `from` to `to`. */
export function decadeTicks({ from, to }: Range): readonly number[] {
  const [first, last] = [Math.ceil(Math.log10(from) - TINY), Math.floor(Math.log10(to) + TINY)];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/** Logarithms of powers of ten are whole but for the last digit. */
const TINY = 1e-9;
