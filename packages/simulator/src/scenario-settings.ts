import { duration, latency, type Notation, oneOf, rate, topology, unexpected, wholeNumber } from "./quantities";
import type { Network, Run } from "./run";
import { IDEAL, strategy, withSetting } from "./scenario-steps";
import { NAIVE_REPLICA_NAMES, REPLICA_NAMES, type ReplicaName } from "./simulated-replica";

/** What a scenario plays where it says nothing else. */
export const BLANK_RUN: Run = {
  seed: 1,
  nodes: 2,
  replica: "register",
  topology: { type: "complete" },
  spread: { strategy: "push", intervalMs: 1_000 },
  rumorCounter: 3,
  network: IDEAL,
  timing: "free",
  steps: [],
};

/** One setting of a run, as a scenario writes it after its name. */
export interface Setting {
  /** The run with this setting changed. Throws an error that says what was expected. */
  parse(run: Run, text: string): Run;
  print(run: Run): string;
}

const replica = oneOf<ReplicaName>([...REPLICA_NAMES, ...NAIVE_REPLICA_NAMES]);

/** Every setting of a run, by its name. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map([
  ["seed", { parse: (run, text) => ({ ...run, seed: parseSeed(text) }), print: ({ seed }) => String(seed) }],
  ["nodes", plain(wholeNumber, "nodes")],
  [
    "replica",
    { parse: (run, text) => ({ ...run, replica: replica.parse(text) }), print: (run) => run.replica ?? "register" },
  ],
  ["topology", plain(topology, "topology")],
  ["strategy", inSpread(strategy, "strategy")],
  ["interval", inSpread(wholeMs(), "intervalMs")],
  ["counter", plain(wholeNumber, "rumorCounter")],
  ["timing", plain(oneOf<Run["timing"]>(["free", "lockstep"]), "timing")],
  ["latency", inNetwork("latency", (network) => latency.print(network.latency))],
  ["uplink", inNetwork("uplink", (network) => rate.print(network.uplinkBytesPerSecond))],
  ["loss", inNetwork("loss", ({ loss }) => String(loss))],
  ["duplication", inNetwork("duplication", ({ duplication }) => String(duplication))],
  ["reorder", inNetwork("reorder", ({ reorder }) => String(reorder))],
]);

function plain<Key extends "nodes" | "topology" | "rumorCounter" | "timing">(
  notation: Notation<Run[Key]>,
  key: Key,
): Setting {
  return {
    parse: (run, text) => ({ ...run, [key]: notation.parse(text) }),
    print: (run) => notation.print(run[key]),
  };
}

function inSpread<Key extends keyof Run["spread"]>(notation: Notation<Run["spread"][Key]>, key: Key): Setting {
  return {
    parse: (run, text) => ({ ...run, spread: { ...run.spread, [key]: notation.parse(text) } }),
    print: ({ spread }) => notation.print(spread[key]),
  };
}

function inNetwork(name: string, print: (network: Network) => string): Setting {
  return {
    parse: (run, text) => ({ ...run, network: withSetting(run.network, name, text) }),
    print: ({ network }) => print(network),
  };
}

function wholeMs(): Notation<number> {
  return {
    parse(text) {
      const ms = duration.parse(text) / 1_000;
      if (!Number.isInteger(ms)) throw unexpected("whole ms", text);
      return ms;
    },
    print: (ms) => duration.print(ms * 1_000),
  };
}

function parseSeed(text: string): number {
  return text.startsWith("-") ? -wholeNumber.parse(text.slice(1)) : wholeNumber.parse(text);
}
