import { MAX_PRESENCE_BYTES } from "@hearsay/gossip";
import { MAX_SIGNATURE_UNITS, utf8Length } from "@hearsay/merge";
import type { Latency } from "./latency";
import { type Action, MAX_NODES, type Network, type Run, type Step } from "./run";
import type { ReplicaName } from "./simulated-replica";
import { fits, isUserAction } from "./user-action";

/** Throws a `RangeError` where `run` makes no sense. Whether its topology can be made shows when it is made. */
export function assertRun({ seed, nodes, replica, rumorCounter, network, steps }: Run): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`Expected a whole number as a seed, got ${seed}`);
  if (!isWhole(nodes, 1) || nodes > MAX_NODES) throw new RangeError(`Expected 1 to ${MAX_NODES} nodes, got ${nodes}`);
  if (!isWhole(rumorCounter, 1)) throw new RangeError(`Expected a rumor counter from 1, got ${rumorCounter}`);
  assertNetwork(network);
  for (const step of steps) assertStep(step, nodes, replica ?? "register");
}

/** Throws a `RangeError` where no network can be like that. */
export function assertNetwork({ latency, uplinkBytesPerSecond, loss, duplication, reorder }: Network): void {
  if (!isLatency(latency)) throw new RangeError(`Expected a latency in whole µs, got ${JSON.stringify(latency)}`);
  if (uplinkBytesPerSecond !== undefined && !(uplinkBytesPerSecond > 0 && uplinkBytesPerSecond < Infinity)) {
    throw new RangeError(`Expected an uplink of some bytes/s, got ${uplinkBytesPerSecond}`);
  }
  for (const chance of [loss, duplication, reorder]) {
    if (!(chance >= 0 && chance <= 1)) throw new RangeError(`Expected a chance from 0 to 1, got ${chance}`);
  }
}

function isLatency(latency: Latency): boolean {
  switch (latency.type) {
    case "fixed":
      return isWhole(latency.us, 0);
    case "uniform":
      return isWhole(latency.minUs, 0) && isWhole(latency.maxUs, latency.minUs) && latency.maxUs < 2 ** 32;
    case "exponential":
      return isWhole(latency.meanUs, 0);
    default:
      return latency satisfies never;
  }
}

function assertStep(step: Step, nodes: number, replica: ReplicaName): void {
  if (!isWhole(step.atUs, 0)) throw new RangeError(`Expected a step at a whole number of µs, got ${step.atUs}`);
  for (const [name, value] of Object.entries(step)) {
    const isSound = name === "byMs" ? Number.isSafeInteger(value) : !WHOLE.has(name) || isWhole(Number(value), 0);
    if (!isSound) throw new RangeError(`Expected a whole number as ${name}, got ${value}`);
  }
  if (step.type === "setNetwork") assertNetwork(step.network);
  if (isUserAction(step) && !fits(replica, step.type)) {
    throw new RangeError(`Expected something that one can do to a ${replica}, got ${step.type}`);
  }
  const fault = faultIn(step);
  if (fault) throw new RangeError(fault);
  for (const node of nodesOf(step)) {
    if (!isWhole(node, 0) || node >= nodes) throw new RangeError(`Expected a node below ${nodes}, got ${node}`);
  }
}

const WHOLE: ReadonlySet<string> = new Set(["afterMessages", "forUs", "at", "from", "to", "units", "color", "by"]);

/** What is wrong with the values of an action, if anything is. */
function faultIn(action: Action): string | undefined {
  switch (action.type) {
    case "introduce": {
      const bytes = utf8Length(action.presence);
      return bytes > MAX_PRESENCE_BYTES ? `Expected at most ${MAX_PRESENCE_BYTES} bytes, got ${bytes}` : undefined;
    }
    case "sign":
      return action.color > 255 || action.name.length > MAX_SIGNATURE_UNITS || !action.name.isWellFormed()
        ? `Expected a name of at most ${MAX_SIGNATURE_UNITS} units and a color up to 255`
        : undefined;
    case "corrupt":
      return action.by < 1 || action.by > 255 ? `Expected 1 to 255 to flip, got ${action.by}` : undefined;
    default:
      return undefined;
  }
}

function nodesOf(step: Step): readonly number[] {
  if (step.type === "join") return [step.node, step.via];
  if ("node" in step) return [step.node];
  if ("from" in step) return [step.from, step.to];
  return step.type === "partition" ? step.groups.flat() : [];
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
