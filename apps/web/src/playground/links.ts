import type { Link, Simulation } from "@hearsay/simulator";

/** A link as the reader knows it: it stays on the picture when it is cut, so that it can be mended. */
export interface KnownLink {
  /** The lower number first. */
  readonly ends: Link;
  readonly cut: boolean;
}

/** The links of a run, whole or cut. */
export class Links {
  private readonly links = new Map<string, KnownLink>();
  private listed: readonly KnownLink[] | undefined;

  /** Takes down the links that a simulation has now. */
  constructor(simulation: Simulation) {
    for (let from = 0; from < simulation.size; from++) {
      for (let to = from + 1; to < simulation.size; to++) {
        if (simulation.isLinked(from, to)) this.links.set(`${from}-${to}`, { ends: [from, to], cut: false });
      }
    }
  }

  /** The same array for as long as none is cut or mended. */
  get all(): readonly KnownLink[] {
    this.listed ??= [...this.links.values()];
    return this.listed;
  }

  /** The link between two nodes, in either order; undefined where there never was one. */
  between(left: number, right: number): KnownLink | undefined {
    return this.links.get(keyOf(left, right));
  }

  set(left: number, right: number, cut: boolean): void {
    const link = this.between(left, right);
    if (!link) return;
    this.links.set(keyOf(left, right), { ...link, cut });
    this.listed = undefined;
  }

  /** The nodes that a node is or was linked to, in order. */
  of(node: number): readonly { readonly node: number; readonly cut: boolean }[] {
    return this.all
      .filter(({ ends }) => ends.includes(node))
      .map(({ ends: [from, to], cut }) => ({ node: from === node ? to : from, cut }))
      .sort((left, right) => left.node - right.node);
  }
}

function keyOf(left: number, right: number): string {
  return `${Math.min(left, right)}-${Math.max(left, right)}`;
}
