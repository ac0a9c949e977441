import { measure } from "../src/measure";
import { quietNetwork, type Run } from "../src/run";
import { type Estimate, estimate, seedsFrom } from "../src/statistics";

const NODES = 10_000;
const RUNS = 25;
const INTERVAL_MS = 1_000;

/** What the tests' own chain, `pushMeans(10_000, 1)`, gives after a minute or two. */
const EXACT_ROUNDS = 23.678231;
const EXACT_SENDS_PER_NODE = 10.286342;

/**
 * Runs push gossip in synchronous rounds among 10,000 nodes, and compares rounds and sends with the exact chain.
 * Prints both. Returns whether they agree within three standard errors, or nobody can tell since it was interrupted. Its
 * seeds are always the same: of new ones, some would be off by more.
 */
export async function checkLargePush(isInterrupted: () => boolean): Promise<boolean> {
  console.log(`\nPush among ${NODES} nodes, ${RUNS} seeds:`);
  const rounds: number[] = [];
  const sends: number[] = [];
  for (const seed of seedsFrom(1, RUNS)) {
    const figures = measure(runOf(seed), INTERVAL_MS * 1_000 * 1_000, undefined);
    rounds.push(figures.rounds ?? Number.NaN);
    sends.push(figures.messages / NODES);
    await new Promise((resolve) => setImmediate(resolve));
    if (isInterrupted()) return true;
  }
  const areRoundsRight = compare("rounds", estimate(rounds), EXACT_ROUNDS);
  const areSendsRight = compare("sends per node", estimate(sends), EXACT_SENDS_PER_NODE);
  return areRoundsRight && areSendsRight;
}

function runOf(seed: number): Run {
  return {
    seed,
    nodes: NODES,
    topology: { type: "complete" },
    spread: { strategy: "push", intervalMs: INTERVAL_MS },
    rumorCounter: 1,
    network: quietNetwork(1_000),
    timing: "lockstep",
    steps: [{ atUs: 0, type: "write", node: 0, text: "news" }],
  };
}

function compare(name: string, { mean, standardError }: Estimate, exact: number): boolean {
  const isRight = Math.abs(mean - exact) <= 3 * standardError;
  const seen = `${mean.toFixed(3)} ± ${standardError.toFixed(3)}`;
  console.log(`${isRight ? "ok " : "BAD"} ${name}: ${seen}, the exact chain says ${exact.toFixed(3)}`);
  return isRight;
}
