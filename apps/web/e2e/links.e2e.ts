import { fileURLToPath } from "node:url";
import { expect, test } from "playwright/test";
import { build } from "vite";
import { STAND_INS } from "../stand-ins";

declare global {
  interface Window {
    linkContract: { readonly titles: readonly string[]; run(title: string): Promise<void> };
  }
}

test("the simple-peer link keeps the contract that the in-memory link keeps", async ({ page }) => {
  const bundle = await bundleContract();
  await page.goto("about:blank");
  await page.addScriptTag({ content: bundle });
  const titles = await page.evaluate(() => window.linkContract.titles);
  expect(titles.length).toBeGreaterThan(0);
  for (const title of titles) {
    await test.step(title, () => page.evaluate((title) => window.linkContract.run(title), title));
  }
});

/** The suite and the adapter as one script for a page. */
async function bundleContract(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    // The app's own, so that what is tested is what people are served.
    resolve: { alias: STAND_INS },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL("link-contract-page.ts", import.meta.url)),
        formats: ["iife"],
        name: "unused",
      },
    },
  });
  const [output] = [built].flat();
  const chunk = output && "output" in output ? output.output[0] : undefined;
  if (!chunk) throw new Error("Expected a bundle");
  return chunk.code;
}
