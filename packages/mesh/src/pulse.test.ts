import { describe, expect, test } from "vitest";
import { DROP_AFTER_MS, Pulse, STALL_MS, StallDetector, SUSPECT_AFTER_MS } from "./pulse";

describe("a pulse", () => {
  test("P1: silent for 3.75 s is suspected, for 5 s silent", () => {
    expect([SUSPECT_AFTER_MS, DROP_AFTER_MS]).toEqual([3_750, 4_750]);
    const pulse = new Pulse(1_000);
    const judged = [1_000, 4_749, 4_750, 5_749, 5_750, 1e9].map((now) => pulse.judge(now));
    expect(judged).toEqual(["alive", "alive", "suspected", "suspected", "silent", "silent"]);
  });

  test("P2: whatever is heard starts it anew", () => {
    const pulse = new Pulse(0);
    pulse.hear(4_500);
    expect(pulse.judge(8_249)).toBe("alive");
    expect(pulse.judge(8_250)).toBe("suspected");
  });
});

describe("the stall detector", () => {
  test("P3: a check that comes late is a stall, once; one in its time is none", () => {
    const stall = new StallDetector(0);
    expect(stall.check(500)).toBe(false);
    expect(stall.check(500 + STALL_MS - 1)).toBe(false);
    expect(stall.check(500 + STALL_MS - 1 + STALL_MS)).toBe(true);
    expect(stall.check(500 + STALL_MS - 1 + STALL_MS + 500)).toBe(false);
  });

  test("P4: timers that a hidden tab fires once a second are no stall", () => {
    const stall = new StallDetector(0);
    for (let now = 1_000; now < 60_000; now += 1_000) expect(stall.check(now)).toBe(false);
  });
});
