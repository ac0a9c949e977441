import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FRAME_COST, INTAKE_BUDGET, Intake, MAX_UNREAD_BYTES, MAX_UNREAD_FRAMES } from "./intake";
import { MAX_FRAME_BYTES } from "./link";

let read: number[];
let over: number;
let intake: Intake;

beforeEach(() => {
  vi.useFakeTimers();
  read = [];
  over = 0;
  intake = new Intake({
    monotonic: () => Math.floor(performance.now()),
    read: (frame) => read.push(frame?.[0] ?? -1),
    onOver: () => over++,
  });
});

afterEach(() => vi.useRealTimers());

const SMALL = Uint8Array.of(1);
const FULL = new Uint8Array(MAX_FRAME_BYTES);
/** How many small frames come in one burst. */
const BURST = Math.floor(INTAKE_BUDGET.burst / (FRAME_COST + 1));

function receive(frame: Uint8Array | undefined, times: number): void {
  for (let i = 0; i < times; i++) intake.receive(frame);
}

describe("the budget of a neighbor", () => {
  test("B1: within it every frame is read at once, in order", () => {
    receive(SMALL, BURST - 1);
    intake.receive(undefined);
    expect([read.length, read.at(-1), over, vi.getTimerCount()]).toEqual([BURST, -1, 0, 0]);
  });

  test("B2: beyond it frames wait, in order, and are read as fast as it allows", async () => {
    receive(SMALL, BURST);
    for (let i = 0; i < 100; i++) intake.receive(Uint8Array.of(2, i));
    expect(read.length).toBe(BURST);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read.slice(BURST)).toEqual(Array(100).fill(2));
    expect([over, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("B11: what is more work than its bytes tell makes what comes after it wait", async () => {
    intake.charge(INTAKE_BUDGET.burst + INTAKE_BUDGET.perSecond);
    receive(SMALL, 10);
    await vi.advanceTimersByTimeAsync(999);
    expect(read.length).toBe(0);
    await vi.advanceTimersByTimeAsync(101);
    expect([read.length, over]).toEqual([10, 0]);
  });

  test("B3: who stays within the rate is never told off, however long it goes on", async () => {
    const perStep = Math.floor(INTAKE_BUDGET.perSecond / 100 / (FRAME_COST + 1));
    receive(SMALL, BURST);
    for (let i = 0; i < 1_000; i++) {
      await vi.advanceTimersByTimeAsync(10);
      receive(SMALL, perStep);
    }
    expect([read.length >= BURST + 990 * perStep, over]).toEqual([true, 0]);
  });

  test("B4: whoever has too much unread, of frames or of bytes, is over the budget, once, and nothing more is read", async () => {
    for (const [frame, limit] of [
      [SMALL, MAX_UNREAD_FRAMES],
      [FULL, MAX_UNREAD_BYTES / MAX_FRAME_BYTES],
    ] as const) {
      over = 0;
      intake = new Intake({ monotonic: () => 0, read: (each) => read.push(each?.length ?? 0), onOver: () => over++ });
      const affordable = Math.floor(INTAKE_BUDGET.burst / (FRAME_COST + frame.length));
      read = [];
      receive(frame, affordable + limit);
      expect([read.length, over]).toEqual([affordable, 0]);
      receive(frame, 10);
      await vi.advanceTimersByTimeAsync(10_000);
      expect([read.length, over, vi.getTimerCount()]).toEqual([affordable, 1, 0]);
    }
  });

  test("B5: what is closed reads nothing, not even what came before", async () => {
    receive(SMALL, BURST + 10);
    intake.close();
    receive(SMALL, 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([read.length, over, vi.getTimerCount()]).toEqual([BURST, 0, 0]);
  });
});
