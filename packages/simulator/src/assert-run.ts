import type { Latency } from "./latency";
import { MAX_NODES, type Network, type Run, type Step } from "./run";

/** Throws a `RangeError` where `run` makes no sense. Whether its topology can be made shows when it is made. */
export function assertRun({ seed, nodes, rumorCounter, network, steps }: Run): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`Expected a whole number as a seed, got ${seed}`);
  if (!isWhole(nodes, 1) || nodes > MAX_NODES) throw new RangeError(`Expected 1 to ${MAX_NODES} nodes, got ${nodes}`);
  if (!isWhole(rumorCounter, 1)) throw new RangeError(`Expected a rumor counter from 1, got ${rumorCounter}`);
  assertNetwork(network);
  for (const step of steps) assertStep(step, nodes);
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

function assertStep(step: Step, nodes: number): void {
  if (!isWhole(step.atUs, 0)) throw new RangeError(`Expected a step at a whole number of µs, got ${step.atUs}`);
  for (const [name, value] of Object.entries(step)) {
    const isSound = name === "byMs" ? Number.isSafeInteger(value) : !WHOLE.has(name) || isWhole(Number(value), 0);
    if (!isSound) throw new RangeError(`Expected a whole number as ${name}, got ${value}`);
  }
  if (step.type === "setNetwork") assertNetwork(step.network);
  for (const node of nodesOf(step)) {
    if (!isWhole(node, 0) || node >= nodes) throw new RangeError(`Expected a node below ${nodes}, got ${node}`);
  }
}

const WHOLE: ReadonlySet<string> = new Set(["afterMessages", "forUs"]);

function nodesOf(step: Step): readonly number[] {
  if ("node" in step) return [step.node];
  if ("from" in step) return [step.from, step.to];
  return step.type === "partition" ? step.groups.flat() : [];
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
