import { type ByteReader, type ByteWriter, MalformedError, readReplicaId, writeReplicaId } from "@hearsay/merge";
import { readList, writeList } from "../list";
import type { PeerId } from "../peer-id";

/** How many links a random walk goes at most. */
export const MAX_WALK = 6;

/** The most peers that one message names. */
export const MAX_NAMED = 8;

/** No node tells of more neighbors than that. */
export const MAX_DEGREE = 255;

/** What neighbors tell each other so that all stay connected, each by a few links. After HyParView (2007). */
export type OverlayMessage =
  /** The sender is new: whoever gets this lets others know. */
  | { readonly type: "join" }
  /** `peer` is new. Walks `steps` more links at random; where the walk ends, `peer` is connected to. */
  | { readonly type: "forwardJoin"; readonly peer: PeerId; readonly steps: number }
  /** The sender asks to be a neighbor, and has so many already. */
  | { readonly type: "neighbor"; readonly degree: number }
  /** The sender has too many neighbors to keep this one, and names others. Its receiver closes the channel. */
  | { readonly type: "part"; readonly peers: readonly PeerId[] }
  /** Walks `steps` more links at random; where the walk ends, the answer takes the same `path` back, last first. */
  | {
      readonly type: "shuffle";
      readonly steps: number;
      readonly path: readonly PeerId[];
      readonly peers: readonly PeerId[];
    }
  /** The answer to a shuffle, or to a join. */
  | { readonly type: "shuffled"; readonly path: readonly PeerId[]; readonly peers: readonly PeerId[] };

const TYPES: readonly OverlayMessage["type"][] = ["join", "forwardJoin", "neighbor", "part", "shuffle", "shuffled"];

export function writeOverlayMessage(writer: ByteWriter, message: OverlayMessage): void {
  writer.byte(TYPES.indexOf(message.type));
  switch (message.type) {
    case "join":
      return;
    case "forwardJoin":
      writer.byte(message.steps);
      return writeReplicaId(writer, message.peer);
    case "neighbor":
      writer.byte(message.degree);
      return;
    case "part":
      return writeList(writer, message.peers, writeReplicaId);
    case "shuffle":
      writer.byte(message.steps);
      writeList(writer, message.path, writeReplicaId);
      return writeList(writer, message.peers, writeReplicaId);
    case "shuffled":
      writeList(writer, message.path, writeReplicaId);
      return writeList(writer, message.peers, writeReplicaId);
    default:
      message satisfies never;
  }
}

/** Throws a `MalformedError` where the bytes are no such message. */
export function readOverlayMessage(reader: ByteReader): OverlayMessage {
  const type = TYPES[reader.byte()];
  switch (type) {
    case "join":
      return { type };
    case "forwardJoin":
      return { type, steps: readSteps(reader), peer: readReplicaId(reader) };
    case "neighbor":
      return { type, degree: reader.byte() };
    case "part":
      return { type, peers: readList(reader, MAX_NAMED, readReplicaId) };
    case "shuffle":
      return {
        type,
        steps: readSteps(reader),
        path: readList(reader, MAX_WALK, readReplicaId),
        peers: readList(reader, MAX_NAMED, readReplicaId),
      };
    case "shuffled":
      return {
        type,
        path: readList(reader, MAX_WALK, readReplicaId),
        peers: readList(reader, MAX_NAMED, readReplicaId),
      };
    case undefined:
      throw new MalformedError("Expected a type of overlay message");
    default:
      return type satisfies never;
  }
}

function readSteps(reader: ByteReader): number {
  const steps = reader.byte();
  if (steps > MAX_WALK) throw new MalformedError(`Expected at most ${MAX_WALK} steps, got ${steps}`);
  return steps;
}
