import { CODE_BITS, CODE_INSERT_ON, CODES, FAR_SECONDS, ID_BYTES } from "./delta-format";
import { MAX_STAMP, type Stamp, secondsOf, stampOf } from "./stamp";
import { MAX_TEXT_UNITS, type TextDocument } from "./text-document";

/**
 * Takes in a delta that says no more than that an author types on: a few ASCII characters behind its last one, in the same
 * second or a few later. Most are such, and `DeltaMerge`, which reads them too, takes several times as long. Returns false,
 * and does nothing, where it is any other.
 */
export function takeTyping(document: TextDocument, delta: Uint8Array, lastSound: Stamp): boolean {
  if (delta[0] !== 1) return false;
  const log = document.find(delta, 1);
  if (!log || log.characters === 0) return false;
  let at = 1 + ID_BYTES;
  let byte = delta[at++]!;
  let from = byte & 0x7f;
  for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
    byte = delta[at++]!;
    from += (byte & 0x7f) << shift;
  }
  // A last byte of 0 is not the shortest form; after one that is not the last there is more than any log has.
  if (from !== log.units || byte === 0 || byte >= 0x80) return false;
  const counts = delta[at++];
  const isMarked = counts === 3 && delta[at++] === 1;
  if (counts !== 2 && !isMarked) return false;
  const head = delta[at++]!;
  const length = head >> CODE_BITS;
  if (head >= 0x80 || length === 0 || (head & (CODES - 1)) !== CODE_INSERT_ON) return false;
  let stamp = log.lastStamp + 1;
  if (isMarked) {
    const seconds = delta[at++]!;
    if (seconds === 0 || seconds >= FAR_SECONDS) return false;
    stamp = stampOf(secondsOf(stamp) + seconds, 0);
  }
  const last = stamp + length - 1;
  if (at + length !== delta.length || document.units + length > MAX_TEXT_UNITS) return false;
  if (last > lastSound || last > MAX_STAMP - MAX_TEXT_UNITS) return false;
  log.reserve(length);
  const { text, characters } = log;
  for (let i = 0; i < length; i++) {
    const unit = delta[at + i]!;
    if (unit >= 0x80) return false;
    text[characters + i] = unit;
  }
  document.stampNext(log, stamp);
  const isPlaced = document.insert(log, { slot: log.slot, counter: characters - 1 }, log.lastRight, length);
  if (!isPlaced) throw new Error("Expected a run that has a place to go on there");
  return true;
}
