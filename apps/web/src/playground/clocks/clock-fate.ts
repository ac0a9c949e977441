import type { ClockRun, Loss } from "./clock-run";

/** A text that is gone, and went unseen: who wrote what stands there now had not read it. */
export interface LostText {
  readonly label: string;
  /** Who wrote it. */
  readonly node: number;
  /** What a node told of it; undefined where none did. */
  readonly told: Loss | undefined;
}

/** The texts of a run that nobody holds any more, and that nothing which is held was written upon. */
export function lostTexts(run: ClockRun): readonly LostText[] {
  const { present, losses, writes } = run;
  const carriedOn = new Set([...present].flatMap((label) => ancestorsOf(run, label)));
  const labels = [...new Set(writes.map(({ label }) => label))];
  return labels
    .filter((label) => !present.has(label) && !carriedOn.has(label))
    .map((label) => {
      const told = losses.find((loss) => loss.label === label);
      return { label, node: run.lastOf(label)?.node ?? 0, told };
    });
}

/** All that its writer, and those it went on from, had seen. */
function ancestorsOf(run: ClockRun, label: string): readonly string[] {
  const ancestors: string[] = [];
  let next = run.lastOf(label)?.after;
  while (next !== undefined && !ancestors.includes(next)) {
    ancestors.push(next);
    next = run.lastOf(next)?.after;
  }
  return ancestors;
}
