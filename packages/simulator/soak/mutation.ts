/** A deliberate fault: one piece of the source, replaced by another. */
export interface Mutation {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly search: string;
  readonly replace: string;
  /**
   * Which unit tests are asked where the swarm notices nothing: a part of their paths from the root. Undefined where the
   * swarm must notice.
   */
  readonly tests: string | undefined;
}
