import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DRAW_PAUSE_MS, DrawPause, SOON_MS } from "./draw-pause";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first is drawn at once, what follows soon is drawn once, and nothing is drawn for nothing", () => {
  let drawn = 0;
  const pause = new DrawPause(() => drawn++);
  pause.ask();
  expect(drawn).toBe(1);
  for (let i = 0; i < 5; i++) pause.ask();
  vi.advanceTimersByTime(DRAW_PAUSE_MS - 1);
  expect(drawn).toBe(1);
  vi.advanceTimersByTime(1);
  expect(drawn).toBe(2);
  vi.advanceTimersByTime(10 * DRAW_PAUSE_MS);
  expect(drawn).toBe(2);
  pause.ask();
  expect(drawn).toBe(3);
});

test("what is asked for without end is drawn again and again", () => {
  let drawn = 0;
  const pause = new DrawPause(() => drawn++);
  for (let ms = 0; ms < 10 * DRAW_PAUSE_MS; ms += 10) {
    pause.ask();
    vi.advanceTimersByTime(10);
  }
  expect(drawn).toBe(11);
});

test("what nobody waits for is drawn soon, once, or at once where somebody waits", () => {
  let drawn = 0;
  const pause = new DrawPause(() => drawn++);
  pause.askSoon();
  vi.advanceTimersByTime(SOON_MS - 1);
  pause.askSoon();
  expect(drawn).toBe(0);
  vi.advanceTimersByTime(1);
  expect(drawn).toBe(1);
  vi.advanceTimersByTime(10 * SOON_MS);
  expect(drawn).toBe(1);
  pause.askSoon();
  pause.ask();
  expect(drawn).toBe(2);
  vi.advanceTimersByTime(10 * SOON_MS);
  expect(drawn).toBe(2);
});
