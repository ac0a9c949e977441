/**
 * Asks the browser, once for each page load, not to clear what is kept here when it runs short of room. It may answer
 * no, or ask the person; where it knows no such thing, as on plain http, nothing happens.
 */
export async function askForPersistence(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    // On plain http it is missing, whatever the types say.
    const storage: Partial<StorageManager> | undefined = globalThis.navigator?.storage;
    if (storage && !(await storage.persisted?.())) await storage.persist?.();
  } catch {
    // What is kept is then kept as long as the browser likes.
  }
}

let asked = false;
