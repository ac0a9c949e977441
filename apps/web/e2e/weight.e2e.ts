import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Tab, test } from "./room";

/** What a first visit to a note may load of JavaScript, in bytes, as the server sends it compressed with gzip. */
const MAX_BYTES = 150_000;

/** Files of the built app that nobody is to wait for who only wants to write: history, lab, QR code, files in and out. */
const LATER = ["note-history", "note-lab", "qr-dialog", "transfer-list", "export-note", "read-files", "drop-hint"];

test("a first visit to a note, in which one writes, loads at most 150 kB of JavaScript, and nothing of what can wait", async ({
  room,
}) => {
  const scripts = new Set<string>();
  const tab = await room.openPrepared(async (page) => {
    page.on("response", (response) => {
      if (response.headers()["content-type"]?.includes("javascript")) scripts.add(response.url());
    });
  });
  await tab.type("first words");
  await expect.poll(() => tab.keeping()).toBe("kept");
  await tab.page.waitForLoadState("networkidle");
  const alone = await sizesOf(tab, scripts);
  // Less than the editor alone takes, and something was overlooked.
  expect(total(alone), JSON.stringify(alone)).toBeGreaterThan(MAX_BYTES / 2);
  expect(total(alone), JSON.stringify(alone)).toBeLessThanOrEqual(MAX_BYTES);
  const other = await room.open("");
  await room.expectText([other], "first words");
  await other.note.press("ControlOrMeta+Home");
  await expect(tab.page.locator(".cm-remote-caret")).toHaveCount(1);
  const together = await sizesOf(tab, scripts);
  process.stdout.write(`  JavaScript of a note: ${total(alone)} bytes, with company ${total(together)}\n`);
  expect(total(together)).toBeGreaterThan(total(alone));
  const built = readdirSync(BUILT);
  for (const name of LATER) {
    expect(
      built.filter((file) => isPart(file, name)),
      `${name} as a file of its own`,
    ).not.toEqual([]);
    expect(Object.keys(together).filter((file) => isPart(file, name))).toEqual([]);
  }
});

const BUILT = fileURLToPath(new URL("../dist/assets", import.meta.url));

/** Whether `file` is the part of the built app of that name, behind which stands a hash. */
function isPart(file: string, name: string): boolean {
  return file.startsWith(`${name}-`) && file.endsWith(".js");
}

/** How many bytes each script takes on its way, by the name of its file. */
async function sizesOf({ page }: Tab, scripts: Iterable<string>): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const url of scripts) {
    const response = await page.request.get(url, { headers: { "accept-encoding": "gzip" } });
    expect(response.headers()["content-encoding"]).toBe("gzip");
    sizes[url.slice(url.lastIndexOf("/") + 1)] = Number(response.headers()["content-length"]);
  }
  return sizes;
}

function total(sizes: Readonly<Record<string, number>>): number {
  return Object.values(sizes).reduce((sum, size) => sum + size, 0);
}
