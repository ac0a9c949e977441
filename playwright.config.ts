import { defineConfig } from "playwright/test";
import { chooseBrowser, misnamed, surroundingsHere } from "./.ci/find-browser";

// Most of the time a test waits for the next round of gossip, which a second one can use. What is timed has the machine
// for itself.
const WORKERS = process.env.BENCH_TABS === undefined ? 2 : 1;

export default defineConfig({
  testDir: "apps/web/e2e",
  testMatch: "**/*.e2e.ts",
  // It judges speed, which a busy machine would have the last word on: `npm run bench:tabs`.
  testIgnore: process.env.BENCH_TABS === undefined ? ["**/*.performance.e2e.ts"] : [],
  globalSetup: "./apps/web/e2e/build-app.ts",
  outputDir: "test-results",
  workers: WORKERS,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    // A trace of eight tabs takes as long as what it shows: `--trace on` makes one of what failed.
    trace: "off",
    // Only what is about it may be served from it: a cache would hide what the server sends.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: browserPath(),
      // Chromium's sandbox works neither for root nor in many containers; the tests open this project's pages only.
      chromiumSandbox: false,
      // With what Playwright passes by itself, this is what keeps Chromium from calling home.
      args: ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
    },
  },
});

function browserPath(): string {
  const choice = chooseBrowser(surroundingsHere());
  switch (choice.type) {
    case "found":
      return choice.browser.path;
    case "misnamed":
      throw new Error(misnamed(choice.path));
    case "missing":
      throw new Error("No Chromium was found. `npm run browser` looks for one, or installs one.");
  }
}
