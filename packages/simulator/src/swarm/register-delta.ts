import { decodeMessage } from "@hearsay/gossip";
import { compareTimestamps, decodeOrUndefined, MAX_NOTE_BYTES, readTimestamp, type Timestamp } from "@hearsay/merge";

/** A register's data as it travels. */
export interface RegisterDelta {
  readonly timestamp: Timestamp;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The data that a message carries; undefined where it carries none that a register could read. */
export function deltaIn(message: Uint8Array): RegisterDelta | undefined {
  const decoded = decodeMessage(message);
  if (!("delta" in decoded)) return undefined;
  const bytes = decoded.delta;
  return decodeOrUndefined(bytes, (reader) => {
    const timestamp = readTimestamp(reader);
    for (let ancestors = reader.unsigned(MAX_ANCESTORS_READ); ancestors > 0; ancestors--) readTimestamp(reader);
    return { timestamp, text: reader.string(MAX_NOTE_BYTES), bytes };
  });
}

/** A timestamp as one string. */
export function keyOf({ timeMs, counter, replica }: Timestamp): string {
  return `${timeMs}.${counter}.${replica}`;
}

export function isLater(left: Timestamp, right: Timestamp | undefined): boolean {
  return right === undefined || compareTimestamps(left, right) > 0;
}

/** More than a register allows: what it must refuse is read here all the same. */
const MAX_ANCESTORS_READ = 1_000;
