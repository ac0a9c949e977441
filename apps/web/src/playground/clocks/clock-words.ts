import { isAhead, type Timestamp } from "@hearsay/merge";
import { type ClockRun, NODES, rightTimeMs, WRONG } from "./clock-run";
import { hourAndMinute, type Skew, timeOfDay } from "./clock-time";

/** A node in words, as its button says it: "Node 4, its clock shows 4:46, three hours fast, holds A, behind". */
export function describeNode(run: ClockRun, skew: Skew, node: number): string {
  const wrong = node === WRONG && skew.ms !== 0 ? `, ${skew.name}` : "";
  const label = run.heldBy(node);
  return `Node ${node + 1}, its clock shows ${hourAndMinute(run.clockOf(node))}${wrong}, ${standing(run, label)}`;
}

/** How things stand under a rule, in a sentence or two. */
export function describeOutcome(run: ClockRun): string {
  const { newest } = run;
  if (!newest) return "Nobody has written anything yet.";
  const holders = nodesByLabel(run);
  const winners = holders.get(newest.label) ?? [];
  if (winners.length === NODES) return `Everyone holds ${newest.label}, the newest. ${timeAstray(run)}`.trim();
  if (winners.length > 0 || run.present.has(newest.label)) return `${holdersInWords(holders)} ${refusalOf(run)}`.trim();
  return `${newest.label} was written last, and nobody holds it. ${holdersInWords(holders)}`;
}

function standing(run: ClockRun, label: string | undefined): string {
  if (label === undefined) return "holds nothing";
  return run.newest?.label === label ? `holds ${label}, the newest` : `holds ${label}, behind`;
}

function nodesByLabel(run: ClockRun): ReadonlyMap<string | undefined, readonly number[]> {
  const holders = new Map<string | undefined, number[]>();
  for (let node = 0; node < NODES; node++) {
    const label = run.heldBy(node);
    holders.set(label, [...(holders.get(label) ?? []), node]);
  }
  return holders;
}

function holdersInWords(holders: ReadonlyMap<string | undefined, readonly number[]>): string {
  if (holders.size === 1) return `Everyone holds ${[...holders.keys()][0] ?? "nothing"}.`;
  const parts = [...holders].map(([label, nodes]) => {
    const [noun, verb] = nodes.length === 1 ? ["Node", "holds"] : ["Nodes", "hold"];
    return `${noun} ${enumerate(nodes)} ${verb} ${label ?? "nothing"}.`;
  });
  return parts.join(" ");
}

/** Who refuses whose data at the moment; empty where nobody does, or where there is no bound. */
function refusalOf(run: ClockRun): string {
  if (run.refusals === 0) return "";
  const [wrong, other] = [WRONG, 0];
  const wrongOnes = run.heldBy(wrong);
  if (wrongOnes !== undefined && isTooFarAhead(run.timestampOf(wrong), rightTimeMs(run.nowUs))) {
    return `The others refuse ${wrongOnes}: its time is too far ahead.`;
  }
  if (!isTooFarAhead(run.timestampOf(other), run.clockOf(wrong))) return "";
  return `Node ${wrong + 1} refuses ${run.heldBy(other)}: by its clock the time of it is too far ahead.`;
}

function isTooFarAhead(timestamp: Timestamp | undefined, clockMs: number): boolean {
  return timestamp !== undefined && isAhead(timestamp, clockMs);
}

/** What hybrid clocks without a bound lead to: all write with the time of the one that is wrong. */
function timeAstray(run: ClockRun): string {
  const held = run.timestampOf(0);
  if (!held || !isTooFarAhead(held, rightTimeMs(run.nowUs))) return "";
  return `It is stamped ${timeOfDay(held.timeMs)}: the wrong clock has become everyone’s.`;
}

function enumerate(nodes: readonly number[]): string {
  const numbers = nodes.map((node) => String(node + 1));
  return numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
