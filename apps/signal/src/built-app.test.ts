import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBuiltApp } from "./built-app";

let directory: string;
let server: Server;
let port: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "hearsay-built-app-"));
  await mkdir(join(directory, "dist", "assets"), { recursive: true });
  await writeFile(join(directory, "secret.txt"), "secret");
  await writeFile(join(directory, "dist", "index.html"), "<title>note</title>");
  await writeFile(join(directory, "dist", "playground.html"), "<title>playground</title>");
  await writeFile(join(directory, "dist", "assets", "index-B1c_D-3f.js"), "export {};");
  await serve(join(directory, "dist"));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

async function serve(dist: string): Promise<void> {
  server = createServer(openBuiltApp(dist).handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
}

/** Unlike `fetch`, sends the path as it is. */
function get(path: string, options: { readonly method?: string; readonly headers?: Record<string, string> }) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, agent: false, ...options }, async (response) => {
        let body = "";
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
      sent.once("error", reject).end();
    },
  );
}

test("each page is served under its name, asked anew every time, with headers that keep strangers out", async () => {
  const home = await get("/", {});
  expect(home).toMatchObject({ status: 200, body: "<title>note</title>" });
  expect(home.headers).toMatchObject({
    "content-type": "text/html;charset=utf-8",
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("connect-src 'self' ws: wss:;"),
  });
  expect(await get("/?strategy=push&interval=1000", {})).toMatchObject({ status: 200, body: "<title>note</title>" });
  expect(await get("/playground.html", {})).toMatchObject({ status: 200, body: "<title>playground</title>" });
  expect(await get("/playground", {})).toMatchObject({ status: 200, body: "<title>playground</title>" });
});

test("the service worker is a script, and asked anew every time", async () => {
  await writeFile(join(directory, "dist", "sw.js"), "self;");
  const { status, headers, body } = await get("/sw.js", {});
  expect({ status, body }).toEqual({ status: 200, body: "self;" });
  expect(headers).toMatchObject({
    "content-type": expect.stringMatching(/^text\/javascript/),
    "cache-control": "no-cache",
  });
});

test("only assets named after their content are kept for good", async () => {
  const asset = await get("/assets/index-B1c_D-3f.js", {});
  expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  const again = await get("/", { headers: { "if-none-match": String((await get("/", {})).headers.etag) } });
  expect(again).toMatchObject({ status: 304, body: "" });
});

test.each([
  "/../secret.txt",
  "/..%2fsecret.txt",
  "/%2e%2e/secret.txt",
  "/assets/../../secret.txt",
  "/%00",
  "/%ff",
  "//x",
  "/assets",
])("%s is not there", async (path) => {
  const { status, body } = await get(path, {});
  expect(status).toBe(404);
  expect(body).toBe("There is nothing here.\n");
});

test.each(["bytes=5-2", "bytes=abc", "bytes=-", "bytes=0-99999999", "x"])(
  "the range %s is passed over",
  async (range) => {
    expect(await get("/", { headers: { range } })).toMatchObject({ status: 200, body: "<title>note</title>" });
  },
);

test("nothing can be sent here", async () => {
  const { status, headers } = await get("/", { method: "POST" });
  expect(status).toBe(405);
  expect(headers.allow).toBe("GET, HEAD");
  expect(await get("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
});

test("a new build is served by a server that was running before it, and what it removed is not there", async () => {
  await rm(join(directory, "dist", "assets", "index-B1c_D-3f.js"));
  await writeFile(join(directory, "dist", "index.html"), "<title>a longer note</title>");
  expect(await get("/", {})).toMatchObject({ status: 200, body: "<title>a longer note</title>" });
  expect((await get("/assets/index-B1c_D-3f.js", {})).status).toBe(404);
});

test("a missing build is said plainly, and served as soon as it is there", async () => {
  await rm(join(directory, "dist", "index.html"));
  expect(openBuiltApp(join(directory, "dist")).warning).toContain("The web app is not built");
  expect(await get("/", {})).toMatchObject({ status: 503, body: expect.stringContaining("npm run build") });
  await writeFile(join(directory, "dist", "index.html"), "<title>built</title>");
  expect(await get("/", {})).toMatchObject({ status: 200, body: "<title>built</title>" });
});

test("what the build compressed is sent so to whoever takes it, under its own type, and plain to others", async () => {
  const script = join(directory, "dist", "assets", "index-B1c_D-3f.js");
  await writeFile(`${script}.gz`, gzipSync("export {};"));
  const path = "/assets/index-B1c_D-3f.js";
  const zipped = await get(path, { headers: { "accept-encoding": "gzip, deflate" } });
  expect(zipped.status).toBe(200);
  expect(zipped.headers).toMatchObject({
    "content-encoding": "gzip",
    "content-type": "text/javascript",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  });
  expect(await get(path, {})).toMatchObject({ status: 200, body: "export {};" });
});
