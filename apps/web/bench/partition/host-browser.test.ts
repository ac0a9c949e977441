import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { starterScript } from "./host-browser";

test.skipIf(process.platform === "win32")(
  "a browser is started on its host, and joins one feature to those that are off",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "hearsay-starter-"));
    const ip = join(folder, "ip");
    writeFileSync(ip, '#!/bin/sh\nfor each do echo "$each"; done\n');
    chmodSync(ip, 0o755);
    const given = ["--disable-features=One,Two", "--headless", "a 'quoted' word", "$HOME"];
    const { stdout } = spawnSync("sh", ["-s", "--", ...given], {
      input: starterScript("host-b", "/a path/it's chromium"),
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    expect(stdout.trim().split("\n")).toEqual([
      "netns",
      "exec",
      "host-b",
      "/a path/it's chromium",
      "--disable-features=One,Two,WebRtcHideLocalIpsWithMdns",
      ...given.slice(1),
    ]);
  },
);
