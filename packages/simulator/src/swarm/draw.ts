import { Random, type Spread, type Strategy } from "@hearsay/gossip";
import { quietNetwork, type Run } from "../run";
import type { ReplicaName } from "../simulated-replica";
import { type Link, linksOf, type Topology } from "../topology";
import { HOSTILE_FAULTS } from "./hostile-faults";
import { NETWORK_FAULTS } from "./network-faults";
import { NODE_FAULTS } from "./node-faults";
import { anyLink, anyNode, anyTime, at, between, inOrder, isHeads, pick, type Scene } from "./scene";
import { comeIn, use } from "./user-steps";

/** What a seed stands for: a run, and the kinds of fault that were switched on in it. */
export interface Drawn {
  readonly run: Run;
  readonly faults: readonly FaultName[];
}

const FAULTS = { ...NETWORK_FAULTS, ...NODE_FAULTS, ...HOSTILE_FAULTS } as const;

export type FaultName = keyof typeof FAULTS;

/** Every kind of fault, those that build upon other steps last. */
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/**
 * Draws a run from a seed, a non-negative integer. Each seed switches each kind of fault on or off (swarm testing,
 * Groce et al. 2012): with all of them on at once, some would forever hide what others lead to.
 */
export function draw(seed: number): Drawn {
  const random = new Random([seed, Math.floor(seed / 0x1_0000_0000), 0x5eed, 0x5a]);
  const replica = pick<ReplicaName>(random, ["register", "register", "text", "text", "note", "note-latest"]);
  const isOverlay = random.below(8) === 0;
  const nodes = isOverlay ? between(random, 2, 20) : drawSize(random);
  const topology: Topology = isOverlay ? { type: "overlay" } : drawTopology(random, nodes);
  const spread: Spread = {
    strategy: pick<Strategy>(random, ["push", "push", "broadcast", "rumor", "plumtree", "plumtree"]),
    intervalMs: pick(random, isOverlay ? [200, 333, 1_000] : [20, 50, 100, 200, 333, 1_000]),
  };
  const scene: Scene = {
    random,
    nodes,
    replica,
    deletes: isHeads(random),
    place: pick(random, [0, 0, 1, 3, 8]),
    links: topology.type === "complete" ? undefined : linksOf(topology, nodes, random.fork()),
    intervalMs: spread.intervalMs,
    endUs: Math.min(MAX_DURATION_US, Math.max(MIN_DURATION_US, spread.intervalMs * 40_000)),
    network: quietNetwork(between(random, 0, 100_000)),
    steps: [],
  };
  if (isOverlay) comeIn(scene);
  for (let i = between(random, 1, 10); i > 0; i--) use(scene, anyTime(scene), anyNode(scene));
  if (isHeads(random)) owe(scene);
  const percent = pick(random, [0, 10, 20, 30, 50]);
  const faults = FAULT_NAMES.filter(() => random.below(100) < percent);
  for (const fault of faults) for (let times = between(random, 1, 2); times > 0; times--) FAULTS[fault](scene);
  const run: Run = {
    seed,
    nodes,
    replica,
    topology,
    spread,
    rumorCounter: between(random, 1, 4),
    network: scene.network,
    timing: random.below(6) === 0 ? "lockstep" : "free",
    steps: inOrder(scene.steps),
  };
  return { run, faults };
}

/** Now and then a channel is owed a sign of life, busy or not: it is no fault, and a clock that steps may see it amid anything. */
function owe(scene: Scene): void {
  for (let times = between(scene.random, 1, MAX_IDLES); times > 0; times--) {
    const [from, to] = anyLink(scene);
    at(scene, anyTime(scene), { type: "idle", from, to });
  }
}

const MAX_IDLES = 40;

/** How long the faults last, in µs. */
const MIN_DURATION_US = 3_000_000;
const MAX_DURATION_US = 20_000_000;

function drawSize(random: Random): number {
  return random.below(20) === 0 ? between(random, 13, 30) : between(random, 2, 12);
}

function drawTopology(random: Random, nodes: number): Topology {
  switch (random.below(8)) {
    case 0:
      return { type: "ring" };
    case 1:
      return { type: "line" };
    case 2:
      return { type: "grid" };
    case 3:
      return nodes >= 4 ? { type: "random", degree: nodes % 2 === 0 ? 3 : 2 } : { type: "ring" };
    case 4:
      return { type: "links", links: Array.from({ length: nodes - 1 }, (_, i): Link => [random.below(i + 1), i + 1]) };
    case 5:
      return { type: "links", links: everyLink(nodes) };
    default:
      return isHeads(random) ? { type: "complete" } : { type: "links", links: everyLink(nodes) };
  }
}

function everyLink(nodes: number): readonly Link[] {
  const links: Link[] = [];
  for (let from = 0; from < nodes; from++) for (let to = from + 1; to < nodes; to++) links.push([from, to]);
  return links;
}
