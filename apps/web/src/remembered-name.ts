import { cleanName } from "./person-name";

/** The name that this browser's person last gave; undefined where none was given or nothing can be remembered. */
export function rememberedName(): string | undefined {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === null || stored.length > MAX_STORED_LENGTH ? undefined : cleanName(stored);
  } catch {
    // Storage is forbidden: the name then lasts as long as the tab.
    return undefined;
  }
}

/** Keeps `name` for later tabs of this browser, if it may. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, name);
  } catch {
    // Forbidden or full: the name then lasts as long as the tab.
  }
}

const STORAGE_KEY = "hearsay.name";
const MAX_STORED_LENGTH = 256;
