/** Why a browser does not keep a note. */
export type StoreFailure =
  /** There is no room left. */
  | "full"
  /** The page may not store anything, as in some private windows. */
  | "forbidden"
  /** The database cannot be read or written. */
  | "broken";

/** What an error of the database means; undefined where the error is no database's but a programmer's. */
export function storeFailure(error: unknown): StoreFailure | undefined {
  if (!(error instanceof DOMException)) return undefined;
  switch (error.name) {
    case "QuotaExceededError":
      return "full";
    case "SecurityError":
    case "NotAllowedError":
      return "forbidden";
    default:
      return "broken";
  }
}
