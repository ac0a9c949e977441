import type { IncomingMessage, ServerResponse } from "node:http";

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `/healthz` for whoever watches whether the server lives, `/metrics` for whoever draws how it is used (Prometheus' text
 * format); everything else goes to `app`.
 */
export function withStatusPages(app: Handle, counts: () => Readonly<Record<string, number>>): Handle {
  return (request, response) => {
    const [path] = (request.url ?? "").split("?");
    if (path === "/healthz") return sendText(response, "ok\n");
    if (path === "/metrics") return sendText(response, metricsText(counts()));
    app(request, response);
  };
}

export function metricsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, value]) => {
      const type = name.endsWith("_total") ? "counter" : "gauge";
      return `# TYPE hearsay_${name} ${type}\nhearsay_${name} ${value}\n`;
    })
    .join("");
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" });
  response.end(text);
}
