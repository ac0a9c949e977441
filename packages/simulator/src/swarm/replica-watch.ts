import type { Timestamp } from "@hearsay/merge";
import type { Run } from "../run";
import type { SimulatedNode } from "../simulated-node";
import type { Fired, Taken } from "./law";
import { RegisterWatch } from "./register-watch";

/** Sees every input that any node takes, and throws `LawBroken` where the data of a replica breaks a law of its own. */
export interface ReplicaWatch {
  /** The node is about to take an input. */
  before(node: SimulatedNode): void;
  /** It has taken it. */
  after(taken: Taken): void;
  /** The newest timestamp that was ever held. */
  readonly newest: Timestamp | undefined;
}

export const REPLICA_NAMES = ["register"] as const;

export type ReplicaName = (typeof REPLICA_NAMES)[number];

/** One watch for each replica that the swarm draws. */
export const REPLICA_WATCHES: Readonly<Record<ReplicaName, (run: Run, fired: Fired) => ReplicaWatch>> = {
  register: (run, fired) => new RegisterWatch(run, fired),
};

/** All that decides a run of the swarm. */
export interface Trial {
  readonly replica: ReplicaName;
  readonly run: Run;
}
