import type { ReplicaName } from "@hearsay/simulator";

/** By which rule nodes stamp what they write, and which timestamps they believe. */
export interface ClockRule {
  readonly name: "wall" | "hybrid" | "bounded";
  /** What the simulator calls it. */
  readonly replica: ReplicaName;
  readonly title: string;
  readonly summary: string;
  /** Whether a text that is overwritten unseen is told to anyone. */
  readonly tellsLosses: boolean;
}

/** From the naive rule to the one that notes go by. */
export const CLOCK_RULES: readonly ClockRule[] = [
  {
    name: "wall",
    replica: "register-wall-clock",
    title: "Wall clocks",
    summary: "A write bears the time on its writer’s wall. Naive.",
    tellsLosses: false,
  },
  {
    name: "hybrid",
    replica: "register-unbounded",
    title: "Hybrid clocks",
    summary: "A write is later than all that its writer has seen.",
    tellsLosses: true,
  },
  {
    name: "bounded",
    replica: "register",
    title: "Hybrid clocks, bounded",
    summary: "The same, and what is a minute ahead is refused. So it is in notes.",
    tellsLosses: true,
  },
];
