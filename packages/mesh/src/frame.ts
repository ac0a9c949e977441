import { MAX_MESSAGE_BYTES } from "@hearsay/gossip";
import { ByteWriter, decodeOrUndefined, MAX_TIME_MS } from "@hearsay/merge";
import { MAX_FRAME_BYTES } from "./link";

/** What travels on a link. A message goes in parts, and a beat may pass between two of them. */
export type Frame =
  | { readonly type: "part"; readonly bytes: Uint8Array; readonly last: boolean }
  | { readonly type: "beat"; readonly beat: Beat }
  /** A sign of life and nothing else. */
  | { readonly type: "alive" }
  | { readonly type: "goodbye" };

/**
 * A sign of life that also compares clocks, as NTP does (RFC 5905): with the echo of the other's last beat, the
 * receiver knows the round trip, and with it how far the two wall clocks lie apart.
 */
export interface Beat {
  /** The sender's wall clock, in ms since 1970. */
  readonly wallMs: number;
  /** The sender's monotonic clock, in whole ms. */
  readonly sentAtMs: number;
  /** `sentAtMs` of the last beat that the sender received, and for how long it held it; undefined before the first. */
  readonly echo: { readonly sentAtMs: number; readonly heldMs: number } | undefined;
}

const PART = 0;
const LAST_PART = 1;
const BEAT = 2;
const GOODBYE = 3;
const ALIVE = 4;
const MAX_PART_BYTES = MAX_FRAME_BYTES - 1;

export const GOODBYE_FRAME: Uint8Array = Uint8Array.of(GOODBYE);
export const ALIVE_FRAME: Uint8Array = Uint8Array.of(ALIVE);

/** Cuts a message into frames. */
export function* framesOf(message: Uint8Array): Generator<Uint8Array> {
  let offset = 0;
  do {
    const part = message.subarray(offset, offset + MAX_PART_BYTES);
    offset += part.length;
    const frame = new Uint8Array(part.length + 1);
    frame[0] = offset < message.length ? PART : LAST_PART;
    frame.set(part, 1);
    yield frame;
  } while (offset < message.length);
}

export function encodeBeat({ wallMs, sentAtMs, echo }: Beat): Uint8Array {
  const writer = new ByteWriter().byte(BEAT).unsigned(wallMs).unsigned(sentAtMs);
  if (echo) writer.unsigned(echo.sentAtMs).unsigned(echo.heldMs);
  return writer.finish();
}

/** Decodes a frame from anyone; undefined where it is malformed. A part is a view of the frame. */
export function decodeFrame(frame: Uint8Array): Frame | undefined {
  if (frame.length > MAX_FRAME_BYTES) return undefined;
  const rest = frame.subarray(1);
  switch (frame[0]) {
    case PART:
      return { type: "part", bytes: rest, last: false };
    case LAST_PART:
      return { type: "part", bytes: rest, last: true };
    case BEAT:
      return decodeBeat(rest);
    case GOODBYE:
      return rest.length === 0 ? { type: "goodbye" } : undefined;
    case ALIVE:
      return rest.length === 0 ? { type: "alive" } : undefined;
    default:
      return undefined;
  }
}

/** Puts the parts of one message after another together again. Holds at most `MAX_MESSAGE_BYTES`. */
export class Reassembly {
  private parts: Uint8Array[] = [];
  private length = 0;

  /** The message, where this part completes one; "malformed" where the message cannot be one, and all of it is dropped. */
  add(part: Uint8Array, last: boolean): Uint8Array | "malformed" | undefined {
    // All parts but the last are full: many small ones would take far more memory than the bytes that they hold.
    if (this.length + part.length > MAX_MESSAGE_BYTES || (part.length !== MAX_PART_BYTES && !last)) {
      this.parts = [];
      this.length = 0;
      return "malformed";
    }
    this.parts.push(part);
    this.length += part.length;
    if (!last) return undefined;
    const message = new Uint8Array(this.length);
    let offset = 0;
    for (const each of this.parts) {
      message.set(each, offset);
      offset += each.length;
    }
    this.parts = [];
    this.length = 0;
    return message;
  }
}

function decodeBeat(bytes: Uint8Array): Frame | undefined {
  return decodeOrUndefined(bytes, (reader) => {
    const wallMs = reader.unsigned(MAX_TIME_MS);
    const sentAtMs = reader.unsigned(MAX_TIME_MS);
    const echo =
      reader.remaining > 0
        ? { sentAtMs: reader.unsigned(MAX_TIME_MS), heldMs: reader.unsigned(MAX_TIME_MS) }
        : undefined;
    return { type: "beat", beat: { wallMs, sentAtMs, echo } };
  });
}
