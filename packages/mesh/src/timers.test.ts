import type { Timer } from "@hearsay/gossip";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Timers } from "./timers";

let fired: Timer[];
let timers: Timers;

beforeEach(() => {
  vi.useFakeTimers();
  fired = [];
  timers = new Timers((timer) => fired.push(timer));
});

afterEach(() => vi.useRealTimers());

describe("timers", () => {
  test("W1: there is one of each name: setting it again moves it, clearing it ends it", () => {
    timers.set("push", 100);
    timers.set("push", 200);
    timers.set("hello", 150);
    vi.advanceTimersByTime(160);
    expect(fired).toEqual(["hello"]);
    vi.advanceTimersByTime(40);
    expect(fired).toEqual(["hello", "push"]);
    timers.set("push", 10);
    timers.clear("push");
    vi.advanceTimersByTime(1_000);
    expect(fired).toEqual(["hello", "push"]);
  });

  test("W2: what is due already fires soon, and what is far beyond a browser's range does not fire at once", () => {
    timers.set("push", -5_000);
    timers.set("hello", 2 ** 40);
    vi.advanceTimersByTime(60_000);
    expect(fired).toEqual(["push"]);
  });

  test("W3: stopped, nothing fires and nothing waits; started again, each fires in its time, and the late ones now", () => {
    timers.set("push", 100);
    timers.stop();
    timers.set("hello", 5_000);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(fired).toEqual([]);
    timers.start();
    vi.advanceTimersByTime(0);
    expect(fired).toEqual(["push"]);
    vi.advanceTimersByTime(4_000);
    expect(fired).toEqual(["push", "hello"]);
  });
});
