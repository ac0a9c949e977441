import { measureTree } from "../src/tree-figures";

/** Plumtree on the overlay: what a write costs once the tree has settled. */
const NODES = Number(process.argv[2] ?? 1_000);

console.log(`\nPlumtree on the overlay of ${NODES} nodes, once the tree has settled\n`);
console.log("writers  writes  relative message redundancy  last delivery hop  missed");
for (const [writers, warmUp] of [
  [1, 10],
  [NODES, 100],
] as const) {
  const { writes, redundancy, lastHop, missed } = measureTree({ nodes: NODES, writers, warmUp, writes: 50, seed: 7 });
  console.log(
    [
      String(writers).padStart(7),
      String(writes).padStart(7),
      redundancy.toFixed(4).padStart(28),
      String(lastHop).padStart(18),
      String(missed).padStart(7),
    ].join(" "),
  );
}
