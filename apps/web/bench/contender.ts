import type { Page } from "playwright";

export type ContenderName = "hearsay" | "y-webrtc";

/** One of those that are measured against each other. */
export interface Contender {
  readonly name: ContenderName;
  /** Its name and version, for people. */
  readonly title: string;
  /** Builds its page and starts its servers, all on this machine, which its tabs know as `host`. */
  start(host: string): Promise<Stage>;
  /** How many others a tab knows to be in its room. */
  others(page: Page): Promise<number>;
}

/** Where a contender's tabs meet. */
export interface Stage {
  /** The address of a room in which nobody has been. */
  newRoom(): string;
  stop(): Promise<void>;
}
