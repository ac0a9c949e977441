import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "./event-queue";

/** The obvious queue: a list that is sorted again for every event. */
class SortedQueue {
  private readonly entries: { time: number; sequence: number; event: number }[] = [];
  private sequence = 0;

  get nextTime(): number | undefined {
    return this.entries[0]?.time;
  }

  get size(): number {
    return this.entries.length;
  }

  add(time: number, event: number): void {
    this.entries.push({ time, sequence: this.sequence++, event });
    this.entries.sort((left, right) => left.time - right.time || left.sequence - right.sequence);
  }

  take(): number | undefined {
    return this.entries.shift()?.event;
  }
}

type Command = { readonly type: "add"; readonly time: number } | { readonly type: "take" };

function expectTwins(commands: readonly Command[]): void {
  const queue = new EventQueue<number>();
  const twin = new SortedQueue();
  for (const [event, command] of commands.entries()) {
    if (command.type === "take") expect(queue.take()).toBe(twin.take());
    else {
      queue.add(command.time, event);
      twin.add(command.time, event);
    }
    expect(queue.nextTime).toBe(twin.nextTime);
    expect(queue.size).toBe(twin.size);
  }
  while (twin.size > 0) expect(queue.take()).toBe(twin.take());
  expect(queue.take()).toBeUndefined();
}

const take = fc.constant<Command>({ type: "take" });

describe("the event queue", () => {
  it("does what a sorted list does, where many events share a time", () => {
    const add = fc.integer({ min: 0, max: 5 }).map((time): Command => ({ type: "add", time }));
    fc.assert(fc.property(fc.array(fc.oneof(add, add, take), { maxLength: 200 }), expectTwins));
  });

  it("does what a sorted list does, over the whole range of times", () => {
    const add = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map((time): Command => ({ type: "add", time }));
    fc.assert(fc.property(fc.array(fc.oneof(add, add, add, take), { maxLength: 300 }), expectTwins));
  });

  it("gives back first what was added first, of a thousand events at one time", () => {
    const queue = new EventQueue<number>();
    for (let event = 0; event < 1_000; event++) queue.add(7, event);
    expect(Array.from({ length: 1_000 }, () => queue.take())).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  it("is empty at first", () => {
    const queue = new EventQueue<number>();
    expect([queue.size, queue.nextTime, queue.take()]).toEqual([0, undefined, undefined]);
  });
});
