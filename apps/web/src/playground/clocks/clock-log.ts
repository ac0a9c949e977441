import type { Verdict } from "@hearsay/simulator";

/** One line of the log. */
export interface ClockLine {
  readonly number: number;
  readonly atUs: number;
  readonly text: string;
}

/** What a node did with a message. */
export interface Receipt {
  readonly node: number;
  readonly from: number;
  readonly label: string;
  /** What the node holds now. */
  readonly held: string;
  readonly verdict: Verdict;
}

/** What happened, in words: the last `MAX_LINES` of it. What only repeats what everyone holds is left out. */
export class ClockLog {
  private readonly lines: ClockLine[] = [];
  /** What was said since the last write: with every push the same refusal comes again. */
  private readonly said = new Set<string>();
  private count = 0;

  get newestFirst(): readonly ClockLine[] {
    return this.lines.toReversed();
  }

  wrote(atUs: number, node: number, label: string, isAgain: boolean): void {
    this.said.clear();
    const how = isAgain ? " again, now with a sound timestamp" : "";
    this.add(atUs, `Node ${node + 1} wrote ${label}${how}.`);
  }

  received(atUs: number, { node, from, label, held, verdict }: Receipt): void {
    if (verdict === "accepted") this.add(atUs, `Node ${node + 1} took ${label} from node ${from + 1}.`);
    else if (verdict === "ahead") {
      this.add(atUs, `Node ${node + 1} refused ${label} from node ${from + 1}: its time is too far ahead.`);
    } else if (held !== label) {
      this.add(atUs, `Node ${node + 1} discarded ${label} from node ${from + 1}: ${held} bears the later time.`);
    }
  }

  lost(atUs: number, node: number, label: string, wonBy: string): void {
    this.add(atUs, `Node ${node + 1} tells that ${label} gave way to ${wonBy}, whose writer had not seen it.`);
  }

  private add(atUs: number, text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.lines.push({ number: this.count++, atUs, text });
    if (this.lines.length > MAX_LINES) this.lines.shift();
  }
}

export const MAX_LINES = 60;
