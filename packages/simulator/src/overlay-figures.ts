import type { Random } from "@hearsay/gossip";
import { quietNetwork, type Run } from "./run";
import { Simulation } from "./simulation";
import { JOIN_GAP_US } from "./topology";

/** The shape of the graph that the living nodes and their links make. */
export interface GraphFigures {
  readonly nodes: number;
  /** How many of them the largest connected part has. */
  readonly connected: number;
  /** How many nodes have 0, 1, 2 … neighbors. */
  readonly degrees: readonly number[];
  /** Links on the shortest way between two nodes: the mean, and the longest, over the ways from some of them. */
  readonly averagePath: number;
  readonly longestPath: number;
}

/** What became of a room some of whose nodes were killed at once. */
export interface KillFigures {
  readonly killed: number;
  readonly living: number;
  /** The mean share of the living that a message of one of them reaches, right after the kill and at the end. */
  readonly reachedAtOnce: number;
  readonly reachedAfter: number;
  /** When the share was as good as at the end for the first time, in µs after the kill. */
  readonly repairedUs: number;
}

/** So long after the last node has come in, an overlay is taken to have settled, in µs. */
const SETTLING_US = 30_000_000;

/** An overlay into which so many nodes came one by one, each through a random one, and which has settled. */
export function grownOverlay(nodes: number, seed: number): Simulation {
  const run: Run = {
    seed,
    nodes,
    topology: { type: "overlay" },
    // Nothing is written: no message but the overlay's own.
    spread: { strategy: "push", intervalMs: 60_000 },
    rumorCounter: 1,
    network: quietNetwork(50_000),
    timing: "free",
    steps: [],
  };
  const simulation = new Simulation(run, undefined);
  simulation.runUntil(nodes * JOIN_GAP_US + SETTLING_US);
  return simulation;
}

/** Measures the graph as it is. The ways are those from `sources` random living nodes. */
export function measureGraph(simulation: Simulation, sources: number, random: Random): GraphFigures {
  const living = livingOf(simulation);
  const degrees: number[] = [];
  for (const node of living) {
    const degree = neighborsOf(simulation, node).length;
    degrees[degree] = (degrees[degree] ?? 0) + 1;
  }
  let [ways, links, longestPath] = [0, 0, 0];
  for (let i = 0; i < sources; i++) {
    const distances = distancesFrom(simulation, living[random.below(living.length)] as number);
    for (const distance of distances.values()) {
      links += distance;
      longestPath = Math.max(longestPath, distance);
    }
    ways += distances.size - 1;
  }
  return {
    nodes: living.length,
    connected: Math.max(...partsOf(simulation)),
    degrees: Array.from(degrees, (count) => count ?? 0),
    averagePath: links / ways,
    longestPath,
  };
}

/** Kills a share of the nodes at once, and follows what becomes of the others for `limitUs`. */
export function measureKill(simulation: Simulation, share: number, limitUs: number, random: Random): KillFigures {
  const killed = Math.round(share * simulation.size);
  const order = Array.from({ length: simulation.size }, (_, node) => node);
  for (let i = 0; i < killed; i++) {
    const j = i + random.below(order.length - i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
    simulation.perform({ type: "crash", node: order[i] as number, afterMessages: 0 });
  }
  const start = simulation.now;
  const reachedAtOnce = reachOf(simulation);
  let [reachedAfter, repairedUs] = [reachedAtOnce, 0];
  while (simulation.now < start + limitUs && reachedAfter < 1) {
    simulation.runUntil(simulation.now + LOOK_US);
    const reached = reachOf(simulation);
    if (reached <= reachedAfter) continue;
    reachedAfter = reached;
    repairedUs = simulation.now - start;
  }
  return { killed, living: simulation.size - killed, reachedAtOnce, reachedAfter, repairedUs };
}

const LOOK_US = 100_000;

/** The share of the living that a message of one of them reaches along links, the mean over all of them. */
function reachOf(simulation: Simulation): number {
  const sizes = partsOf(simulation);
  const living = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + size * size, 0) / (living * living);
}

/** How many living nodes each connected part has. */
function partsOf(simulation: Simulation): readonly number[] {
  const seen = new Set<number>();
  const sizes: number[] = [];
  for (const node of livingOf(simulation)) {
    if (seen.has(node)) continue;
    const part = distancesFrom(simulation, node);
    for (const each of part.keys()) seen.add(each);
    sizes.push(part.size);
  }
  return sizes;
}

/** How many links lead from a node to each that it reaches. */
function distancesFrom(simulation: Simulation, start: number): ReadonlyMap<number, number> {
  const distances = new Map([[start, 0]]);
  for (const [node, distance] of distances) {
    for (const other of neighborsOf(simulation, node)) if (!distances.has(other)) distances.set(other, distance + 1);
  }
  return distances;
}

function neighborsOf(simulation: Simulation, node: number): readonly number[] {
  return [...simulation.node(node).linked].filter((other) => simulation.node(other).alive);
}

function livingOf(simulation: Simulation): readonly number[] {
  return Array.from({ length: simulation.size }, (_, node) => node).filter((node) => simulation.node(node).alive);
}
