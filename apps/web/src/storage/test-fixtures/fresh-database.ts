import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { DATABASE } from "../note-store";

/** Clears all that this browser keeps. Connections that are open are closed by it. */
export function freshDatabase(): Promise<void> {
  return deleteDB(DATABASE);
}
