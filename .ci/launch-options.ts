import type { LaunchOptions } from "playwright";
import { chooseBrowser, misnamed, surroundingsHere } from "./find-browser";

/** How a browser is started that opens this project's pages only. Throws where there is none. */
export function launchOptions(): LaunchOptions {
  return {
    executablePath: browserPath(),
    // Chromium's sandbox works neither for root nor in many containers.
    chromiumSandbox: false,
    // With what Playwright passes by itself, this is what keeps Chromium from calling home.
    args: ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
  };
}

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
