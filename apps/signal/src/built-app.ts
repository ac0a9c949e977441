import { existsSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import sirv from "sirv";
import type { AppSource } from "./app-source";

/** CodeMirror and Lit put their styles into the page, hence `unsafe-inline` for styles and for nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self' ws: wss:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join("; ");

/** What the bundler named after its own content: the same name will always mean the same bytes. */
const HASHED_ASSET = /^\/assets\/[^/]+-[\w-]{8}\.\w+$/;

const NOT_BUILT = "The web app is not built: run `npm run build`, or `npm start`, which builds it first.";

/** Serves the built app from a directory, as it is on the disk at each request. */
export function openBuiltApp(directory: string): AppSource {
  const serve = sirv(directory, {
    // Without this, sirv lists the files once and crashes on one that a later build has removed.
    dev: true,
    etag: true,
    // As the build has laid them down.
    gzip: true,
    brotli: true,
    setHeaders: (response, pathname) => {
      const cacheable = HASHED_ASSET.test(pathname);
      response.setHeader("Cache-Control", cacheable ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const isBuilt = () => existsSync(join(directory, "index.html"));
  return {
    handle(request, response) {
      setSecurityHeaders(response);
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("Allow", "GET, HEAD");
        return sendText(response, 405, "Only GET and HEAD are answered here.");
      }
      if (!isBuilt()) return sendText(response, 503, NOT_BUILT);
      // sirv throws on a range that ends before it begins, and nothing here is large enough to need ranges.
      delete request.headers.range;
      serve(request, response, () => sendText(response, 404, "There is nothing here."));
    },
    warning: isBuilt() ? undefined : NOT_BUILT,
    async close() {},
  };
}

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("X-Content-Type-Options", "nosniff");
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end(`${text}\n`);
}
