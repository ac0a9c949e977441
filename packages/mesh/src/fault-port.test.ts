import { Random } from "@hearsay/gossip";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FaultPort, type Faults, MAX_DELAYED_BYTES, NO_FAULTS, type Outlet } from "./fault-port";

/** Notes what leaves by it, and when. */
class TestOutlet implements Outlet {
  isClosed = false;
  readonly sent: { readonly at: number; readonly message: Uint8Array }[] = [];

  get lengths(): readonly number[] {
    return this.sent.map(({ message }) => message.length);
  }

  send(message: Uint8Array, left: () => void): void {
    if (this.isClosed) return;
    this.sent.push({ at: performance.now() - startedAt, message });
    left();
  }
}

let startedAt: number;
let port: FaultPort;
let outlet: TestOutlet;
let went: { readonly bytes: number; readonly isLost: boolean }[];

beforeEach(() => {
  vi.useFakeTimers();
  startedAt = performance.now();
  port = new FaultPort(new Random([1, 2, 3, 4]), (_, message, isLost) => went.push({ bytes: message.length, isLost }));
  outlet = new TestOutlet();
  went = [];
});

afterEach(() => vi.useRealTimers());

const run = (ms: number) => vi.advanceTimersByTime(ms);
const set = (faults: Partial<Faults>) => {
  port.faults = { ...port.faults, ...faults };
};
const send = (bytes: number, to: TestOutlet) => {
  const told = { left: false };
  port.send(to, new Uint8Array(bytes), () => {
    told.left = true;
  });
  return told;
};

describe("the fault port", () => {
  test("U1: without faults a message goes straight through", () => {
    expect(send(10, outlet).left).toBe(true);
    expect(outlet.sent.map(({ at }) => at)).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("U2: the rate is one uplink: messages of all channels leave one after the other, each in its time", () => {
    set({ rateBytesPerSecond: 1_000 });
    const other = new TestOutlet();
    const told = [send(500, outlet), send(1_000, other), send(500, outlet)];
    run(499);
    expect(told.map(({ left }) => left)).toEqual([false, false, false]);
    run(1);
    expect(told.map(({ left }) => left)).toEqual([true, false, false]);
    run(2_000);
    expect(outlet.sent.map(({ at }) => at)).toEqual([500, 2_000]);
    expect(other.sent.map(({ at }) => at)).toEqual([1_500]);
  });

  test("U3: a new rate holds at once, for the message on the uplink too", () => {
    set({ rateBytesPerSecond: 1 });
    send(100_000, outlet);
    send(7, outlet);
    run(1_000);
    set({ loss: 0 });
    run(1_000);
    expect(outlet.sent).toEqual([]);
    port.faults = NO_FAULTS;
    run(10);
    expect(outlet.lengths).toEqual([100_000, 7]);
  });

  test("U4: the delay holds each message back and lets the next follow at once", () => {
    set({ delayMs: 300 });
    expect(send(1, outlet).left).toBe(false);
    run(0);
    const second = send(2, outlet);
    run(100);
    expect(second.left).toBe(true);
    send(3, outlet);
    run(1_000);
    expect(outlet.sent.map(({ at, message }) => [message.length, Math.round(at)])).toEqual([
      [1, 300],
      [2, 300],
      [3, 400],
    ]);
  });

  test("U5: however the delay changes, no message passes another", () => {
    const numbered = Array.from({ length: 40 }, (_, index) => Uint8Array.of(index));
    for (const [index, message] of numbered.entries()) {
      set({ delayMs: (index * 37) % 101 });
      port.send(outlet, message, () => {});
      run(index % 5);
    }
    run(1_000);
    expect(outlet.sent.map(({ message }) => message[0])).toEqual(numbered.map(([number]) => number));
  });

  test("U6: a delay that is switched off ends for what is under way", () => {
    set({ delayMs: 60_000 });
    send(1, outlet);
    run(10);
    port.faults = NO_FAULTS;
    send(2, outlet);
    run(0);
    expect(outlet.lengths).toEqual([1, 2]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("U7: a lost message is reported as left, and the chance is as set", () => {
    set({ loss: 0.25 });
    const told = Array.from({ length: 2_000 }, () => send(1, outlet));
    run(3_000);
    expect(told.every(({ left }) => left)).toBe(true);
    expect(outlet.sent.length).toBeGreaterThan(1_400);
    expect(outlet.sent.length).toBeLessThan(1_600);
    set({ loss: 1 });
    send(99, outlet);
    run(10);
    expect(outlet.lengths).not.toContain(99);
    expect(went.at(-1)).toEqual({ bytes: 99, isLost: true });
    expect(went.filter(({ isLost }) => !isLost)).toHaveLength(outlet.sent.length);
  });

  test("U8: a lost message takes its time on the uplink like any other", () => {
    set({ loss: 1, rateBytesPerSecond: 1_000 });
    const told = send(1_000, outlet);
    run(999);
    expect(told.left).toBe(false);
    run(1);
    expect(told.left).toBe(true);
  });

  test("U9: beyond the bound of the delay a sender waits until there is room", () => {
    set({ delayMs: 1_000 });
    const half = MAX_DELAYED_BYTES / 2;
    const told = [send(half, outlet), send(half, outlet), send(1, outlet), send(1, outlet)];
    run(500);
    expect(told.map(({ left }) => left)).toEqual([true, true, false, false]);
    run(510);
    expect(told.every(({ left }) => left)).toBe(true);
    expect(outlet.sent.length).toBe(4);
  });

  test("U10: a channel that closes gives its place on the uplink away", () => {
    set({ rateBytesPerSecond: 1_000 });
    const gone = new TestOutlet();
    send(1_000, outlet);
    for (let i = 0; i < 100; i++) send(1_000, gone);
    gone.isClosed = true;
    send(500, outlet);
    run(1_500);
    expect(outlet.sent.map(({ at }) => at)).toEqual([1_000, 1_500]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("U11: cleared, it holds nothing and no timer", () => {
    set({ delayMs: 100, rateBytesPerSecond: 10_000 });
    for (let i = 0; i < 5; i++) send(500, outlet);
    run(120);
    port.clear();
    expect(vi.getTimerCount()).toBe(0);
    run(10_000);
    expect(outlet.sent).toEqual([]);
    send(1_000, outlet);
    run(200);
    expect(outlet.sent.length).toBe(1);
  });

  test("U12: what is no fault is refused, and nothing changes", () => {
    const wrong: readonly Partial<Faults>[] = [
      { delayMs: -1 },
      { delayMs: Number.NaN },
      { delayMs: Number.POSITIVE_INFINITY },
      { rateBytesPerSecond: 0 },
      { rateBytesPerSecond: Number.NaN },
      { loss: -0.1 },
      { loss: 1.1 },
      { loss: Number.NaN },
      { skewMs: 0.5 },
      { skewMs: Number.NaN },
    ];
    for (const faults of wrong) expect(() => set(faults)).toThrow(RangeError);
    expect(port.faults).toEqual(NO_FAULTS);
  });

  test("U13: a message is said to go once it is its turn on the uplink, before its delay", () => {
    set({ rateBytesPerSecond: 1_000, delayMs: 5_000 });
    send(500, outlet);
    send(500, outlet);
    run(500);
    expect(went).toEqual([{ bytes: 500, isLost: false }]);
    run(500);
    expect(went).toHaveLength(2);
    expect(outlet.sent).toEqual([]);
  });
});
