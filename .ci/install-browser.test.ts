import { describe, expect, test } from "vitest";
import { attempt, installAttempts, type Means } from "./install-browser";

function commandsFor(means: Means): readonly string[] {
  return installAttempts(means).map((way) => way.map(({ command }) => command.join(" ")).join(" && "));
}

const PLAYWRIGHT = expect.stringMatching(/cli\.js install --no-shell chromium$/);
const APT = "env DEBIAN_FRONTEND=noninteractive apt-get";

describe("how a browser is installed", () => {
  test("without root only Playwright's installer is tried", () => {
    expect(commandsFor({ managers: ["apt-get"], elevation: undefined })).toEqual([PLAYWRIGHT]);
  });

  test("root falls back to the distribution's package", () => {
    const expected = `${APT} update && ${APT} install -y chromium`;
    expect(commandsFor({ managers: ["apt-get"], elevation: [] })).toEqual([PLAYWRIGHT, expected]);
  });

  test("sudo is put before each command that needs it", () => {
    const commands = commandsFor({ managers: ["dnf"], elevation: ["sudo", "-n"] });
    expect(commands).toEqual([PLAYWRIGHT, "sudo -n dnf install -y chromium"]);
  });

  test("only package managers that are there are tried", () => {
    expect(commandsFor({ managers: [], elevation: [] })).toEqual([PLAYWRIGHT]);
  });

  test("every command has a time limit", () => {
    const attempts = installAttempts({ managers: ["apt-get", "dnf", "apk"], elevation: [] }).flat();
    expect(attempts).toHaveLength(5);
    expect(attempts.every(({ limitMs }) => limitMs > 0 && limitMs <= 300_000)).toBe(true);
  });
});

describe("an attempt", () => {
  const forever = [process.execPath, "-e", "setInterval(() => {}, 1000)"];

  test("that succeeds has nothing to say", () => {
    expect(attempt({ command: [process.execPath, "-e", ""], limitMs: 30_000 })).toBeUndefined();
  });

  test("that fails names its code", () => {
    expect(attempt({ command: [process.execPath, "-e", "process.exit(3)"], limitMs: 30_000 })).toBe(
      "ended with code 3",
    );
  });

  test("that hangs is ended at its limit", () => {
    expect(attempt({ command: forever, limitMs: 100 })).toBe("took longer than 0.1 s");
  });

  test("of a program that is not there says so", () => {
    expect(attempt({ command: ["no-such-program"], limitMs: 1000 })).toContain("ENOENT");
  });
});
