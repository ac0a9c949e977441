import type { Strategy } from "@hearsay/gossip";
import { MESSAGE_BYTES } from "../data";
import { Reel } from "../reel";
import { Session } from "../session";
import { DEFAULT_SETTINGS, type PlaygroundSettings } from "../settings";

/** What all lanes of a race have in common. */
export interface RaceSettings {
  readonly seed: number;
  readonly nodes: number;
  /** Δ. */
  readonly intervalMs: number;
  readonly latencyMs: number;
  /** Of each node's one uplink. */
  readonly bytesPerSecond: number;
  /** The node that has the news. */
  readonly writer: number;
}

/** One way of spreading, run to its end on the same network as the others, from the write on. */
export interface Lane {
  readonly strategy: Strategy;
  readonly reel: Reel;
  /** When the write that counts happened, in µs of the lane's run. */
  readonly startUs: number;
  /** How long it took to everyone, in µs; undefined where it had not by the end of the race. */
  readonly tookUs: number | undefined;
}

/** What a lane has come to by some moment. */
export interface LaneFigures {
  readonly reached: number;
  readonly sent: number;
  /** Messages that told their receiver nothing new. */
  readonly wasted: number;
  /** Undefined where it is not everywhere yet. */
  readonly tookUs: number | undefined;
}

/** Who takes part. */
export const RACERS = ["broadcast", "push", "plumtree"] as const satisfies readonly Strategy[];

/** No race is longer, in µs. */
export const MAX_RACE_US = 600_000_000;

/** Runs a race to its end, a little from one yield to the next. Returns all lanes. */
export function* racing(settings: RaceSettings): Generator<void, readonly Lane[]> {
  const lanes: Lane[] = [];
  for (const strategy of RACERS) lanes.push(yield* racingIn(strategy, settings));
  return lanes;
}

/** How long a race is worth looking at, in µs: until all lanes are done, and a moment more. */
export function raceEnd(lanes: readonly Lane[]): number {
  return Math.max(...lanes.map(({ tookUs }) => tookUs ?? MAX_RACE_US)) + AFTERWARDS_US;
}

/** Shows a lane as it was so long after the write. */
export function showLane({ reel, startUs }: Lane, afterUs: number): LaneFigures {
  reel.seek(startUs + afterUs);
  const { view } = reel;
  const { latestWrite, traffic, living, differing } = view;
  const took = latestWrite?.everywhere?.tookUs;
  return {
    reached: latestWrite ? living - differing : 0,
    sent: traffic.sent - (latestWrite?.messagesBefore ?? 0),
    wasted: traffic.wasted - (latestWrite?.wastedBefore ?? 0),
    tookUs: took,
  };
}

function* racingIn(strategy: Strategy, race: RaceSettings): Generator<void, Lane> {
  const session = new Session(settingsOf(strategy, race));
  const write = { type: "write", node: race.writer, crashes: false } as const;
  // A tree grows out of what is sent: without one, plumtree tells everyone everything once.
  for (let grown = 0; strategy === "plumtree" && grown < GROWING_WRITES; grown++) {
    session.act(write);
    for (const untilUs = session.nowUs + growthUs(race); session.nowUs < untilUs; yield) {
      session.runTo(Math.min(untilUs, session.nowUs + STRIDE_US));
    }
  }
  const startUs = session.nowUs;
  session.act(write);
  const latest = () => session.film.latestWrite.latest?.everywhere;
  while (!latest() && session.nowUs < startUs + MAX_RACE_US && !session.film.isFull) {
    session.runTo(session.nowUs + STRIDE_US);
    yield;
  }
  session.runTo(session.nowUs + AFTERWARDS_US);
  return { strategy, startUs, reel: new Reel(session), tookUs: latest()?.tookUs };
}

function settingsOf(strategy: Strategy, race: RaceSettings): PlaygroundSettings {
  const { seed, nodes, intervalMs, latencyMs, bytesPerSecond } = race;
  const messagesPerSecond = bytesPerSecond / MESSAGE_BYTES;
  return { ...DEFAULT_SETTINGS, strategy, seed, nodes, shape: "complete", intervalMs, latencyMs, messagesPerSecond };
}

/** Long enough for the first write to flood the whole network, through every uplink, and for the answers. */
function growthUs({ nodes, intervalMs, latencyMs, bytesPerSecond }: RaceSettings): number {
  const floodMs = (nodes * MESSAGE_BYTES * 1_000) / bytesPerSecond;
  return Math.min(MAX_RACE_US, Math.ceil((1.5 * floodMs + 5 * (latencyMs + intervalMs)) * 1_000));
}

/** After so many writes a tree of 25 nodes wastes little any more. */
const GROWING_WRITES = 4;
const STRIDE_US = 250_000;
const AFTERWARDS_US = 1_000_000;
