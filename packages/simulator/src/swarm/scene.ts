import type { Random } from "@hearsay/gossip";
import type { Action, Network, Run, Step } from "../run";
import type { ReplicaName } from "../simulated-replica";
import type { Link } from "../topology";

/** A run while it is being drawn: what the faults read, and where they put their steps. */
export interface Scene {
  readonly random: Random;
  readonly nodes: number;
  readonly replica: ReplicaName;
  /** Whether users delete, undo and redo, too. */
  readonly deletes: boolean;
  /** Where in a text most users write. */
  readonly place: number;
  /** The links of the topology; undefined where it is complete and nobody may change them. */
  readonly links: readonly Link[] | undefined;
  /** Δ, in ms. */
  readonly intervalMs: number;
  /** The faults stop here, in µs. */
  readonly endUs: number;
  /** The network of the start. */
  network: Network;
  readonly steps: Step[];
}

/** Adds what happens at `atUs`. */
export function at(scene: Scene, atUs: number, action: Action): void {
  scene.steps.push({ atUs, ...action });
}

/** A time while the faults last, in µs. */
export function anyTime({ random, endUs }: Scene): number {
  return random.below(endUs);
}

/** An integer from `least` to `most`, each as likely as any other. */
export function between(random: Random, least: number, most: number): number {
  return least + random.below(most - least + 1);
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)] as T;
}

export function isHeads(random: Random): boolean {
  return random.below(2) === 1;
}

export function anyNode({ random, nodes }: Scene): number {
  return random.below(nodes);
}

/** Two nodes that a link joins, in any order. */
export function anyLink({ random, nodes, links }: Scene): Link {
  if (links && links.length > 0) {
    const [from, to] = pick(random, links);
    return isHeads(random) ? [from, to] : [to, from];
  }
  const from = random.below(nodes);
  return [from, (from + 1 + random.below(nodes - 1)) % nodes];
}

/** All nodes, split in two groups of which neither is empty. */
export function anySplit({ random, nodes }: Scene): readonly [readonly number[], readonly number[]] {
  const order = Array.from({ length: nodes }, (_, node) => node);
  for (let i = nodes - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  const size = between(random, 1, nodes - 1);
  return [order.slice(0, size), order.slice(size)];
}

/** Puts the steps in their order of time; those of one time stay as they were. */
export function inOrder(steps: Run["steps"]): readonly Step[] {
  return [...steps].sort((left, right) => left.atUs - right.atUs);
}
