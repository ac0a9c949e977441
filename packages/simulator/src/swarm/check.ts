import { HELLO_INTERVAL_MS, Random } from "@hearsay/gossip";
import type { Run, Step } from "../run";
import type { SimulatedNode } from "../simulated-node";
import { shownBy } from "../simulated-replica";
import { Simulation } from "../simulation";
import { isUserAction } from "../user-action";
import { comeTogether } from "./come-together";
import { checkClaims, windowUs } from "./convergence";
import { type Fired, type Law, LawBroken } from "./law";
import { mend, periodUs, settledUs, thawedUs } from "./mend";
import { Watch } from "./watch";

/** What came of a run. */
export interface Outcome {
  readonly broken: Broken | undefined;
  /** How often each thing did happen. */
  readonly fired: Fired;
  /** Inputs that nodes have taken. */
  readonly inputs: number;
  /** 16 hex digits that stand for all that has happened. */
  readonly traceHash: string;
}

export interface Broken {
  readonly law: Law;
  /** Which data, node or message broke it, for people. */
  readonly message: string;
  /** Virtual time, in whole µs. */
  readonly atUs: number;
}

/**
 * Plays a run under the eyes of all laws: first its steps, then, with every fault mended, for as long as its promises
 * take, then for a while in which nothing is left to do. Throws a `RangeError` where the run makes no sense.
 */
export function check(run: Run): Outcome {
  const watch = new Watch(run);
  const simulation = new Simulation(run, watch.observe);
  const outcome = (broken: Broken | undefined): Outcome => {
    return { broken, fired: watch.fired, inputs: watch.inputs, traceHash: simulation.traceHash };
  };
  watch.attach(simulation);
  for (const step of run.steps) watch.fired.add(`step: ${step.type}`, 1);
  try {
    runThrough(run, simulation, watch);
    return outcome(undefined);
  } catch (error) {
    const atUs = simulation.now;
    if (error instanceof LawBroken) return outcome({ law: error.law, message: error.message, atUs });
    return outcome({ law: "never throws", message: String(error), atUs });
  }
}

/** Plays a run twice, which must go the same way. */
export function checkTwice(run: Run): Outcome {
  const first = check(run);
  const second = check(run);
  first.fired.add("trace compared", 1);
  if (first.broken || first.traceHash === second.traceHash) return first;
  const message = `${first.traceHash}, then ${second.traceHash}`;
  return { ...first, broken: { law: "same trace", message, atUs: 0 } };
}

function runThrough(run: Run, simulation: Simulation, watch: Watch): void {
  const nothingFailed = isFlawless(run);
  simulation.runUntil(run.steps.reduce((latest, { atUs }) => Math.max(latest, atUs), 0));
  // What a frozen node has yet to hear belongs to the faults, too.
  simulation.runUntil(thawedUs(simulation));
  checkCoverage(simulation, watch);
  mend(simulation, run, watch);
  simulation.runUntil(settledUs(simulation, watch));
  if (run.topology.type === "overlay") comeTogether(simulation, run, watch);
  const quantumUs = run.timing === "lockstep" ? run.spread.intervalMs * 1_000 : 0;
  const claims = watch.replica.claims(simulation, watch, new Random([run.seed, 0, 0, 0xc1a1]));
  const rounds = claims.reduce((most, claim) => Math.max(most, claim.rounds), 0);
  simulation.runUntil(simulation.now + windowUs(simulation, rounds) + BOUND_FACTOR * rounds * quantumUs);
  checkClaims(simulation, watch, claims);
  if (isEqual(simulation)) watch.fired.add("all equal in the end", 1);
  else if (nothingFailed) throw new LawBroken("broadcast arrives", "the copies differ though nothing went wrong");
  if (nothingFailed) watch.fired.add("flawless broadcast", 1);
  beQuiet(simulation, watch, quantumUs);
  checkCoverage(simulation, watch);
  watch.replica.finish(simulation);
}

const BOUND_FACTOR = 3;

/** Only broadcast on a complete graph that nothing disturbs promises to arrive. */
function isFlawless({ spread, steps, network, nodes, topology }: Run): boolean {
  const isComplete =
    topology.type === "complete" || (topology.type === "links" && topology.links.length === (nodes * (nodes - 1)) / 2);
  const disturbsNothing = (step: Step) => isUserAction(step) || step.type === "introduce" || step.type === "idle";
  const isUndisturbed = network.loss === 0 && steps.every(disturbsNothing);
  return spread.strategy === "broadcast" && isComplete && isUndisturbed;
}

function isEqual(simulation: Simulation): boolean {
  const states = Array.from({ length: simulation.size }, (_, index) => {
    const { replica } = simulation.node(index);
    return `${replica.version().join()} ${shownBy(replica)}`;
  });
  return states.every((state) => state === states[0]);
}

/** Nothing is left to do, so each timer fires as seldom as its Δ allows, and nothing is sent that no timer called for. */
function beQuiet(simulation: Simulation, watch: Watch, quantumUs: number): void {
  const forUs = Math.min(MAX_QUIET_US, QUIET_PERIODS * periodUs(simulation, quantumUs));
  const before = Array.from({ length: simulation.size }, (_, index) => ({ ...watch.node(index) }));
  const intervals = before.map((_, index) => simulation.node(index).gossip.spread.intervalMs);
  simulation.runUntil(simulation.now + forUs);
  for (const [index, { pushFirings, helloFirings, adoptions }] of before.entries()) {
    const after = watch.node(index);
    // Each adoption starts a timer afresh, with a Δ that may be another.
    if (after.adoptions > adoptions) continue;
    const firings = after.pushFirings - pushFirings;
    const most = Math.ceil(forUs / ((intervals[index] ?? 1) * 1_000)) + 1;
    if (firings > most) throw new LawBroken("quiet room", `node ${index} pushed ${firings} times, not ${most}`);
    const hellos = after.helloFirings - helloFirings;
    const mostHellos = Math.ceil(forUs / HELLO_US) + 1;
    if (hellos > mostHellos)
      throw new LawBroken("quiet room", `node ${index} greeted ${hellos} times, not ${mostHellos}`);
  }
}

const QUIET_PERIODS = 10;
const MAX_QUIET_US = 5_000_000;
const HELLO_US = HELLO_INTERVAL_MS * 1_000;

function checkCoverage(simulation: Simulation, watch: Watch): void {
  const covered = watch.replica.countCovered(simulation);
  const alive = Array.from({ length: simulation.size }, (_, index) => simulation.node(index)).filter(isAlive).length;
  const { coverage } = simulation;
  if (coverage.covered === covered && coverage.alive === alive) return;
  const message = `${coverage.covered} of ${coverage.alive}, but truly ${covered} of ${alive}`;
  throw new LawBroken("coverage is right", message);
}

function isAlive({ alive }: SimulatedNode): boolean {
  return alive;
}
