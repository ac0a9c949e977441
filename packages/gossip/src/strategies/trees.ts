import type { PeerId } from "../peer-id";

/** So many trees a node remembers at most. */
export const MAX_TREES = 32;

/** So many links and more, or nobody knows how many. */
export const MANY_LINKS = 255;

/**
 * Along which tree news goes: whose that is, and how many links it is from there to its sender. `MANY_LINKS` at most, and
 * also where another wrote it.
 */
export type Branch = readonly [root: PeerId, links: number];

/** What a node knows of a tree. */
export interface Tree {
  /** The links that are none of it. One that is new belongs to it. */
  readonly pruned: Set<PeerId>;
  /** By whose link what came along it last came first; undefined where that link is gone, or nothing came. */
  parent: PeerId | undefined;
  /** Whether that, or what came there before it, was news: otherwise the root's word of itself alone. */
  isFed: boolean;
  /** How many links it is to the root, by what came from there last. */
  links: number;
}

/** By their roots, those used last behind the others. Of a tree that is not among them every link is part. */
export type Trees = Map<PeerId, Tree>;

/** The tree of `root`, which takes the place of the one used longest ago where there is no room. */
export function useTree(trees: Trees, root: PeerId): Tree {
  const tree = trees.get(root) ?? { pruned: new Set(), parent: undefined, isFed: false, links: MANY_LINKS };
  trees.delete(root);
  const [oldest] = trees.keys();
  if (trees.size >= MAX_TREES) trees.delete(oldest as PeerId);
  trees.set(root, tree);
  return tree;
}

export function rootsOf(branches: readonly Branch[]): readonly PeerId[] {
  return branches.map(([root]) => root);
}

/** Where news goes on that came along a branch. */
export function nextOf([root, links]: Branch): Branch {
  return [root, Math.min(links + 1, MANY_LINKS)];
}

/** Whether the tree of `root` is known, or drives no other out. */
export function hasRoom(trees: Trees, root: PeerId): boolean {
  return trees.has(root) || trees.size < MAX_TREES;
}

/** Where what `self` writes begins: in its own tree, or where there is no room for that in the one whose root is nearest. */
export function startOf(trees: Trees, self: PeerId): Branch {
  if (hasRoom(trees, self)) return [self, 0];
  const [[root]] = [...trees].sort(([, left], [, right]) => left.links - right.links) as [[PeerId, Tree]];
  return [root, MANY_LINKS];
}
