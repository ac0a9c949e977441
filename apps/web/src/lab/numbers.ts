/** A number that somebody wrote, with at most three decimals; undefined where it is none or beyond its bounds. */
export function readNumber(text: string, from: number, to: number): number | undefined {
  // Adding 0 turns -0 into 0.
  const value = NUMBER.test(text) ? Number(text) + 0 : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

/** The same of a whole number. */
export function readWhole(text: string, from: number, to: number): number | undefined {
  const value = readNumber(text, from, to);
  return Number.isInteger(value) ? value : undefined;
}

const NUMBER = /^-?\d{1,15}(\.\d{1,3})?$/;
