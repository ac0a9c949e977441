import { DEFAULT_SETTINGS, type PlaygroundSettings } from "./settings";

/** How a playground stands at the beginning of an experiment. */
export type SetUp = Omit<PlaygroundSettings, "seed"> & {
  /** Whether the first node that is written to will crash amid its sending. */
  readonly armed: boolean;
  /** How many seconds of the network pass in one second. */
  readonly speed: number;
};

const { seed: _, ...DEFAULTS } = DEFAULT_SETTINGS;

const CALM = { ...DEFAULTS, armed: false, speed: 1 } as const;

/** The experiments that the article proposes, by the names that its buttons bear. */
export const SET_UPS: Readonly<Record<string, SetUp>> = {
  naive: { ...CALM, strategy: "broadcast", messagesPerSecond: 2 },
  "naive-crash": { ...CALM, strategy: "broadcast", messagesPerSecond: 2, armed: true },
  "naive-many": { ...CALM, strategy: "broadcast", nodes: 60, latencyMs: 100, messagesPerSecond: 2, speed: 5 },
  "gossip-crash": { ...CALM, strategy: "push", armed: true },
  "gossip-line": { ...CALM, nodes: 10, shape: "line", speed: 2 },
  "gossip-loss": { ...CALM, strategy: "push", lossPercent: 50, nodes: 30, speed: 2 },
  "gossip-many": { ...CALM, strategy: "push", nodes: 60, latencyMs: 100, messagesPerSecond: 2, speed: 5 },
};
