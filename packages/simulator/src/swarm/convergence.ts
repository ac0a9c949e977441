import type { Random } from "@hearsay/gossip";
import { isAhead, type Register, type Timestamp } from "@hearsay/merge";
import type { SimulatedNode } from "../simulated-node";
import type { Simulation } from "../simulation";
import { LawBroken } from "./law";
import { CALM_LATENCY_US, periodUs } from "./mend";
import { isLater, keyOf } from "./register-delta";
import { type PushGraph, roundsToReachAll } from "./rounds";
import type { Watch } from "./watch";

/** What push gossip promises once the faults have stopped: each of `members` comes to hold something or what replaced it. */
export interface Claim {
  readonly members: ReadonlySet<number>;
  /** What a node still lacks of it, for people; undefined where it lacks nothing. */
  lackedBy(node: SimulatedNode): string | undefined;
  /** About the 99th percentile of the rounds it takes. */
  readonly rounds: number;
  /** How often its members had adopted a setting when it was made. Another strategy voids it. */
  readonly adoptions: number;
}

/**
 * All that push gossip promises of a register that each node holds or has for a part. Data is promised to whom it can reach along links between nodes
 * that push and can take it. Not through a node that may get something later meanwhile: it passes that on instead,
 * which a node with a slow clock must refuse.
 */
export function registerClaims(
  simulation: Simulation,
  watch: Watch,
  random: Random,
  registerOf: (node: SimulatedNode) => Register,
): readonly Claim[] {
  const nodes = Array.from({ length: simulation.size }, (_, index) => stateOf(simulation, index, registerOf));
  // Whoever will yet write its data again brings up timestamps that nobody can foresee.
  if (nodes.some(({ held, clockMs }) => held && isAhead(held, clockMs))) return [];
  const whole = graphOf(nodes, new Set(nodes.keys()));
  const horizonMs = windowUs(simulation, roundsToReachAll({ ...whole, pushes: () => true }, random)) / 1_000;
  const claims: Claim[] = [];
  const outrun = new Set<number>();
  for (const timestamp of timestampsOf(nodes)) {
    const takes = (node: NodeState) => !outrun.has(node.index) && !isAhead(timestamp, node.clockMs);
    const mayTake = (node: NodeState) => !isAhead(timestamp, node.clockMs + horizonMs);
    const covered = new Set<number>();
    const late = new Set<number>();
    for (const { index, held } of nodes) {
      if (!held || keyOf(held) !== keyOf(timestamp)) continue;
      if (!covered.has(index) && !outrun.has(index)) {
        const members = reach(index, nodes, takes, (node) => node.pushes);
        for (const member of members) covered.add(member);
        if (members.size > 1)
          claims.push({
            members,
            lackedBy: (node) => lackedIn(registerOf(node), timestamp),
            rounds: roundsToReachAll(graphOf(nodes, members), random),
            adoptions: adoptionsOf(members, watch),
          });
      }
      for (const member of reach(index, nodes, mayTake, () => true)) late.add(member);
    }
    for (const member of late) outrun.add(member);
  }
  return claims;
}

/** How long `rounds` rounds may take, three times over, in µs. */
export function windowUs(simulation: Simulation, rounds: number): number {
  return BOUND_FACTOR * rounds * (periodUs(simulation, 0) + CALM_LATENCY_US) + CALM_LATENCY_US;
}

/** Throws `LawBroken` where one of the claims has not come true. */
export function checkClaims(simulation: Simulation, watch: Watch, claims: readonly Claim[]): void {
  for (const { lackedBy, members, rounds, adoptions } of claims) {
    if (adoptionsOf(members, watch) > adoptions) continue;
    watch.fired.add("claim of convergence", 1);
    for (const member of members) {
      const lacked = lackedBy(simulation.node(member));
      if (lacked === undefined) continue;
      const who = [...members].join(" ");
      throw new LawBroken("converges", `node ${member} ${lacked} after 3 x ${rounds} rounds, of ${who}`);
    }
  }
}

/** How often nodes have adopted a setting. */
export function adoptionsOf(members: ReadonlySet<number>, watch: Watch): number {
  let adoptions = 0;
  for (const member of members) adoptions += watch.node(member).adoptions;
  return adoptions;
}

function lackedIn({ timestamp: held }: Register, timestamp: Timestamp): string | undefined {
  if (held && !isLater(timestamp, held)) return undefined;
  return `holds ${held ? keyOf(held) : "nothing"} and not ${keyOf(timestamp)}`;
}

const BOUND_FACTOR = 3;

/** A node as what it can take and pass on. */
export interface Station {
  readonly index: number;
  readonly clockMs: number;
  readonly pushes: boolean;
  readonly neighbors: readonly number[];
}

interface NodeState extends Station {
  readonly held: Timestamp | undefined;
}

function stateOf(simulation: Simulation, index: number, registerOf: (node: SimulatedNode) => Register): NodeState {
  return { ...stationOf(simulation, index), held: registerOf(simulation.node(index)).timestamp };
}

/** A node as it is now. */
export function stationOf(simulation: Simulation, index: number): Station {
  const node = simulation.node(index);
  const others = Array.from({ length: simulation.size }, (_, other) => other);
  return {
    index,
    clockMs: node.clock(simulation.now),
    pushes: node.gossip.spread.strategy === "push" || node.gossip.spread.strategy === "plumtree",
    neighbors: others.filter((other) => simulation.isLinked(index, other)),
  };
}

function timestampsOf(nodes: readonly NodeState[]): readonly Timestamp[] {
  const byKey = new Map<string, Timestamp>();
  for (const { held } of nodes) if (held) byKey.set(keyOf(held), held);
  return [...byKey.values()].sort((left, right) => (isLater(left, right) ? -1 : 1));
}

/** How what one of `members` knows passes on among them. */
export function graphOf(nodes: readonly Station[], members: ReadonlySet<number>): PushGraph {
  return {
    members,
    pushes: (node) => nodes[node]?.pushes ?? false,
    neighborsOf: (node) => nodes[node]?.neighbors ?? [],
  };
}

/** Whom something at `start` can reach, through nodes that take it and pass it on. */
export function reach<Node extends Station>(
  start: number,
  nodes: readonly Node[],
  takes: (node: Node) => boolean,
  passesOn: (node: Node) => boolean,
): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const index of reached) {
    const node = nodes[index];
    if (!node || !passesOn(node)) continue;
    for (const neighbor of node.neighbors) {
      const other = nodes[neighbor];
      if (other && takes(other)) reached.add(neighbor);
    }
  }
  return reached;
}
