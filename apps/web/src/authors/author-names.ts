import type { ReplicaId } from "@hearsay/merge";

/** What the authors of a note are called and which color of the palette they have. */
export interface AuthorNames {
  readonly nameOf: (author: ReplicaId) => string;
  /** Any integer from 0 on: it wraps where the palette ends. */
  readonly colorOf: (author: ReplicaId) => number;
}
