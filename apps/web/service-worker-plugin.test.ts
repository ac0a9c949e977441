import { expect, it } from "vitest";
import { listOf } from "./service-worker-plugin";

it("a build lists its files in order, and is another version where one of them or the service worker changes", () => {
  const files = new Map<string, string | Uint8Array>([
    ["index.html", "<title>"],
    ["assets/a-12345678.js", "1"],
    ["favicon.svg", Uint8Array.of(1)],
  ]);
  const first = listOf(files, "worker");
  expect(first.paths).toEqual(["assets/a-12345678.js", "favicon.svg", "index.html"]);
  expect(listOf(new Map([...files].reverse()), "worker")).toEqual(first);
  const versions = [
    first,
    listOf(files, "other worker"),
    listOf(new Map(files).set("index.html", "<p>"), "worker"),
    listOf(new Map(files).set("favicon.svg", Uint8Array.of(2)), "worker"),
    listOf(new Map(files).set("more.txt", ""), "worker"),
  ].map(({ version }) => version);
  expect(new Set(versions).size).toBe(versions.length);
});
