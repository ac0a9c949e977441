import {
  type Measurement,
  perEditAndReceiver,
  perEditAndReceiverAlone,
  perQuietTabSecond,
  quantile,
} from "./measurement";
import type { Results } from "./results";

interface Goal {
  readonly tabs: number;
  readonly title: string;
  /** Where there are several ways to count, the goal is met only by all. */
  readonly figures: readonly ((room: Measurement) => number)[];
  /** What the figure is measured in, or whose the figure is divided by. */
  readonly unit: "ms" | "bytes" | "messages" | "of y-webrtc's";
  /** The most that meets the goal. */
  readonly limit: number;
}

/** A goal, and what came of it. */
export interface Verdict extends Pick<Goal, "tabs" | "title" | "unit" | "limit"> {
  /** Of several figures the worst. */
  readonly measured: number;
  readonly met: boolean;
}

/** Judges what was measured; a ratio needs both. What is no number is missed. */
export function judge(results: Results): readonly Verdict[] {
  return GOALS.flatMap(({ tabs, title, figures, unit, limit }) => {
    const ours = results.of("hearsay", tabs);
    const theirs = results.of("y-webrtc", tabs);
    const isRatio = unit === "of y-webrtc's";
    if (ours === undefined || (isRatio && theirs === undefined)) return [];
    const each = figures.map((figure) => figure(ours) / (isRatio && theirs ? figure(theirs) : 1));
    const measured = Math.max(...each);
    return [{ tabs, title, unit, limit, measured, met: measured <= limit }];
  });
}

const p50 = ({ latenciesMs }: Measurement) => quantile(latenciesMs, 0.5);
const p99 = ({ latenciesMs }: Measurement) => quantile(latenciesMs, 0.99);
const perEdit = (kind: "messages" | "bytes") => [
  (room: Measurement) => perEditAndReceiver(room, kind),
  (room: Measurement) => perEditAndReceiverAlone(room, kind),
];
const quietBytes = (room: Measurement) => perQuietTabSecond(room, "bytes");
const join = ({ joinsMs }: Measurement) => quantile(joinsMs, 0.5);

const GOALS: readonly Goal[] = [
  { tabs: 6, title: "a keystroke, 50 %", figures: [p50], unit: "of y-webrtc's", limit: 1 },
  { tabs: 6, title: "bytes per edit and receiver", figures: perEdit("bytes"), unit: "of y-webrtc's", limit: 0.5 },
  { tabs: 16, title: "a keystroke, 99 %", figures: [p99], unit: "of y-webrtc's", limit: 0.5 },
  { tabs: 16, title: "messages per edit and receiver", figures: perEdit("messages"), unit: "messages", limit: 1.5 },
  { tabs: 16, title: "a quiet tab, in a second", figures: [quietBytes], unit: "bytes", limit: 60 },
  { tabs: 32, title: "a keystroke, 99 %", figures: [p99], unit: "ms", limit: 250 },
  { tabs: 64, title: "a keystroke, 99 %", figures: [p99], unit: "ms", limit: 1_000 },
  ...[6, 16, 32].map((tabs) => ({ tabs, title: "joining", figures: [join], unit: "of y-webrtc's" as const, limit: 1 })),
];
