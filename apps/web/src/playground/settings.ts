import { DEFAULT_RUMOR_COUNTER, type Spread, type Strategy } from "@hearsay/gossip";
import type { Link, Network, Run, Topology } from "@hearsay/simulator";
import { MESSAGE_BYTES } from "./data";

/** What the reader can set. Together with a seed it decides everything that the reader does not do by hand. */
export interface PlaygroundSettings {
  /** A whole number from 0 to `MAX_SEED`. */
  readonly seed: number;
  /** `MIN_NODES` to `MAX_NODES`. */
  readonly nodes: number;
  readonly shape: Shape;
  /** How many links each node has in the shape "random", `MIN_DEGREE` to `MAX_DEGREE`. Where the numbers do not allow it, `runOf` takes one near it. */
  readonly degree: number;
  readonly strategy: Strategy;
  /** Δ, a whole number from `MIN_INTERVAL_MS` to `MAX_INTERVAL_MS`. */
  readonly intervalMs: number;
  /** A whole number up to `MAX_LATENCY_MS`. */
  readonly latencyMs: number;
  /** How many messages a node's one uplink carries in a second, in thousandths; undefined for as many as it likes. */
  readonly messagesPerSecond: number | undefined;
  /** A whole number up to `MAX_LOSS_PERCENT`. */
  readonly lossPercent: number;
}

/** How the nodes are linked. */
export type Shape = "complete" | "ring" | "line" | "grid" | "random";

export const SHAPES: readonly Shape[] = ["complete", "ring", "line", "grid", "random"];

export const MIN_NODES = 2;
export const MAX_NODES = 200;
export const MIN_DEGREE = 3;
export const MAX_DEGREE = 8;
export const MIN_INTERVAL_MS = 20;
export const MAX_INTERVAL_MS = 10_000;
export const MAX_LATENCY_MS = 10_000;
export const MAX_LOSS_PERCENT = 50;
/** Seeds that are easy to read out. */
export const MAX_SEED = 9_999;

/** What the uplink can be set to; the last is one without limit. */
export const UPLINKS: readonly (number | undefined)[] = [1, 2, 5, 10, 20, 50, 100, undefined];

/** What Δ can be set to. */
export const INTERVALS_MS: readonly number[] = [20, 50, 100, 150, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000];

export const DEFAULT_SETTINGS: PlaygroundSettings = {
  seed: 1,
  nodes: 12,
  shape: "complete",
  degree: 3,
  strategy: "push",
  intervalMs: 1_000,
  latencyMs: 500,
  messagesPerSecond: 10,
  lossPercent: 0,
};

/** The naive way, slow enough to come between its messages. */
export const NAIVE_SETTINGS: PlaygroundSettings = { ...DEFAULT_SETTINGS, strategy: "broadcast", messagesPerSecond: 2 };

/** The run that the settings ask for. Every link is written out, so that it can be cut. */
export function runOf(settings: PlaygroundSettings): Run {
  return {
    seed: settings.seed,
    nodes: settings.nodes,
    topology: topologyOf(settings),
    spread: spreadOf(settings),
    rumorCounter: DEFAULT_RUMOR_COUNTER,
    network: networkOf(settings),
    timing: "free",
    steps: [],
  };
}

export function spreadOf({ strategy, intervalMs }: PlaygroundSettings): Spread {
  return { strategy, intervalMs };
}

export function networkOf({ latencyMs, messagesPerSecond, lossPercent }: PlaygroundSettings): Network {
  return {
    latency: { type: "fixed", us: latencyMs * 1_000 },
    uplinkBytesPerSecond: messagesPerSecond === undefined ? undefined : Math.round(messagesPerSecond * MESSAGE_BYTES),
    loss: lossPercent / 100,
    duplication: 0,
    reorder: 0,
  };
}

/** Whether other settings need a new run: other nodes or other links do, all else can change while it runs. */
export function needsNewRun(before: PlaygroundSettings, after: PlaygroundSettings): boolean {
  const { seed, nodes, shape, degree } = after;
  return (
    before.seed !== seed ||
    before.nodes !== nodes ||
    before.shape !== shape ||
    (shape === "random" && before.degree !== degree)
  );
}

/**
 * The degree nearest to the one wished for that a random graph of so many nodes can have. Of two that are as near it is
 * the higher: with 2 links each the nodes form rings, and those rarely hang together.
 */
export function possibleDegree(nodes: number, wished: number): number {
  const degree = Math.min(wished, nodes - 1);
  // Every link has two ends.
  return (degree * nodes) % 2 === 0 ? degree : degree + 1;
}

function topologyOf({ shape, nodes, degree }: PlaygroundSettings): Topology {
  if (shape === "complete") return { type: "links", links: everyPair(nodes) };
  if (shape !== "random") return { type: shape };
  return { type: "random", degree: possibleDegree(nodes, degree) };
}

function everyPair(nodes: number): Link[] {
  const links: Link[] = [];
  for (let from = 0; from < nodes; from++) for (let to = from + 1; to < nodes; to++) links.push([from, to]);
  return links;
}
