/**
 * Lets the app open offline, where the page may: not in development, and not on plain http from another computer, where
 * browsers have no service workers.
 */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const register = async () => {
    try {
      await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
    } catch {
      // Forbidden by the browser's settings: the app then needs the network to open, as before.
    }
  };
  // Not before the page has what it needs itself.
  if (document.readyState === "complete") void register();
  else addEventListener("load", () => void register(), { once: true });
}
