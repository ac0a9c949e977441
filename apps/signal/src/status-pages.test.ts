import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { metricsText, withStatusPages } from "./status-pages";

function ask(url: string | undefined) {
  const app = vi.fn();
  const response = { writeHead: vi.fn(), end: vi.fn() };
  const handle = withStatusPages(app, () => ({ rooms: 2, requests_refused_total: 1 }));
  handle({ url } as IncomingMessage, response as unknown as ServerResponse);
  return { app, sent: response.end.mock.calls[0]?.[0] as string | undefined };
}

test("health and metrics are answered here, everything else by the app", () => {
  expect(ask("/healthz").sent).toBe("ok\n");
  expect(ask("/metrics?now").sent).toContain("hearsay_rooms 2\n");
  for (const url of ["/", "/healthz/", "/metrics.js", undefined]) {
    const { app, sent } = ask(url);
    expect(app).toHaveBeenCalledOnce();
    expect(sent).toBeUndefined();
  }
});

test("what only ever rises is a counter, the rest are gauges", () => {
  expect(metricsText({ rooms: 2, requests_refused_total: 1 })).toBe(
    "# TYPE hearsay_rooms gauge\nhearsay_rooms 2\n" +
      "# TYPE hearsay_requests_refused_total counter\nhearsay_requests_refused_total 1\n",
  );
});
