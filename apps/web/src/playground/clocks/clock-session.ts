import { CLOCK_RULES } from "./clock-rule";
import { ClockRun, type Loss, WRONG } from "./clock-run";
import { RIGHT, type Skew } from "./clock-time";

/** The same users doing the same things at the same times, under each rule of clocks. */
export class ClockSession {
  readonly runs: readonly ClockRun[];
  private labels = 0;
  private wrongness = RIGHT;
  private acts = 0;

  /** `skew` is what is wrong with the clock of the last node. */
  constructor(seed: number, skew: Skew) {
    this.runs = CLOCK_RULES.map((rule) => new ClockRun(rule, seed));
    this.setClock(skew);
  }

  get nowUs(): number {
    return this.runs[0]?.nowUs ?? 0;
  }

  get skew(): Skew {
    return this.wrongness;
  }

  /** Grows with everything that the reader does. */
  get revision(): number {
    return this.acts;
  }

  /** Whether anything was written yet. */
  get hasBegun(): boolean {
    return this.labels > 0;
  }

  /** The users of these nodes write something new, each of them, at one and the same moment. Returns the labels. */
  write(nodes: readonly number[]): readonly string[] {
    this.acts++;
    return nodes.map((node) => {
      const label = labelAt(this.labels++);
      for (const run of this.runs) run.write(node, label);
      return label;
    });
  }

  /** Takes up what a node offers back: its writer writes it again, under that rule alone. */
  writeAgain(run: ClockRun, { node, label }: Loss): void {
    this.acts++;
    run.write(node, label);
  }

  /** The clock of the wrong node jumps. */
  setClock(skew: Skew): void {
    this.acts++;
    const byMs = skew.ms - this.wrongness.ms;
    this.wrongness = skew;
    if (byMs !== 0) for (const run of this.runs) run.stepClock(byMs);
  }

  runTo(timeUs: number): void {
    for (const run of this.runs) run.runTo(timeUs);
  }
}

/** The node with the wrong clock, as people count. */
export const WRONG_NUMBER = WRONG + 1;

/** A to Z, then A2 to Z2, and so on. */
function labelAt(index: number): string {
  const letter = String.fromCharCode(CODE_OF_A + (index % LETTERS));
  const round = Math.floor(index / LETTERS) + 1;
  return round === 1 ? letter : `${letter}${round}`;
}

const CODE_OF_A = 65;
const LETTERS = 26;
