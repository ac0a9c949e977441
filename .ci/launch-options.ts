import type { LaunchOptions } from "playwright";
import { chooseBrowser, misnamed, surroundingsHere } from "./find-browser";

/** How a browser is started that opens this project's pages only. Throws where there is none. */
export function launchOptions(): LaunchOptions {
  return {
    executablePath: browserPath(),
    // Chromium's sandbox works neither for root nor in many containers.
    chromiumSandbox: false,
    args: [
      // With what Playwright passes by itself, this is what keeps Chromium from calling home.
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      `--disable-features=${[...FEATURES_OFF, ...FEATURES_PLAYWRIGHT_HAS_OFF].join(",")}`,
    ],
  };
}

/**
 * Every window of Chromium prepares what its address bar may show, and a process for a page to come. That costs a tab as
 * much processor time as the page that is tested.
 */
const FEATURES_OFF = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"];

/** Playwright's own list, for of several lists Chromium heeds only the last. */
const FEATURES_PLAYWRIGHT_HAS_OFF = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

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
