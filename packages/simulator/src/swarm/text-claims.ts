import { MAX_PIECE_BYTES, type Random } from "@hearsay/gossip";
import { MAX_TIME_MS, Register, type Text } from "@hearsay/merge";
import type { SimulatedNode } from "../simulated-node";
import { bodyOf, contentOf, textIn, titleOf } from "../simulated-replica";
import type { Simulation } from "../simulation";
import { adoptionsOf, type Claim, graphOf, reach, type Station, stationOf } from "./convergence";
import { LawBroken } from "./law";
import { roundsToReachAll } from "./rounds";
import { freshText } from "./text-finish";
import type { Watch } from "./watch";

/**
 * All that push gossip promises of the texts as they are: among nodes that push, all come to hold what any of them holds
 * and all of them can take. Who holds more passes on the rest as well, so nothing stands in its way. `mayMislead`: a
 * node may take another for one that has what it has not.
 */
export function textClaims(
  simulation: Simulation,
  watch: Watch,
  random: Random,
  mayMislead: boolean,
): readonly Claim[] {
  const nodes = Array.from({ length: simulation.size }, (_, index) => stationOf(simulation, index));
  const claims: Claim[] = [];
  for (const clockMs of new Set(nodes.map((node) => node.clockMs))) {
    const takes = (node: Station) => node.clockMs >= clockMs && node.pushes;
    const left = new Set(nodes.filter(takes).map(({ index }) => index));
    for (const start of left) {
      const members = reach(start, nodes, takes, () => true);
      for (const member of members) left.delete(member);
      if (members.size < 2) continue;
      const claim = claimOf(simulation, watch, random, { nodes, members, clockMs, mayMislead });
      if (claim) claims.push(claim);
    }
  }
  return claims;
}

interface Group {
  readonly nodes: readonly Station[];
  readonly members: ReadonlySet<number>;
  /** The slowest clock among them. */
  readonly clockMs: number;
  readonly mayMislead: boolean;
}

function claimOf(simulation: Simulation, watch: Watch, random: Random, group: Group): Claim | undefined {
  const { nodes, members, clockMs, mayMislead } = group;
  const together = freshText();
  for (const member of members) takeAll(together, simulation.node(member), clockMs);
  const version = together.version();
  // What must be refused can fill every piece that is sent, so that what stands behind it never comes.
  const fillsPieces = (member: number) => {
    const rest = textIn(simulation.node(member).replica)?.since(version, Number.POSITIVE_INFINITY);
    return rest !== undefined && rest.length > MAX_PIECE_BYTES / 2;
  };
  if ([...members].some(fillsPieces)) return undefined;
  const rounds = roundsToReachAll(graphOf(nodes, members), random);
  const degree = Math.max(...[...members].map((member) => nodes[member]?.neighbors.length ?? 0));
  return {
    members,
    lackedBy: ({ replica }) => {
      const share = textIn(replica)?.shareOf(version) ?? 1;
      return share < 1 ? `holds ${share} of what there was, at ${clockMs},` : undefined;
    },
    rounds: rounds + (mayMislead ? roundsToHearAll(degree) : 0),
    adoptions: adoptionsOf(members, watch),
  };
}

/**
 * A node may take another for one that has what it lost again: a restamp gave it up, or a forged message said so. It
 * hears better once that one pushes to it: so many rounds pass, in the mean, until each of `degree` neighbors has.
 */
function roundsToHearAll(degree: number): number {
  // The collector's problem: of the neighbors that are still to come, any one.
  let rounds = degree;
  for (let left = 1; left <= degree; left++) rounds += degree / left;
  return Math.ceil(rounds);
}

function takeAll(together: Text, node: SimulatedNode, now: number): void {
  const delta = textIn(node.replica)?.since(together.version(), Number.POSITIVE_INFINITY);
  const result = delta && together.merge(delta, now);
  if (result?.type !== "refused" || result.reason === "ahead") return;
  throw new LawBroken("a fresh copy takes it", `what node ${node.index} holds is refused: ${result.reason}`);
}

/** Whether any two nodes hold different things under one name. */
export function contradicts(nodes: readonly SimulatedNode[]): boolean {
  const titles = nodes.flatMap(({ replica }) => titleOf(replica) ?? []);
  const bodies = nodes.map(({ replica }) => bodyOf(replica));
  return [titles, bodies].some((parts) => {
    const different = [...new Map(parts.map((part) => [heldBy(part), part])).values()];
    return different.some((part) => different.some((other) => other !== part && isContradicted(part, other)));
  });
}

/** What a part has seen and shows: most nodes have the same. */
export function stateOf(part: Register | Text): string {
  return `${part.version().join()} ${contentOf(part)}`;
}

/** All that a part holds: two registers may show the same, and tell different things of what came before. */
function heldBy(part: Register | Text): string {
  return part instanceof Register ? String(part.since(undefined, Number.POSITIVE_INFINITY)) : stateOf(part);
}

function isContradicted(part: Register | Text, by: Register | Text): boolean {
  const delta = by.since(undefined, Number.POSITIVE_INFINITY);
  if (!delta) return false;
  if (part instanceof Register) return part.refusalOf(delta, MAX_TIME_MS) === "contradiction";
  const copy = freshText();
  const held = part.since(undefined, Number.POSITIVE_INFINITY);
  if (held) copy.merge(held, MAX_TIME_MS);
  const result = copy.merge(delta, MAX_TIME_MS);
  return result.type === "refused" && result.reason === "contradiction";
}
