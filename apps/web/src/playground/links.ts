import type { Simulation } from "@hearsay/simulator";
import type { LinkEnds, PicturedLink } from "../picture/scene";

export type KnownLink = PicturedLink;

/** The links of a run, whole or cut. */
export class Links {
  private readonly links = new Map<string, KnownLink>();
  private listed: readonly KnownLink[] | undefined;

  /** Takes down the links that a simulation has now. */
  constructor(simulation: Simulation) {
    for (let from = 0; from < simulation.size; from++) {
      for (let to = from + 1; to < simulation.size; to++) {
        if (simulation.isLinked(from, to)) this.links.set(keyOf(from, to), { ends: [from, to], cut: false });
      }
    }
  }

  /** In an order that never changes. The same array for as long as none is cut or mended. */
  get all(): readonly KnownLink[] {
    this.listed ??= [...this.links.values()];
    return this.listed;
  }

  isCut(left: number, right: number): boolean {
    return this.links.get(keyOf(left, right))?.cut === true;
  }

  /** Those of the links that are whole where they are to be cut, or cut where they are to be mended. */
  changeable(links: readonly LinkEnds[], cut: boolean): readonly LinkEnds[] {
    return links.filter(([left, right]) => this.links.get(keyOf(left, right))?.cut === !cut);
  }

  set([left, right]: LinkEnds, cut: boolean): void {
    const link = this.links.get(keyOf(left, right));
    if (!link) return;
    this.links.set(keyOf(left, right), { ...link, cut });
    this.listed = undefined;
  }
}

/** The nodes that a node is or was linked to, in order. */
export function linksOf(
  links: readonly KnownLink[],
  node: number,
): readonly { readonly node: number; readonly cut: boolean }[] {
  return links
    .filter(({ ends }) => ends.includes(node))
    .map(({ ends: [from, to], cut }) => ({ node: from === node ? to : from, cut }))
    .sort((left, right) => left.node - right.node);
}

/** What cuts a node off from all others or, where it is cut off from all, links it with them again. */
export function parting(
  links: readonly KnownLink[],
  node: number,
): { readonly type: "cut" | "mend"; readonly links: readonly LinkEnds[] } {
  const own = links.filter(({ ends }) => ends.includes(node));
  const whole = own.filter(({ cut }) => !cut);
  const [type, chosen] = whole.length > 0 ? (["cut", whole] as const) : (["mend", own] as const);
  return { type, links: chosen.map(({ ends }) => ends) };
}

/** The links between the first half of the nodes and the rest. */
export function linksAcrossHalves(links: readonly KnownLink[], nodes: number): readonly LinkEnds[] {
  const half = Math.ceil(nodes / 2);
  return links.map(({ ends }) => ends).filter(([from, to]) => from < half && to >= half);
}

function keyOf(left: number, right: number): string {
  return `${Math.min(left, right)}-${Math.max(left, right)}`;
}
