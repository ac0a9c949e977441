import { blankText } from "../hearsay";
import { Random } from "../random";
import { millisecondsOf } from "../stopwatch";
import type { Metrics } from "../tasks";
import { lackedSince, replace, take } from "./pages";

/** How many write at one place at once. */
export const CROWDS = [1_000, 3_000, 10_000] as const;

/** How long a copy takes to take in what each of a crowd typed at one place, none knowing of the others. */
export function crowds(): Metrics {
  const metrics: Record<string, number> = {};
  for (const count of CROWDS) {
    const { base, deltas } = writeAtOnePlace(count);
    const orders = { InOrder: deltas, Backwards: deltas.toReversed(), Shuffled: new Random(5).shuffled(deltas) };
    const texts = new Set<string>();
    for (const [order, arriving] of Object.entries(orders)) {
      const reader = blankText(0);
      take(reader, base);
      metrics[`crowd${count}${order}Ms`] = millisecondsOf(() => {
        for (const delta of arriving) take(reader, delta);
      });
      texts.add(reader.toString());
    }
    if (texts.size > 1) throw new Error("Expected one text whatever the order of arrival");
  }
  return metrics;
}

interface Crowd {
  readonly base: Uint8Array;
  /** In the order in which they stand in the text: by time, which is the same, then by author. */
  readonly deltas: readonly Uint8Array[];
}

function writeAtOnePlace(count: number): Crowd {
  const first = blankText(1);
  replace(first, 0, 0, "[]");
  const base = lackedSince(first, undefined);
  const deltas = Array.from({ length: count }, (_, index) => {
    const writer = blankText(2 + index);
    take(writer, base);
    const version = writer.version();
    replace(writer, 1, 1, "x");
    return lackedSince(writer, version);
  });
  return { base, deltas };
}
