import { type BuiltFiles, isNamedByContent } from "./built-files";
import { cacheFirst, cacheName, networkFirst, outdatedCaches, planFor } from "./offline-answer";

/**
 * The service worker: it keeps all files of one build and answers with them, so that the app opens offline. It holds no
 * note and no key: the key stands behind "#" in the address, which is no part of a request.
 *
 * A new build waits until no page of the old one is open, which may still ask for files that the server has no more.
 */
const PATIENCE_MS = 3_000;

/** What TypeScript's library for pages does not know of a service worker. */
interface ServiceWorkerScope {
  readonly builtFiles: BuiltFiles;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

interface ExtendableEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = globalThis as unknown as ServiceWorkerScope;
const { builtFiles } = worker;

worker.addEventListener("install", (event) => event.waitUntil(keepFiles()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const plan = planFor(request, worker.registration.scope, builtFiles);
  const sources = (path: string) => ({
    fromNetwork: () => fetch(request),
    fromCache: () => kept(path),
    patience: () => new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS)),
  });
  switch (plan.type) {
    case "untouched":
      return;
    case "networkFirst":
      return event.respondWith(networkFirst(sources(plan.path)));
    case "cacheFirst":
      return event.respondWith(cacheFirst(sources(plan.path)));
    default:
      return plan satisfies never;
  }
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName(builtFiles));
  // Pages of another build than their assets would be worse than none.
  const requests = builtFiles.paths.map(
    (path) => new Request(addressOf(path), { cache: isNamedByContent(path) ? "default" : "reload" }),
  );
  await cache.addAll(requests);
}

async function takeOver(): Promise<void> {
  const names = outdatedCaches(await caches.keys(), builtFiles);
  await Promise.all(names.map((name) => caches.delete(name)));
  // The page that was opened first may load a part of the app later, offline.
  await worker.clients.claim();
}

async function kept(path: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName(builtFiles));
  return cache.match(addressOf(path), { ignoreVary: true });
}

function addressOf(path: string): string {
  return `${worker.registration.scope}${path}`;
}
