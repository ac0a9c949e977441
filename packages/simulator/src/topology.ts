import type { Random } from "@hearsay/gossip";

/** Who can reach whom. Links lead both ways. */
export type Topology =
  /** Everyone reaches everyone. It is not written out, so that it costs nothing however many nodes there are. */
  | { readonly type: "complete" }
  | { readonly type: "ring" }
  | { readonly type: "line" }
  /** As near to a square as the number of nodes allows, each linked to the next in its row and column. */
  | { readonly type: "grid" }
  /**
   * A random graph in which every node has `degree` links. `degree` times the number of nodes is even. With 3 or more
   * it is hardly ever in pieces, with 1 or 2 mostly.
   */
  | { readonly type: "random"; readonly degree: number }
  /**
   * Whatever the nodes make of it: each comes in through one that is there already, `JOIN_GAP_US` after the one before it,
   * and from then on they choose their neighbors themselves.
   */
  | { readonly type: "overlay" }
  /** Exactly these links, by the nodes' numbers from 0. */
  | { readonly type: "links"; readonly links: readonly Link[] };

export type Link = readonly [number, number];

/** So long after the one before it a node comes into an overlay, in µs. */
export const JOIN_GAP_US = 20_000;

/** The links of a topology over `nodes` nodes; undefined for the complete graph. Throws where it cannot be made. */
export function linksOf(topology: Topology, nodes: number, random: Random): readonly Link[] | undefined {
  switch (topology.type) {
    case "complete":
      return undefined;
    case "ring":
      return nodes > 2 ? [...line(nodes), [nodes - 1, 0]] : line(nodes);
    case "line":
      return line(nodes);
    case "grid":
      return grid(nodes);
    case "random":
      return regular(nodes, topology.degree, random);
    case "overlay":
      return [];
    case "links":
      return checked(topology.links, nodes);
    default:
      return topology satisfies never;
  }
}

function line(nodes: number): Link[] {
  return Array.from({ length: Math.max(0, nodes - 1) }, (_, node): Link => [node, node + 1]);
}

function grid(nodes: number): Link[] {
  const width = Math.ceil(Math.sqrt(nodes));
  const links: Link[] = [];
  for (let node = 0; node < nodes; node++) {
    if ((node + 1) % width > 0 && node + 1 < nodes) links.push([node, node + 1]);
    if (node + width < nodes) links.push([node, node + width]);
  }
  return links;
}

function checked(links: readonly Link[], nodes: number): readonly Link[] {
  for (const [from, to] of links) {
    const sound = [from, to].every((node) => Number.isInteger(node) && node >= 0 && node < nodes);
    if (!sound || from === to) throw new RangeError(`Expected links between two of ${nodes} nodes, got ${from}-${to}`);
  }
  return links;
}

function regular(nodes: number, degree: number, random: Random): readonly Link[] {
  if (!Number.isInteger(degree) || degree < 1 || degree >= nodes || (degree * nodes) % 2 !== 0) {
    throw new RangeError(`Expected a degree below ${nodes} that makes whole links, got ${degree}`);
  }
  if (2 * degree < nodes) return sparse(nodes, degree, random);
  // Swaps hardly ever find a way where nearly every link is taken: draw the links that are not there instead.
  const absent = new Set(sparse(nodes, nodes - 1 - degree, random).map((link) => nameOf(link, nodes)));
  return every(nodes).filter((link) => !absent.has(nameOf(link, nodes)));
}

/**
 * Pairs the nodes' loose ends at random (the configuration model), then removes loops and doubles by swapping ends
 * with links drawn at random, which keeps every degree as it is.
 */
function sparse(nodes: number, degree: number, random: Random): readonly Link[] {
  const ends = Array.from({ length: nodes * degree }, (_, end) => end % nodes);
  shuffle(ends, random);
  const links = Array.from({ length: ends.length / 2 }, (_, i): Link => [ends[2 * i] ?? 0, ends[2 * i + 1] ?? 0]);
  const counts = new Map<number, number>();
  const of = (link: Link) => counts.get(nameOf(link, nodes)) ?? 0;
  const count = (link: Link, by: number) => counts.set(nameOf(link, nodes), of(link) + by);
  for (const link of links) count(link, 1);
  const isBad = (link: Link) => link[0] === link[1] || of(link) > 1;
  for (let swaps = 0; ; ) {
    const bad = links.findIndex(isBad);
    if (bad < 0) return links;
    if (swaps++ > MAX_SWAPS * nodes) return sparse(nodes, degree, random);
    const other = random.below(links.length);
    const [a, b] = links[bad] as Link;
    const [c, d] = links[other] as Link;
    for (const link of [links[bad], links[other]]) count(link as Link, -1);
    links[bad] = [a, d];
    links[other] = [c, b];
    for (const link of [links[bad], links[other]]) count(link as Link, 1);
  }
}

/** One number for a link, whichever way round it is written. */
function nameOf([from, to]: Link, nodes: number): number {
  return Math.min(from, to) * nodes + Math.max(from, to);
}

function every(nodes: number): readonly Link[] {
  return Array.from({ length: nodes * nodes }, (_, i): Link => [Math.floor(i / nodes), i % nodes]).filter(
    ([from, to]) => from < to,
  );
}

/** More swaps than this for each node do not happen but by the worst of luck. */
const MAX_SWAPS = 50;

function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
  }
}
