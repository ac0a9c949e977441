import { DEFAULT_OVERLAY } from "@hearsay/gossip";
import type { Run } from "../run";
import type { SimulatedNode } from "../simulated-node";
import type { Simulation } from "../simulation";
import { LawBroken } from "./law";
import type { Watch } from "./watch";

/**
 * Nodes that choose their neighbors have some time, once the faults have stopped, to come together by themselves. Those
 * that know of nobody else, or too late, are named one, as the introducer would. Then they must be one room in which each
 * has a few neighbors and all know each other.
 */
export function comeTogether(simulation: Simulation, run: Run, watch: Watch): void {
  // As a tab does that was loaded anew.
  for (const { index } of nodesOf(simulation)) {
    simulation.perform({ type: "introduce", node: index, presence: `n${index}` });
  }
  runUntil(simulation, ALONE_US, () => componentsOf(simulation).length === 1);
  const [first, ...others] = componentsOf(simulation);
  watch.fired.add(others.length === 0 ? "room that was one by itself" : "room that needed a contact", 1);
  for (const [node] of others) {
    if (node !== undefined && first?.[0] !== undefined) simulation.perform({ type: "join", node, via: first[0] });
  }
  const hasOneTime = haveOneTime(simulation);
  runUntil(simulation, isHostile(run) ? HOSTILE_US : CALM_US, () => {
    const areKnown = !hasOneTime || watch.presences.strangers(nodesOf(simulation)) === undefined;
    return areKnown && componentsOf(simulation).length === 1 && tooMany(simulation) === undefined;
  });
  const apart = componentsOf(simulation).slice(1);
  if (apart.length > 0) throw new LawBroken("one room", `${apart[0]?.join(" ")} are apart from the others`);
  const crowded = tooMany(simulation);
  if (crowded) throw new LawBroken("one room", `node ${crowded.index} has ${crowded.linked.size} neighbors`);
  const strangers = hasOneTime ? watch.presences.strangers(nodesOf(simulation)) : undefined;
  if (strangers !== undefined) throw new LawBroken("knows who is there", strangers);
  if (hasOneTime) watch.fired.add("members known", 1);
}

/** Runs until `condition` holds, which is asked now and then, at most for so long. */
function runUntil(simulation: Simulation, limitUs: number, condition: () => boolean): void {
  const endUs = simulation.now + limitUs;
  while (!condition() && simulation.now < endUs) simulation.runUntil(simulation.now + LOOK_US);
}

const LOOK_US = 1_000_000;

/** The nodes that are linked with each other, whoever links them. */
function componentsOf(simulation: Simulation): readonly (readonly number[])[] {
  const components: number[][] = [];
  const seen = new Set<number>();
  for (const { index } of nodesOf(simulation)) {
    if (seen.has(index)) continue;
    const component = new Set([index]);
    for (const each of component) for (const other of simulation.node(each).linked) component.add(other);
    for (const each of component) seen.add(each);
    components.push([...component]);
  }
  return components;
}

/** A node with more neighbors than it keeps; none where the naive way needs everyone. */
function tooMany(simulation: Simulation): SimulatedNode | undefined {
  const nodes = nodesOf(simulation);
  if (nodes.some(({ gossip }) => gossip.spread.strategy === "broadcast")) return undefined;
  return nodes.find(({ linked }) => linked.size > DEFAULT_OVERLAY.maxActive);
}

/** Whether nobody's clock is so wrong that what the others say is ahead of it, or long ago. */
function haveOneTime(simulation: Simulation): boolean {
  const skews = nodesOf(simulation).map(({ skewMs }) => skewMs);
  return Math.max(...skews) - Math.min(...skews) <= MOST_SKEW_MS;
}

function isHostile({ steps }: Run): boolean {
  return steps.some(({ type }) => type === "inject" || type === "replay" || type === "corrupt" || type === "stepClock");
}

function nodesOf(simulation: Simulation): readonly SimulatedNode[] {
  return Array.from({ length: simulation.size }, (_, index) => simulation.node(index));
}

const ALONE_US = 12_000_000;

/** Longer than it takes until who died is gone for everyone, though all its neighbors died with it. */
const CALM_US = 60_000_000;

/** The same where somebody may have spoken of a time ahead. */
const HOSTILE_US = 130_000_000;

const MOST_SKEW_MS = 2_000;
