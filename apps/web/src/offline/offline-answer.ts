import { type BuiltFiles, isNamedByContent } from "./built-files";

/** How a request of a page is answered. */
export type Plan =
  /** As if there were no service worker. */
  | { readonly type: "untouched" }
  /** From the network, and from the cache where that is silent: a page is as new as it can be. */
  | { readonly type: "networkFirst"; readonly path: string }
  /** From the cache: what is named after its content is never old. */
  | { readonly type: "cacheFirst"; readonly path: string };

/** What there is to know of a request. */
export type Asked = Pick<Request, "method" | "mode" | "url">;

/** Decides on a request; `scope` is the address below which the files lie. Only files of the build are ever answered. */
export function planFor({ method, mode, url }: Asked, scope: string, files: BuiltFiles): Plan {
  if (method !== "GET" || !url.startsWith(scope)) return UNTOUCHED;
  const { pathname } = new URL(url);
  const asked = pathname.slice(new URL(scope).pathname.length);
  // The server knows its pages with and without their ending.
  const candidates = mode === "navigate" ? [asked === "" ? "index.html" : asked, `${asked}.html`] : [asked];
  const path = candidates.find((candidate) => files.paths.includes(candidate));
  if (path === undefined) return UNTOUCHED;
  return { type: isNamedByContent(path) ? "cacheFirst" : "networkFirst", path };
}

/** Where answers come from. */
export interface Sources {
  readonly fromNetwork: () => Promise<Response>;
  /** Undefined where it is not in the cache. */
  readonly fromCache: () => Promise<Response | undefined>;
  /** Resolves when the network has been waited for long enough. */
  readonly patience: () => Promise<void>;
}

/** Asks the network, and the cache where the network fails, takes too long or has nothing but an error of the server. */
export async function networkFirst({ fromNetwork, fromCache, patience }: Sources): Promise<Response> {
  const network = fromNetwork().catch(() => undefined);
  const first = await Promise.race([network, patience()]);
  if (first && first.status < FIRST_SERVER_ERROR) return first;
  return (await fromCache()) ?? (await network) ?? Response.error();
}

/** Asks the cache, and the network where that has nothing. */
export async function cacheFirst({ fromNetwork, fromCache }: Omit<Sources, "patience">): Promise<Response> {
  return (await fromCache()) ?? fromNetwork();
}

/** Names the cache of a build. */
export function cacheName({ version }: BuiltFiles): string {
  return `${CACHE_PREFIX}${version}`;
}

/** Which of all caches are of other builds. Other caches of the same origin are none of ours. */
export function outdatedCaches(names: readonly string[], files: BuiltFiles): readonly string[] {
  return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName(files));
}

const UNTOUCHED: Plan = { type: "untouched" };
const FIRST_SERVER_ERROR = 500;
const CACHE_PREFIX = "hearsay-app-";
