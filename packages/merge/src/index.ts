export { Blake2s, HASH_BYTES } from "./blake2s";
export { ByteReader, ByteWriter, decodeOrUndefined, equalBytes, MalformedError, utf8Length } from "./bytes";
export { MAX_NOTE_DELTA_BYTES, MAX_TITLE_BYTES, Note, type NoteOperation } from "./note";
export { MAX_ANCESTORS, MAX_NOTE_BYTES, MAX_REGISTER_DELTA_BYTES, Register, type RegisterOperation } from "./register";
export type { Lost, MergeResult, RefusalReason, Replica, Restamped } from "./replica";
export {
  parseReplicaId,
  type ReplicaId,
  readReplicaId,
  replicaIdFromBytes,
  replicaIdToBytes,
  writeReplicaId,
} from "./replica-id";
export { authorsOf, type Passage } from "./text/authorship";
export type { TextChange } from "./text/change-record";
export { MAX_SIGNATURE_UNITS, type Signature } from "./text/signature";
export { MAX_TEXT_LENGTH, Text, type TextEdit, type TextOperation } from "./text/text";
export { MAX_AUTHORS, MAX_TEXT_UNITS } from "./text/text-document";
export { type Sibling, TEXT_RULES, type TextRules } from "./text/text-rules";
export type { TextAnchor } from "./text/text-view";
export { type Change, MOMENT_MS, type PastPassage, TextPast } from "./text/time-travel";
export {
  compareTimestamps,
  isAhead,
  MAX_COUNTER,
  MAX_DRIFT_MS,
  MAX_TIME_MS,
  readTimestamp,
  type Timestamp,
  tick,
  writeTimestamp,
} from "./timestamp";
