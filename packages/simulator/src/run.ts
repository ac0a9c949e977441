import type { Spread } from "@hearsay/gossip";
import type { Latency } from "./latency";
import type { ReplicaName } from "./simulated-replica";
import type { Topology } from "./topology";

/** All that decides what a simulation does. Plain data: it can be kept in a file, put in an address, and shrunk. */
export interface Run {
  /** An integer; the same run with the same seed gives the same trace. */
  readonly seed: number;
  /** 1 to `MAX_NODES`. */
  readonly nodes: number;
  /** What the nodes hold a copy of: the source text's register, where it is left out. */
  readonly replica?: ReplicaName;
  readonly topology: Topology;
  readonly spread: Spread;
  /** The k of the strategy `rumor`. */
  readonly rumorCounter: number;
  readonly network: Network;
  /**
   * "free": every node's timers run from a random phase, as in tabs. "lockstep": all fire together at whole multiples
   * of Δ, which are the synchronous rounds of the literature.
   */
  readonly timing: "free" | "lockstep";
  /** What happens from outside, in any order of time. */
  readonly steps: readonly Step[];
}

export const MAX_NODES = 1_000_000;

/** The network that all messages pass. */
export interface Network {
  readonly latency: Latency;
  /** One uplink for each node, which all of its messages share; undefined for one without limit. */
  readonly uplinkBytesPerSecond: number | undefined;
  /** The chances, 0 to 1, that a message is lost; arrives twice; may overtake the one before it. */
  readonly loss: number;
  readonly duplication: number;
  readonly reorder: number;
}

/** An ideal network, but for its latency. */
export function quietNetwork(latencyUs: number): Network {
  return {
    latency: { type: "fixed", us: latencyUs },
    uplinkBytesPerSecond: undefined,
    loss: 0,
    duplication: 0,
    reorder: 0,
  };
}

/** Something that happens to the simulated network at `atUs`, in whole µs from its start. */
export type Step = { readonly atUs: number } & Action;

export type Action =
  /** The user of `node` writes: `text` takes the place of all that stands there, the title apart. */
  | { readonly type: "write"; readonly node: number; readonly text: string }
  /** Puts `text` into a text before its UTF-16 unit `at`, or at its end where it is shorter. */
  | { readonly type: "insert"; readonly node: number; readonly at: number; readonly text: string }
  /** Puts `text` behind what the same user put in last, or at the end. */
  | { readonly type: "type"; readonly node: number; readonly text: string }
  /** Puts so many UTF-16 units in at once. */
  | { readonly type: "paste"; readonly node: number; readonly at: number; readonly units: number }
  /** Deletes the UTF-16 units from `from` to `to` that there are. */
  | { readonly type: "delete"; readonly node: number; readonly from: number; readonly to: number }
  | { readonly type: "undo" | "redo"; readonly node: number }
  /** The user of `node` says who writes; `color` from 0 to 255. */
  | { readonly type: "sign"; readonly node: number; readonly name: string; readonly color: number }
  /** The user of `node` gives a note another title. */
  | { readonly type: "title"; readonly node: number; readonly text: string }
  /** What `node` says of itself to its neighbors is `presence` from now on. */
  | { readonly type: "introduce"; readonly node: number; readonly presence: string }
  /** `node` dies once `afterMessages` more messages have left its uplink; with 0 at once. What is still in it dies too. */
  | { readonly type: "crash"; readonly node: number; readonly afterMessages: number }
  /** `node` comes back as a fresh peer, with what it had stored or with nothing. */
  | { readonly type: "restart"; readonly node: number; readonly storage: boolean }
  /** The timers of `node` stop for so long, then what is due fires at once. What it receives waits likewise. */
  | { readonly type: "freeze"; readonly node: number; readonly forUs: number }
  /** The clock of `node` jumps by so many ms; its skew is the sum of all jumps. */
  | { readonly type: "stepClock"; readonly node: number; readonly byMs: number }
  /** Messages from `from` to `to` vanish, and neither is told. */
  | { readonly type: "block"; readonly from: number; readonly to: number }
  | { readonly type: "unblock"; readonly from: number; readonly to: number }
  /** Messages between nodes of different groups vanish. Who is in no group reaches everyone. */
  | { readonly type: "partition"; readonly groups: readonly (readonly number[])[] }
  /** Nothing is blocked any more, and no partition holds. */
  | { readonly type: "heal" }
  /** What `from` sends to `to` waits until the time has passed, then comes all at once. */
  | { readonly type: "clog"; readonly from: number; readonly to: number; readonly forUs: number }
  /** The link between two nodes ends, and both are told. Not for the complete topology. */
  | { readonly type: "disconnect"; readonly from: number; readonly to: number }
  /** A new link between two nodes. Not for the complete topology. */
  | { readonly type: "connect"; readonly from: number; readonly to: number }
  /** Nothing went from `from` to `to` for a while, and it is owed a sign of life, as the channels of tabs find every while. */
  | { readonly type: "idle"; readonly from: number; readonly to: number }
  /** `node` learns of `via`, and comes in through it. For the topology that the nodes make themselves. */
  | { readonly type: "join"; readonly node: number; readonly via: number }
  /** The network is another one from now on. */
  | { readonly type: "setNetwork"; readonly network: Network }
  | { readonly type: "chooseSpread"; readonly node: number; readonly spread: Spread }
  /** `to` receives these bytes as if `from` had sent them. */
  | { readonly type: "inject"; readonly from: number; readonly to: number; readonly bytes: readonly number[] }
  /** `to` receives once more the last message that `from` ever sent to anyone. */
  | { readonly type: "replay"; readonly from: number; readonly to: number }
  /** The same, with the bits `by` (1 to 255) of one byte flipped: the one at `at`, counted round and round. */
  | { readonly type: "corrupt"; readonly from: number; readonly to: number; readonly at: number; readonly by: number };
