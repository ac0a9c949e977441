import { defineConfig } from "playwright/test";
import { launchOptions } from "./.ci/launch-options";

// Most of the time a test waits for the next round of gossip, which others can use. What is timed has the machine for
// itself.
const WORKERS = process.env.BENCH_TABS === undefined ? 3 : 1;

// It takes both processors: others beside it would be judged by the time that it leaves them.
const LARGEST_ROOM = "**/largest-room.e2e.ts";

// It judges speed, which a busy machine would have the last word on: `npm run bench:tabs`.
const SPEED = process.env.BENCH_TABS === undefined ? ["**/*.performance.e2e.ts"] : [];

export default defineConfig({
  testDir: "apps/web/e2e",
  testMatch: "**/*.e2e.ts",
  projects: [
    { name: "rooms", testIgnore: [LARGEST_ROOM, ...SPEED] },
    { name: "largest room", testMatch: LARGEST_ROOM, dependencies: ["rooms"] },
  ],
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
    launchOptions: launchOptions(),
  },
});
