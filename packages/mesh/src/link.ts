import type { IceServer } from "./signal-events";

/** No frame is longer: 16 KiB pass between any two browsers. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** One ordered, reliable connection to one peer, in frames. Every adapter passes the suite in `link-contract.ts`. */
export interface Link {
  /** Takes what the other end's `onSignal` gave. Hostile: a bad signal is dropped or closes this link, no more. */
  signal(signal: unknown): void;
  /**
   * Sends a frame of 1 to `MAX_FRAME_BYTES` bytes; a longer one throws. `accepted` is called once there is room for
   * the next, and never after the link has closed. Before it opened, and after it closed, nothing is sent.
   */
  send(frame: Uint8Array, accepted: () => void): void;
  /** Closes both ends. What was sent before may or may not arrive. `onClose` is not called at this end. */
  close(): void;
}

export interface LinkEvents {
  /** To be carried to the other end, in order. Plain data that JSON can hold. */
  readonly onSignal: (signal: unknown) => void;
  readonly onOpen: () => void;
  /** Frames in the order in which they were sent, each whole. Undefined for what is no bytes. */
  readonly onFrame: (frame: Uint8Array | undefined) => void;
  /** The other end closed, the network broke, or a signal was bad. Called at most once; nothing follows. */
  readonly onClose: () => void;
}

export interface LinkOptions {
  /** Exactly one of the two ends initiates. */
  readonly initiator: boolean;
  readonly iceServers: readonly IceServer[];
  /** Whether signals may be many. Otherwise each end makes one, which takes a little longer. */
  readonly trickles: boolean;
}

/** Makes one end of a link. It tells nothing before it has returned. */
export type LinkFactory = (options: LinkOptions, events: LinkEvents) => Link;

/** Throws where a frame breaks the limits: the caller's mistake. */
export function assertFrame(frame: Uint8Array): void {
  if (frame.length < 1 || frame.length > MAX_FRAME_BYTES) {
    throw new RangeError(`Expected a frame of 1 to ${MAX_FRAME_BYTES} bytes, got ${frame.length}`);
  }
}
