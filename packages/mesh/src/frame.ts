import { MAX_MESSAGE_BYTES, type PeerId } from "@hearsay/gossip";
import {
  ByteWriter,
  decodeOrUndefined,
  MAX_TIME_MS,
  MalformedError,
  readReplicaId,
  writeReplicaId,
} from "@hearsay/merge";
import { MAX_FRAME_BYTES } from "./link";

/** What travels on a link. A message goes in parts, and a beat may pass between two of them. */
export type Frame =
  | { readonly type: "part"; readonly bytes: Uint8Array; readonly last: boolean }
  | { readonly type: "beat"; readonly beat: Beat }
  /** A sign of life and nothing else. */
  | { readonly type: "alive" }
  | { readonly type: "goodbye" }
  /** A sealed introduction on its way from one who is no neighbor, or to one. */
  | { readonly type: "carry"; readonly carried: Carried };

export interface Carried {
  /** How many more links it may go, from 1. */
  readonly hops: number;
  readonly from: PeerId;
  readonly to: PeerId;
  readonly sealed: Uint8Array;
}

/** In a room of 64, each with five neighbors or more, everyone is nearer. */
export const MAX_CARRY_HOPS = 4;

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
const CARRY = 5;
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

/** Undefined where the introduction is too long for a frame. */
export function encodeCarry({ hops, from, to, sealed }: Carried): Uint8Array | undefined {
  const writer = new ByteWriter().byte(CARRY).byte(hops);
  writeReplicaId(writer, from);
  writeReplicaId(writer, to);
  const frame = writer.raw(sealed).finish();
  return frame.length <= MAX_FRAME_BYTES ? frame : undefined;
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
    case CARRY:
      return decodeCarry(rest);
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

function decodeCarry(bytes: Uint8Array): Frame | undefined {
  return decodeOrUndefined(bytes, (reader) => {
    const hops = reader.byte();
    if (hops < 1 || hops > MAX_CARRY_HOPS)
      throw new MalformedError(`Expected 1 to ${MAX_CARRY_HOPS} hops, got ${hops}`);
    const [from, to] = [readReplicaId(reader), readReplicaId(reader)];
    // A copy: it goes on when the frame may be used again.
    return { type: "carry", carried: { hops, from, to, sealed: new Uint8Array(reader.rest()) } };
  });
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
