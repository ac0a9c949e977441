import { MAX_MESSAGE_BYTES } from "@hearsay/gossip";
import { beforeEach, describe, expect, test } from "vitest";
import { Channel, MAX_WAITING_BYTES } from "./channel";
import { decodeFrame, encodeBeat, framesOf, GOODBYE_FRAME } from "./frame";
import { MAX_FRAME_BYTES } from "./link";
import { BEAT_INTERVAL_MS, CHECK_INTERVAL_MS } from "./pulse";
import { FakeLink } from "./test-fixtures/fake-link";

const WALL = 1_700_000_000_000;
const NO_EVENTS = { onSignal: () => {}, onOpen: () => {}, onFrame: () => {}, onClose: () => {} };

let link: FakeLink;
let channel: Channel;
/** The device's clocks, which stand still until they are set. */
let clocks: { wallMs: number; monotonicMs: number };
/** What the owner of the channel does where a sign of life is owed. */
let onIdle: () => void;
let heard: { messages: Uint8Array[]; differences: number[]; malformed: number; goodbyes: number; overBudget: number };

beforeEach(() => {
  onIdle = () => {};
  clocks = { wallMs: WALL, monotonicMs: 100_000 };
  heard = { messages: [], differences: [], malformed: 0, goodbyes: 0, overBudget: 0 };
  link = new FakeLink({ initiator: true, iceServers: [], trickles: true }, NO_EVENTS);
  channel = new Channel(
    link,
    {
      onCarried: () => {},
      onIdle: () => onIdle(),
      onMessage: (message) => heard.messages.push(message),
      onClockDifference: (differenceMs) => heard.differences.push(differenceMs),
      onMalformed: () => heard.malformed++,
      onGoodbye: () => heard.goodbyes++,
      onOverBudget: () => heard.overBudget++,
    },
    { wall: () => clocks.wallMs, monotonic: () => clocks.monotonicMs },
  );
});

/** A beat of the other end, whose monotonic clock shows `sentAtMs`. */
function receiveBeat(wallMs: number, sentAtMs: number, echo: { sentAtMs: number; heldMs: number } | undefined): void {
  channel.receive(encodeBeat({ wallMs, sentAtMs, echo }));
}

/** The clocks have been compared by the first beats. */
function passComparisons(): void {
  for (let i = 0; i < 4; i++) {
    link.acceptAll();
    clocks.monotonicMs += BEAT_INTERVAL_MS;
    channel.keepAlive();
  }
  link.acceptAll();
}

describe("messages", () => {
  test("C1: one frame of a message is sent at a time: the next when the link has room", () => {
    const message = new Uint8Array(3 * MAX_FRAME_BYTES).fill(7);
    let left = 0;
    channel.send(message, () => left++);
    // The first frame is the beat that every channel begins with.
    for (const parts of [1, 2, 3, 4]) {
      expect(link.sent.length - 1).toBe(parts);
      expect(left).toBe(0);
      link.accept(parts === 1 ? 2 : 1);
    }
    expect([link.sent.length - 1, left]).toEqual([4, 1]);
    expect(link.messages).toEqual([message]);
  });

  test("C2: messages leave in order, each told once, and a beat passes between the parts of one", () => {
    const left: number[] = [];
    const long = new Uint8Array(2 * MAX_FRAME_BYTES).fill(1);
    channel.send(long, () => left.push(1));
    channel.send(Uint8Array.of(2), () => left.push(2));
    channel.beat();
    link.acceptAll();
    expect(left).toEqual([1, 2]);
    expect(link.messages).toEqual([long, Uint8Array.of(2)]);
    const types = link.sent.map((frame) => decodeFrame(frame)?.type);
    expect(types).toEqual(["beat", "part", "beat", "part", "part", "part"]);
  });

  test("C3: what may wait is bounded; what comes on top is dropped and reported as left", () => {
    const message = new Uint8Array(MAX_MESSAGE_BYTES);
    let left = 0;
    const fit = Math.floor(MAX_WAITING_BYTES / message.length);
    for (let i = 0; i < fit; i++) channel.send(message, () => left++);
    expect(left).toBe(0);
    for (let i = 0; i < 10; i++) channel.send(message, () => left++);
    expect(left).toBe(10);
    link.acceptAll();
    expect(left).toBe(10 + fit);
    expect(link.messages.length).toBe(fit);
    channel.send(Uint8Array.of(1), () => left++);
    link.acceptAll();
    expect(link.messages.length).toBe(fit + 1);
  });

  test("C4: a channel that has closed sends nothing, hears nothing and reports nothing as left", () => {
    let left = 0;
    channel.send(new Uint8Array(2 * MAX_FRAME_BYTES), () => left++);
    const before = link.sent.length;
    channel.close();
    expect(link.closed).toBe(true);
    channel.send(Uint8Array.of(1), () => left++);
    channel.beat();
    for (const frame of framesOf(Uint8Array.of(1))) channel.receive(frame);
    channel.receive(GOODBYE_FRAME);
    channel.receive(undefined);
    link.closed = false;
    link.acceptAll();
    expect([link.sent.length, left]).toEqual([before, 0]);
    expect(heard).toEqual({ messages: [], differences: [], malformed: 0, goodbyes: 0, overBudget: 0 });
  });

  test("C5: what is no frame is counted and dropped, and still a sign of life", () => {
    clocks.monotonicMs += 4_000;
    for (const frame of [undefined, new Uint8Array(0), Uint8Array.of(9), Uint8Array.of(0, 1)]) channel.receive(frame);
    expect(heard.malformed).toBe(4);
    expect(channel.pulse.judge(clocks.monotonicMs)).toBe("alive");
    for (const frame of framesOf(Uint8Array.of(5))) channel.receive(frame);
    expect(heard.messages).toEqual([Uint8Array.of(5)]);
  });

  test("C6: a goodbye is the last that is sent, and is told at the other end", () => {
    channel.goodbye();
    expect(link.sent.at(-1)).toEqual(GOODBYE_FRAME);
    expect(link.closed).toBe(true);
    expect(channel.isClosed).toBe(true);
  });
});

describe("beats", () => {
  test("C7: a channel begins with a beat, and answers the other's first at once, with its echo", () => {
    expect(link.beats).toEqual([{ wallMs: WALL, sentAtMs: 100_000, echo: undefined }]);
    clocks.monotonicMs += 70;
    receiveBeat(WALL, 5_000, undefined);
    expect(link.beats.at(-1)).toEqual({ wallMs: WALL, sentAtMs: 100_070, echo: { sentAtMs: 5_000, heldMs: 0 } });
    receiveBeat(WALL, 6_000, undefined);
    expect(link.beats.length).toBe(2);
    clocks.monotonicMs += 30;
    channel.beat();
    expect(link.beats.at(-1)?.echo).toEqual({ sentAtMs: 6_000, heldMs: 30 });
  });

  test("C8: the difference of the clocks is the other's wall clock, half a round trip later, minus ours", () => {
    clocks.monotonicMs += 100;
    clocks.wallMs += 100;
    // Sent at 100,000, held by the other for 40 ms, back at 100,100: 30 ms each way.
    receiveBeat(WALL + 5_070, 1, { sentAtMs: 100_000, heldMs: 40 });
    expect(heard.differences).toEqual([5_000]);
  });

  test("C9: an echo that cannot be, or took too long, says nothing about the clocks", () => {
    const now = clocks.monotonicMs;
    const echoes = [
      { sentAtMs: now + 1, heldMs: 0 },
      { sentAtMs: now, heldMs: 1 },
      { sentAtMs: now - 5_001, heldMs: 0 },
      { sentAtMs: 0, heldMs: 0 },
      { sentAtMs: 2 ** 48 - 1, heldMs: 2 ** 48 - 1 },
    ];
    for (const echo of echoes) receiveBeat(WALL, 1, echo);
    expect(heard.differences).toEqual([]);
    expect(heard.malformed).toBe(0);
  });

  test("C10: a tab whose own timers are held up answers the beats that it hears", () => {
    receiveBeat(WALL, 1, undefined);
    link.acceptAll();
    const before = link.beats.length;
    clocks.monotonicMs += BEAT_INTERVAL_MS - 1;
    receiveBeat(WALL, 2, undefined);
    expect(link.beats.length).toBe(before);
    clocks.monotonicMs += 1;
    for (let i = 0; i < 5; i++) receiveBeat(WALL, 3, undefined);
    expect(link.beats.length).toBe(before + 1);
  });

  test("C14: nothing is told to one who hears of this tab anyway, and no beat is longer in coming than its time", () => {
    passComparisons();
    const before = link.sent.length;
    for (let i = 0; i < 10; i++) {
      clocks.monotonicMs += CHECK_INTERVAL_MS;
      channel.send(Uint8Array.of(i), () => {});
      link.acceptAll();
      channel.keepAlive();
    }
    expect(link.sent.slice(before).map((frame) => decodeFrame(frame)?.type)).toEqual(Array(10).fill("part"));
    const silentMs = () => {
      const sent = link.sent.length;
      for (let ms = CHECK_INTERVAL_MS; ms < 10_000; ms += CHECK_INTERVAL_MS) {
        clocks.monotonicMs += CHECK_INTERVAL_MS;
        channel.keepAlive();
        link.acceptAll();
        if (link.sent.length > sent) return ms;
      }
      return Number.POSITIVE_INFINITY;
    };
    expect([silentMs(), silentMs()]).toEqual([BEAT_INTERVAL_MS, BEAT_INTERVAL_MS]);
  });

  test("C15: who is owed a sign of life is first asked what there is to say, and gets a beat where that is nothing", () => {
    passComparisons();
    const sentAfter = (says: () => void) => {
      const before = link.sent.length;
      onIdle = says;
      clocks.monotonicMs += BEAT_INTERVAL_MS;
      channel.keepAlive();
      link.acceptAll();
      return link.sent.slice(before).map((frame) => decodeFrame(frame)?.type);
    };
    expect(sentAfter(() => channel.send(Uint8Array.of(7), () => {}))).toEqual(["part"]);
    expect(sentAfter(() => {})).toEqual(["alive"]);
    expect(sentAfter(() => channel.close())).toEqual([]);
  });

  test("C11: a link that takes nothing is not filled with beats", () => {
    for (let i = 0; i < 100; i++) channel.beat();
    expect(link.sent.length).toBe(4);
    link.accept(1);
    for (let i = 0; i < 100; i++) channel.beat();
    expect(link.sent.length).toBe(5);
  });

  test("C12: the first beats compare the clocks, then one every 30 s; the others are one byte", () => {
    const beat = (times: number) => {
      const before = link.sent.length;
      for (let i = 0; i < times; i++) {
        clocks.monotonicMs += BEAT_INTERVAL_MS;
        channel.beat();
        link.acceptAll();
      }
      return link.sent.slice(before).map((frame) => frame.length > 1);
    };
    link.acceptAll();
    expect(beat(5)).toEqual([true, true, true, false, false]);
    expect(beat(60_000 / BEAT_INTERVAL_MS).filter((compares) => compares)).toHaveLength(2);
  });

  test("C13: one that compares the clocks is answered by one, once; so is known at once that a clock was set", () => {
    for (let i = 0; i < 5; i++) channel.beat();
    link.acceptAll();
    clocks.monotonicMs += 10 * BEAT_INTERVAL_MS;
    channel.beat();
    link.acceptAll();
    const before = link.beats.length;
    receiveBeat(WALL + 3_600_000, 1, undefined);
    expect(link.beats.length).toBe(before + 1);
    receiveBeat(WALL + 3_600_000, 2, undefined);
    expect(link.beats.length).toBe(before + 1);
    clocks.monotonicMs += 10 * BEAT_INTERVAL_MS;
    channel.compareClocks();
    expect(link.beats.length).toBe(before + 2);
  });
});
