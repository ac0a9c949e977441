import { DEFAULT_SPREAD, Random } from "@hearsay/gossip";
import { quietNetwork, type Run } from "./run";
import { Simulation } from "./simulation";
import { JOIN_GAP_US } from "./topology";
import type { TraceEvent } from "./trace";

/** How news spreads along the tree, once that has settled. */
export interface TreeFigures {
  readonly writes: number;
  /**
   * Copies with data beyond the one that each other node needs, as a share of those: 0 for a tree (relative message
   * redundancy, Leitão et al. 2007).
   */
  readonly redundancy: number;
  /** The most links that news went until it came to someone for the first time. */
  readonly lastHop: number;
  /** How often a node had not heard of something in the end. */
  readonly missed: number;
}

/** Of that many nodes of an overlay so many write, one after the other, so often before and then while it is measured. */
export interface TreeSetting {
  readonly nodes: number;
  readonly writers: number;
  readonly warmUp: number;
  readonly writes: number;
  readonly seed: number;
}

/** Writes by plumtree, each of which has a while for itself. */
export function measureTree({ nodes, writers, warmUp, writes, seed }: TreeSetting): TreeFigures {
  const hops = new Int32Array(nodes).fill(UNHEARD);
  let [copies, lastHop, missed] = [0, 0, 0];
  const observe = (event: TraceEvent) => {
    if (event.type === "sent" && (event.kind === "news" || event.kind === "delta")) copies++;
    if (event.type !== "received" || event.verdict !== "accepted" || hops[event.to] !== UNHEARD) return;
    hops[event.to] = (hops[event.from] ?? 0) + 1;
  };
  const simulation = new Simulation(runOf(nodes, seed), observe);
  const random = new Random([seed, 0, 0, 0x7ee]);
  simulation.runUntil(nodes * JOIN_GAP_US + SETTLING_US);
  for (let write = -warmUp; write < writes; write++) {
    if (write === 0) [copies, lastHop] = [0, 0];
    const node = random.below(writers);
    hops.fill(UNHEARD);
    hops[node] = 0;
    simulation.perform({ type: "write", node, text: `${write}` });
    simulation.runUntil(simulation.now + GAP_US);
    if (write < 0) continue;
    lastHop = Math.max(lastHop, ...hops);
    missed += simulation.coverage.alive - simulation.coverage.covered;
  }
  return { writes, redundancy: copies / (writes * (nodes - 1)) - 1, lastHop, missed };
}

function runOf(nodes: number, seed: number): Run {
  return {
    seed,
    nodes,
    topology: { type: "overlay" },
    spread: DEFAULT_SPREAD,
    rumorCounter: 1,
    network: { ...quietNetwork(50_000), latency: { type: "uniform", minUs: 20_000, maxUs: 80_000 } },
    timing: "free",
    steps: [],
  };
}

const UNHEARD = -1;

const SETTLING_US = 20_000_000;

/** What a write has until the next comes, in µs: more than it takes, and than every repair takes. */
const GAP_US = 3_000_000;
