import { expect, test } from "./room";

/** What a first visit to a note may load of JavaScript, in bytes, as the server sends it compressed with gzip. */
const MAX_BYTES = 150_000;

test("a first visit to a note, in which one writes, loads at most 150 kB of JavaScript", async ({ room }) => {
  const scripts = new Set<string>();
  const tab = await room.openPrepared(async (page) => {
    page.on("response", (response) => {
      if (response.headers()["content-type"]?.includes("javascript")) scripts.add(response.url());
    });
  });
  await tab.type("first words");
  await expect.poll(() => tab.keeping()).toBe("kept");
  await tab.page.waitForLoadState("networkidle");
  const sizes: Record<string, number> = {};
  for (const url of scripts) {
    const response = await tab.page.request.get(url, { headers: { "accept-encoding": "gzip" } });
    expect(response.headers()["content-encoding"]).toBe("gzip");
    sizes[new URL(url).pathname] = Number(response.headers()["content-length"]);
  }
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  // Less than the editor alone takes, and something was overlooked.
  expect(total, JSON.stringify(sizes)).toBeGreaterThan(MAX_BYTES / 2);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(MAX_BYTES);
});
