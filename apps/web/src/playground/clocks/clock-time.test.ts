import { expect, it } from "vitest";
import { handsAt, hourAndMinute, timeOfDay } from "./clock-time";

const HOUR_MS = 3_600_000;

it("the hands stand where those of a clock do", () => {
  expect(handsAt(0)).toEqual({ hour: 0, minute: 0 });
  expect(handsAt(15.5 * HOUR_MS).hour).toBeCloseTo(3.5 / 12, 9);
  expect(handsAt(15.5 * HOUR_MS).minute).toBeCloseTo(0.5, 9);
  expect(handsAt(-9 * HOUR_MS)).toEqual({ hour: 0.25, minute: 0 });
});

it("the time of day is that of UTC", () => {
  expect(timeOfDay(1_000_000_000_000)).toBe("1:46:40");
  expect(hourAndMinute(1_000_000_000_000)).toBe("1:46");
  expect(timeOfDay(13 * HOUR_MS + 5_000)).toBe("13:00:05");
});
