export { ByteReader, ByteWriter, decodeOrUndefined, equalBytes, MalformedError, utf8Length } from "./bytes";
export { MAX_ANCESTORS, MAX_NOTE_BYTES, MAX_REGISTER_DELTA_BYTES, Register, type RegisterOperation } from "./register";
export type { Lost, MergeResult, RefusalReason, Replica } from "./replica";
export { parseReplicaId, type ReplicaId, replicaIdFromBytes } from "./replica-id";
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
