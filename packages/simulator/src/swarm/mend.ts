import { quietNetwork, type Run } from "../run";
import type { Simulation } from "../simulation";
import type { Watch } from "./watch";

/** After the faults each message takes so long, in µs. */
export const CALM_LATENCY_US = 5_000;

/**
 * Lets the faults stop: nothing is blocked, lost or late any more, links are as they were, everyone is alive. Clocks
 * stay as they are, and so does what the nodes hold.
 */
export function mend(simulation: Simulation, run: Run, watch: Watch): void {
  simulation.perform({ type: "setNetwork", network: quietNetwork(CALM_LATENCY_US) });
  simulation.perform({ type: "heal" });
  for (let node = 0; node < simulation.size; node++) {
    const { alive, sendsUntilCrash } = simulation.node(node);
    if (!alive || sendsUntilCrash !== undefined) simulation.perform({ type: "restart", node, storage: true });
  }
  if (run.topology.type === "complete") return;
  for (const step of run.steps) {
    // Who chooses its neighbors itself may do without this one.
    if (step.type === "disconnect" && run.topology.type !== "overlay")
      simulation.perform({ type: "connect", from: step.from, to: step.to });
  }
  for (let from = 0; from < simulation.size; from++) {
    for (const to of [...simulation.node(from).linked]) {
      // Who took a neighbor for one of another version is deaf to it until they have a new channel.
      if (watch.node(from).isNeighbor(simulation.node(to).peer)) continue;
      simulation.perform({ type: "disconnect", from, to });
      simulation.perform({ type: "connect", from, to });
    }
  }
}

/** When the last node thaws that is frozen now, in µs. */
export function thawedUs(simulation: Simulation): number {
  let latestUs = simulation.now;
  for (let index = 0; index < simulation.size; index++) {
    latestUs = Math.max(latestUs, simulation.node(index).frozenUntilUs);
  }
  return latestUs;
}

/** When all that was under way at `simulation.now` has come or gone, and every node has had a turn, in µs. */
export function settledUs(simulation: Simulation, watch: Watch): number {
  let latestUs = Math.max(simulation.now, watch.lastArrivalUs);
  for (let index = 0; index < simulation.size; index++) {
    const { uplinkFreeAtUs, timers } = simulation.node(index);
    // Where all was quiet, or deaf, the next turn may be far off.
    latestUs = Math.max(latestUs, uplinkFreeAtUs, timers.push.dueUs ?? 0);
  }
  return latestUs + 2 * periodUs(simulation, 0) + 4 * CALM_LATENCY_US;
}

/** The longest Δ of any node, in µs, and at least `leastUs`. */
export function periodUs(simulation: Simulation, leastUs: number): number {
  let longestUs = leastUs;
  for (let index = 0; index < simulation.size; index++) {
    longestUs = Math.max(longestUs, simulation.node(index).gossip.spread.intervalMs * 1_000);
  }
  return longestUs;
}
