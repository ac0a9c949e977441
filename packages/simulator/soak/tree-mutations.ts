import type { Mutation } from "./mutation";

const PLUMTREE = "packages/gossip/src/strategies/plumtree.ts";
const TREES = "packages/gossip/src/strategies/trees.ts";
const TESTS = "gossip/src/strategies";

/** Rules of the trees that news goes along. */
export const TREE_MUTATIONS: readonly Mutation[] = [
  {
    name: "a prune cuts its link of every tree",
    file: PLUMTREE,
    search: "const known = roots.filter((root) => trees.has(root) || (root === reach.self && hasRoom(trees, root)));",
    replace: "const known = roots.length > 0 ? [...trees.keys()] : [];",
    tests: TESTS,
  },
  {
    name: "names that somebody made up make trees",
    file: PLUMTREE,
    search: "const known = roots.filter((root) => trees.has(root) || (root === reach.self && hasRoom(trees, root)));",
    replace: "const known = roots;",
    tests: TESTS,
  },
  {
    name: "the link that news came by first is pruned too",
    file: PLUMTREE,
    search: "    for (const root of spared) useTree",
    replace: "    for (const root of roots) useTree",
    tests: TESTS,
  },
  {
    name: "what is asked for makes its link one of no tree",
    file: PLUMTREE,
    search: "    for (const { pruned } of this.trees.values()) pruned.delete(peer);\n",
    replace: "",
    tests: TESTS,
  },
  {
    name: "where the link that news came by is gone, the others stay pruned",
    file: PLUMTREE,
    search: "      tree.pruned.clear();\n    }\n    // They",
    replace: "    }\n    // They",
    tests: TESTS,
  },
  {
    name: "a link that was pruned, and brings something, is not asked for",
    file: PLUMTREE,
    search: 'if (wasPruned) reach.send(from, "ask");',
    replace: "if (wasPruned) return;",
    tests: TESTS,
  },
  {
    name: "a tree outlives its root",
    file: PLUMTREE,
    search: "    this.trees.delete(root);\n",
    replace: "    this.trees.get(root);\n",
    tests: TESTS,
  },
  {
    name: "a channel that closes takes the tree of its peer away",
    file: PLUMTREE,
    search: "    this.onWanted(peer);\n",
    replace: "    this.onWanted(peer);\n    this.trees.delete(peer);\n",
    tests: TESTS,
  },
  {
    name: "a record takes the place of the one that brings the news",
    file: PLUMTREE,
    search: "if (!isFed || pruned.has(from)) this.adopt",
    replace: "if (!isFed || pruned) this.adopt",
    tests: TESTS,
  },
  {
    name: "links that the news does not go along tell nothing of it",
    file: PLUMTREE,
    search: "} else if (peer !== from) this.untold.add(peer);",
    replace: "}",
    tests: TESTS,
  },
  {
    name: "who gets what it lacked tells nobody beside the tree",
    file: PLUMTREE,
    search: 'if (areTold) reach.send(peer, "digest");\n      else this.untold',
    replace: "if (!areTold) this.untold",
    tests: TESTS,
  },
  {
    name: "an answer counts as news, which is on its way to all",
    file: "packages/gossip/src/exchange.ts",
    search: "if (!isAnswer) this.newsAt = now;",
    replace: "this.newsAt = now;",
    tests: TESTS,
  },
  {
    name: "everyone is the root of a tree, however many there are",
    file: TREES,
    search: "if (hasRoom(trees, self)) return [self, 0];",
    replace: "if (trees.size <= MAX_TREES) return [self, 0];",
    tests: TESTS,
  },
  {
    name: "where there is no room, what is written begins at the root that is farthest",
    file: TREES,
    search: "left.links - right.links",
    replace: "right.links - left.links",
    tests: TESTS,
  },
  {
    name: "trees are never forgotten",
    file: TREES,
    search: "if (trees.size >= MAX_TREES) trees.delete(oldest as PeerId);",
    replace: "if (trees.size >= MAX_TREES) trees.get(oldest as PeerId);",
    tests: TESTS,
  },
  {
    name: "an answer to what was said is answered",
    file: "packages/gossip/src/repair.ts",
    search: "else if (!isAnswer && this.data.hasMore(peer)) this.answer(peer);",
    replace: "else if (this.data.hasMore(peer)) this.answer(peer);",
    tests: TESTS,
  },
];
