import { Random } from "@hearsay/gossip";
import { grownOverlay, measureGraph, measureKill } from "../src/overlay-figures";

/** The overlay of so many nodes: its graph, and what becomes of it where many die at once. */
const NODES = Number(process.argv[2] ?? 10_000);
const SHARES = [0.3, 0.5, 0.7, 0.8, 0.9];
const SEED = 7;
const SOURCES = 100;
const LIMIT_US = 60_000_000;

const random = new Random([SEED, 0, 0, 0xb]);
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

const graph = measureGraph(grownOverlay(NODES, SEED), SOURCES, random);
console.log(`\nThe overlay of ${graph.nodes} nodes that came in one by one, each through a random one\n`);
console.log(`connected             ${graph.connected} of ${graph.nodes}`);
console.log(`average shortest path ${graph.averagePath.toFixed(2)} links`);
console.log(`longest shortest path ${graph.longestPath} links (from ${SOURCES} nodes)`);
console.log("neighbors             nodes");
for (const [degree, count] of graph.degrees.entries()) {
  if (count > 0)
    console.log(`  ${String(degree).padStart(2)}                  ${count} (${percent(count / graph.nodes)})`);
}
console.log("\nNodes killed at once, and the share of the living that a message of one of them reaches\n");
console.log("  killed  living  before any repair  after the repair  which took (5 s of it to notice)");
for (const share of SHARES) {
  const figures = measureKill(grownOverlay(NODES, SEED), share, LIMIT_US, random);
  const { living, reachedAtOnce, reachedAfter, repairedUs } = figures;
  console.log(
    [
      percent(share).padStart(8),
      String(living).padStart(7),
      percent(reachedAtOnce).padStart(18),
      percent(reachedAfter).padStart(17),
      `${(repairedUs / 1e6).toFixed(1)} s`.padStart(11),
    ].join(" "),
  );
}
