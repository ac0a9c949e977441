import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { vi } from "vitest";
import { DATABASE } from "../note-store";

/** Clears all that this browser keeps. Connections that are open are closed by it. */
export function freshDatabase(): Promise<void> {
  vi.stubGlobal("localStorage", new Storage());
  return deleteDB(DATABASE);
}

/** What a page may call of a browser's `localStorage`, whose keys are its properties. */
class Storage {
  getItem(key: string): string | null {
    return (this as unknown as Record<string, string>)[key] ?? null;
  }

  setItem(key: string, value: string): void {
    Object.assign(this, { [key]: value });
  }

  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key];
  }
}
