import type { NoteKeeper } from "./note-keeper";

/**
 * Lets a keeper store what is new when the page goes out of sight, and when it is left or closed. Returns what ends
 * that again.
 */
export function flushOnLeaving(keeper: Pick<NoteKeeper, "flush" | "flushLeaving">): () => void {
  // A hidden page of a phone may be ended without another event.
  const onVisibility = () => {
    if (document.visibilityState === "hidden") void keeper.flush();
  };
  const onPageHide = () => keeper.flushLeaving();
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("pagehide", onPageHide);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    removeEventListener("pagehide", onPageHide);
  };
}
