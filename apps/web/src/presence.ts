import { MAX_PRESENCE_BYTES } from "@hearsay/gossip";
import { COLOR_COUNT } from "./palette";
import { cleanName } from "./person-name";

/** What a tab says of itself to its neighbors. */
export interface Presence {
  /** As `cleanName` leaves it. */
  readonly name: string;
  /** An index into the palette, 0 to `COLOR_COUNT` - 1. */
  readonly color: number;
}

/** The bytes of `presence`, at most `MAX_PRESENCE_BYTES`: a format number, the color, the name in UTF-8. */
export function encodePresence(presence: Presence): Uint8Array {
  const name = new TextEncoder().encode(presence.name);
  const bytes = new Uint8Array(HEADER_BYTES + name.length);
  bytes.set([FORMAT, presence.color]);
  bytes.set(name, HEADER_BYTES);
  if (decodePresence(bytes) === undefined) throw new RangeError("Expected a clean name and a color of the palette");
  return bytes;
}

/** Reads what a neighbor sent. Undefined where it is not exactly what `encodePresence` gives for some presence. */
export function decodePresence(bytes: Uint8Array): Presence | undefined {
  if (bytes.length > MAX_PRESENCE_BYTES) return undefined;
  const [format, color] = bytes;
  if (format !== FORMAT || color === undefined || color >= COLOR_COUNT) return undefined;
  const name = decodeUtf8(bytes.subarray(HEADER_BYTES));
  if (name === undefined || cleanName(name) !== name) return undefined;
  return { name, color };
}

const FORMAT = 1;
const HEADER_BYTES = 2;

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
