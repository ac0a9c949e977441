import { describe, expect, test } from "vitest";
import { judge } from "./goals";
import {
  type Measurement,
  perEditAndReceiver,
  perEditAndReceiverAlone,
  perQuietTabSecond,
  quantile,
} from "./measurement";
import { Results } from "./results";

const ROOM: Measurement = {
  tabs: 6,
  keystrokes: 10,
  degrees: [5, 5, 5, 5, 5, 5],
  latenciesMs: [10, 20, 30],
  paceMs: 150,
  typing: { messages: 500, bytes: 10_000, seconds: 10 },
  quiet: { messages: 600, bytes: 6_000, seconds: 20 },
  joinsMs: [300, 100, 200],
  errors: [],
};

describe("what was seen in a room", () => {
  test("is told for each edit and receiver, with and without what goes anyway", () => {
    expect(perEditAndReceiver(ROOM, "messages")).toBe(10);
    expect(perEditAndReceiver(ROOM, "bytes")).toBe(200);
    expect(perEditAndReceiverAlone(ROOM, "messages")).toBe(4);
    expect(perEditAndReceiverAlone(ROOM, "bytes")).toBe(140);
  });

  test("is told of a quiet tab for each second", () => {
    expect(perQuietTabSecond(ROOM, "messages")).toBe(5);
    expect(perQuietTabSecond(ROOM, "bytes")).toBe(50);
  });

  test("is one with what was seen in others of its size", () => {
    const results = new Results();
    results.add("hearsay", ROOM);
    results.add("hearsay", { ...ROOM, latenciesMs: [40], typing: { messages: 100, bytes: 2_000, seconds: 10 } });
    const both = results.of("hearsay", 6);
    expect(both?.latenciesMs).toEqual([10, 20, 30, 40]);
    expect(both && perEditAndReceiver(both, "messages")).toBe(6);
    expect(both && perQuietTabSecond(both, "bytes")).toBe(50);
    expect(results.of("y-webrtc", 6)).toBeUndefined();
  });
});

describe("a quantile", () => {
  test("is the least value that so large a share does not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100]);
  });

  test("is infinite where too much never came, and no number where nothing did", () => {
    expect(quantile([1, Number.POSITIVE_INFINITY], 0.99)).toBe(Number.POSITIVE_INFINITY);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe("a goal", () => {
  const judged = (ours: Measurement, theirs: Measurement | undefined) => {
    const results = new Results();
    results.add("hearsay", ours);
    if (theirs) results.add("y-webrtc", theirs);
    return judge(results).map(({ title, measured, met }) => ({ title, measured, met }));
  };

  test("that is a ratio is met up to its limit, and missed beyond", () => {
    expect(judged(ROOM, { ...ROOM, joinsMs: [100] })).toEqual([
      { title: "a keystroke, 50 %", measured: 1, met: true },
      { title: "bytes per edit and receiver", measured: 1, met: false },
      { title: "joining", measured: 2, met: false },
    ]);
  });

  test("that is a ratio is not judged without the other", () => {
    expect(judged(ROOM, undefined)).toEqual([]);
  });

  test("is held against the worse of two counts", () => {
    const chatty = { ...ROOM, typing: { ...ROOM.typing, bytes: 20_000 }, quiet: { ...ROOM.quiet, bytes: 36_000 } };
    // 200 bytes of 400, but 140 of 40 where what goes anyway does not count.
    expect(judged(ROOM, chatty)).toContainEqual({ title: "bytes per edit and receiver", measured: 3.5, met: false });
  });

  test("is missed where keystrokes never came", () => {
    const deaf = { ...ROOM, tabs: 32, latenciesMs: [1, Number.POSITIVE_INFINITY] };
    expect(judged(deaf, undefined)).toEqual([
      { title: "a keystroke, 99 %", measured: Number.POSITIVE_INFINITY, met: false },
    ]);
    const both = judged(
      { ...ROOM, latenciesMs: [Number.POSITIVE_INFINITY] },
      { ...ROOM, latenciesMs: [Number.POSITIVE_INFINITY] },
    );
    expect(both[0]).toEqual({ title: "a keystroke, 50 %", measured: Number.NaN, met: false });
  });
});
