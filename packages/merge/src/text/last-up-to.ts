/** The index of the last of `count` ascending numbers that is at most `value`; -1 where there is none. */
export function lastUpTo(ascending: ArrayLike<number>, count: number, value: number): number {
  let low = 0;
  let high = count;
  // Most questions are about the end.
  if (count > 0 && ascending[count - 1]! <= value) return count - 1;
  if (count > 1 && ascending[count - 2]! <= value) return count - 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
