import { expect, it } from "vitest";
import { timeAgo } from "./time-ago";

const NOW = Date.UTC(2024, 5, 15, 12);
const HOUR_MS = 3_600_000;

it.each([
  [-HOUR_MS, "just now"],
  [59_999, "just now"],
  [60_000, "1 minute ago"],
  [HOUR_MS - 1, "59 minutes ago"],
  [HOUR_MS, "1 hour ago"],
  [24 * HOUR_MS, "yesterday"],
  [29 * 24 * HOUR_MS, "29 days ago"],
  [31 * 24 * HOUR_MS, "May 15, 2024"],
])("%i ms before now is %s", (agoMs, words) => {
  expect(timeAgo(NOW - agoMs, NOW)).toBe(words);
});
