import { DEFAULT_SETTINGS, type PlaygroundSettings } from "./settings";

/** How the playground stands at the beginning of an experiment. */
export type SetUp = Omit<PlaygroundSettings, "seed"> & {
  /** Whether the first node that is written to will crash amid its sending. */
  readonly armed: boolean;
  /** How many seconds of the network pass in one second. */
  readonly speed: number;
};

const { seed: _, ...DEFAULTS } = DEFAULT_SETTINGS;

const NARROW = { ...DEFAULTS, nodes: 25, latencyMs: 50, messagesPerSecond: 1 };

/** The experiments that the article proposes, by the names that its buttons bear. */
export const SET_UPS: Readonly<Record<string, SetUp>> = {
  "naive-crash": { ...DEFAULTS, strategy: "broadcast", armed: true, speed: 1 },
  "gossip-crash": { ...DEFAULTS, strategy: "push", armed: true, speed: 1 },
  line: { ...DEFAULTS, nodes: 10, shape: "line", armed: false, speed: 2 },
  "naive-slow": { ...NARROW, strategy: "broadcast", armed: false, speed: 5 },
  "gossip-slow": { ...NARROW, strategy: "push", armed: false, speed: 5 },
};
