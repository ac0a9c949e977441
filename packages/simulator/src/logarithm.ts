/** The natural logarithm of `x` above 0, to about 15 digits: by a series, since each engine has a `Math.log` of its own. */
export function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) throw new RangeError(`Expected a number above 0, got ${x}`);
  let halvings = 0;
  let rest = x;
  for (; rest > Math.SQRT2; halvings++) rest /= 2;
  for (; rest < Math.SQRT2 / 2; halvings--) rest *= 2;
  return halvings * LOG_OF_2 + logarithmNearOne(rest);
}

/** 2 artanh((x - 1) / (x + 1)), term by term until they add nothing. */
function logarithmNearOne(x: number): number {
  const base = (x - 1) / (x + 1);
  let power = base;
  let sum = base;
  for (let exponent = 3; ; exponent += 2) {
    power *= base * base;
    const next = sum + power / exponent;
    if (next === sum) return 2 * sum;
    sum = next;
  }
}

const LOG_OF_2 = logarithmNearOne(2);
