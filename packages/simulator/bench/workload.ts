import { DEFAULT_SPREAD } from "@hearsay/gossip";
import { measureWorkload } from "../src/broadcast-workload";

/** The broadcast workload of Gossip Glomers, on the bounded overlay. */
const SEEDS = [1, 2];
const SECONDS = 20;

console.log("\nGossip Glomers' broadcast: 25 nodes on the overlay, 100 operations/s for 20 s, 100 ms on every link\n");
console.log("    Δ  seed  messages/operation  median  maximum  until all hold it: median  maximum  lost");
for (const intervalMs of [DEFAULT_SPREAD.intervalMs, 500, 1_000]) {
  for (const seed of SEEDS) {
    const figures = measureWorkload({ spread: { strategy: "plumtree", intervalMs }, seed, seconds: SECONDS });
    console.log(
      [
        String(intervalMs).padStart(5),
        String(seed).padStart(5),
        figures.messagesPerOperation.toFixed(2).padStart(19),
        `${figures.medianMs.toFixed(0)} ms`.padStart(7),
        `${figures.maximumMs.toFixed(0)} ms`.padStart(8),
        `${figures.strictMedianMs.toFixed(0)} ms`.padStart(26),
        `${figures.strictMaximumMs.toFixed(0)} ms`.padStart(8),
        String(figures.lost).padStart(5),
      ].join(" "),
    );
  }
}
