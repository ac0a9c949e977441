import { describe, expect, it, vi } from "vitest";
import { isNamedByContent } from "./built-files";
import {
  cacheFirst,
  cacheName,
  networkFirst,
  outdatedCaches,
  type Plan,
  planFor,
  type Sources,
} from "./offline-answer";

const FILES = {
  version: "2",
  paths: ["assets/index-3fOoN1mE.js", "favicon.svg", "index.html", "playground.html", "socket.io/trap.js"],
};

function plan(path: string, mode: RequestMode, scope: string): Plan {
  return planFor({ method: "GET", mode, url: new URL(path, scope).href }, scope, FILES);
}

describe("a request", () => {
  const home = "https://hearsay.example/";

  it.each([
    ["", "index.html"],
    ["?rule=latest&delay=500", "index.html"],
    ["index.html", "index.html"],
    ["playground", "playground.html"],
    ["playground.html?x=1", "playground.html"],
  ])("for the page %j is answered by the network first", (path, file) => {
    expect(plan(path, "navigate", home)).toEqual({ type: "networkFirst", path: file });
  });

  it("for what is named after its content is answered by the cache first, and for any other file it is not", () => {
    expect(plan("assets/index-3fOoN1mE.js", "cors", home)).toEqual({
      type: "cacheFirst",
      path: "assets/index-3fOoN1mE.js",
    });
    expect(plan("favicon.svg", "no-cors", home)).toEqual({ type: "networkFirst", path: "favicon.svg" });
    expect(isNamedByContent("assets/index.js")).toBe(false);
    expect(isNamedByContent("assets/../index-3fOoN1mE.js")).toBe(false);
  });

  it.each([
    ["socket.io/?EIO=4&transport=polling", "cors"],
    ["socket.io/", "navigate"],
    ["assets/index-unknown1.js", "cors"],
    ["nothing", "navigate"],
    ["", "cors"],
    ["https://other.example/", "navigate"],
  ] as const)("for %s is none of its business", (path, mode) => {
    expect(plan(path, mode, home)).toEqual({ type: "untouched" });
  });

  it("that sends something is none of its business", () => {
    expect(planFor({ method: "POST", mode: "navigate", url: home }, home, FILES)).toEqual({ type: "untouched" });
  });

  it("is understood where the app lies in a folder", () => {
    const folder = "https://example.org/notes/";
    expect(plan("", "navigate", folder)).toEqual({ type: "networkFirst", path: "index.html" });
    expect(plan("/", "navigate", folder)).toEqual({ type: "untouched" });
  });
});

describe("an answer", () => {
  const never = new Promise<never>(() => {});
  const response = (text: string, status: number) => new Response(text, { status });
  const sources = (changes: Partial<Sources>): Sources => ({
    fromNetwork: async () => response("network", 200),
    fromCache: async () => response("cache", 200),
    patience: () => never,
    ...changes,
  });
  const textOf = async (answer: Promise<Response>) => (await answer).text();

  it("comes from the network where that answers", async () => {
    expect(await textOf(networkFirst(sources({})))).toBe("network");
    expect(await textOf(networkFirst(sources({ fromNetwork: async () => response("none", 404) })))).toBe("none");
  });

  it.each([
    ["cannot be reached", { fromNetwork: () => Promise.reject(new TypeError("offline")) }],
    ["answers with an error of the server", { fromNetwork: async () => response("not built", 503) }],
    ["takes too long", { fromNetwork: () => never, patience: async () => {} }],
  ])("comes from the cache where the network %s", async (_, changes) => {
    expect(await textOf(networkFirst(sources(changes)))).toBe("cache");
  });

  it("comes from the network after all where the cache has nothing, and is an error where there is none", async () => {
    const fromCache = async () => undefined;
    const slow = Promise.resolve(response("late", 200));
    expect(await textOf(networkFirst(sources({ fromCache, fromNetwork: () => slow, patience: async () => {} })))).toBe(
      "late",
    );
    const broken = { fromCache, fromNetwork: () => Promise.reject(new TypeError("offline")) };
    expect((await networkFirst(sources(broken))).type).toBe("error");
  });

  it("for what is named after its content asks the network only where the cache has nothing", async () => {
    const fromNetwork = vi.fn(async () => response("network", 200));
    expect(await textOf(cacheFirst(sources({ fromNetwork })))).toBe("cache");
    expect(fromNetwork).not.toHaveBeenCalled();
    expect(await textOf(cacheFirst(sources({ fromNetwork, fromCache: async () => undefined })))).toBe("network");
  });
});

it("caches of other builds are outdated, those of others on the same origin are not", () => {
  const own = cacheName(FILES);
  const old = cacheName({ ...FILES, version: "1" });
  expect(outdatedCaches([old, own, "somebody-elses"], FILES)).toEqual([old]);
});
