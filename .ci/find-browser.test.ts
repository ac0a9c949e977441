import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { browserCandidates, chooseBrowser, type Surroundings } from "./find-browser";

const OWN = join("/cache", "playwright", "chrome");
const BIN = join("/usr", "bin");
const LOCAL = join("/usr", "local", "bin");

function linuxWith(...executables: readonly string[]): Surroundings {
  return {
    platform: "linux",
    environment: { PATH: [LOCAL, BIN].join(delimiter) },
    playwrightPath: OWN,
    isExecutable: (path) => executables.includes(path),
  };
}

describe("which browser is chosen", () => {
  test("CHROMIUM_PATH goes before everything else", () => {
    const surroundings = linuxWith("/opt/mine", OWN, join(BIN, "chromium"));
    const choice = chooseBrowser({ ...surroundings, environment: { CHROMIUM_PATH: "/opt/mine" } });
    expect(choice).toEqual({ type: "found", browser: { path: "/opt/mine", source: "CHROMIUM_PATH" } });
  });

  test("a CHROMIUM_PATH that cannot be run is a mistake, even if another browser is there", () => {
    const choice = chooseBrowser({ ...linuxWith(OWN), environment: { CHROMIUM_PATH: "/opt/gone" } });
    expect(choice).toEqual({ type: "misnamed", path: "/opt/gone" });
  });

  test("an empty CHROMIUM_PATH counts as none", () => {
    const choice = chooseBrowser({ ...linuxWith(OWN), environment: { CHROMIUM_PATH: "" } });
    expect(choice).toMatchObject({ browser: { path: OWN } });
  });

  test("Playwright's own goes before the system's", () => {
    expect(chooseBrowser(linuxWith(join(BIN, "chromium"), OWN))).toMatchObject({ browser: { path: OWN } });
  });

  test("Chromium goes before Chrome, wherever on the PATH they are", () => {
    const choice = chooseBrowser(linuxWith(join(LOCAL, "google-chrome"), join(BIN, "chromium")));
    expect(choice).toMatchObject({ browser: { path: join(BIN, "chromium"), source: "PATH" } });
  });

  test.each(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])(
    "%s is found on the PATH",
    (name) => {
      expect(chooseBrowser(linuxWith(join(BIN, name)))).toMatchObject({ browser: { path: join(BIN, name) } });
    },
  );

  test("where there is none, it is missing", () => {
    expect(chooseBrowser(linuxWith())).toEqual({ type: "missing" });
  });

  test("a platform without a Playwright build and without a PATH has no candidates", () => {
    expect(browserCandidates({ ...linuxWith(), environment: {}, playwrightPath: undefined })).toEqual([]);
  });

  test("macOS keeps browsers among the applications", () => {
    const path = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(chooseBrowser({ ...linuxWith(path), platform: "darwin" })).toMatchObject({ browser: { path } });
  });

  test("Windows keeps browsers among the programs", () => {
    const path = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
    const environment = { ProgramFiles: "C:\\Program Files" };
    expect(chooseBrowser({ ...linuxWith(path), platform: "win32", environment })).toMatchObject({ browser: { path } });
  });
});
