import { MAX_DRIFT_MS, MAX_TIME_MS } from "@hearsay/merge";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPeerId } from "./room-key";
import { RoomTime } from "./room-time";

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const [ANNA, BERT, CLEO] = [createPeerId(), createPeerId(), createPeerId()];

const timeAt = (now: number) => new RoomTime(() => now);

describe("room time", () => {
  test("T1: alone and without a server, a device goes by its own clock", () => {
    const time = timeAt(NOW);
    expect(time.now()).toBe(NOW);
    expect(time.state).toEqual({ offsetMs: 0, source: "device" });
  });

  test("T2: alone with a server, it goes by the server's", () => {
    const time = timeAt(NOW);
    time.setServer(HOUR_MS);
    expect(time.now()).toBe(NOW + HOUR_MS);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "server" });
  });

  test("T3: with an even number of neighbors the median decides, whatever the server says", () => {
    const time = timeAt(NOW);
    time.setServer(50 * HOUR_MS);
    time.setNeighbor(ANNA, HOUR_MS);
    time.setNeighbor(BERT, 2 * HOUR_MS);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "peers" });
  });

  test("T4: with an odd number of neighbors the server has the casting vote", () => {
    const time = timeAt(NOW);
    time.setNeighbor(ANNA, HOUR_MS);
    time.setServer(HOUR_MS);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "server" });
    time.setServer(0);
    expect(time.state).toEqual({ offsetMs: 0, source: "device" });
    // It only picks a side: a server that lies can do no more than that.
    time.setServer(1_000 * HOUR_MS);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "server" });
  });

  test("T5: with an odd number of neighbors and no server the slower half decides, at both ends alike", () => {
    const [ahead, behind] = [timeAt(NOW + HOUR_MS), timeAt(NOW)];
    ahead.setNeighbor(BERT, -HOUR_MS);
    behind.setNeighbor(ANNA, HOUR_MS);
    expect([ahead.now(), behind.now()]).toEqual([NOW, NOW]);
    expect(ahead.state.source).toBe("peers");
    expect(behind.state.source).toBe("device");
  });

  test("T6: offsets are whole seconds, and clocks that agree within half a second are left alone", () => {
    const time = timeAt(NOW);
    for (const [differenceMs, offsetMs] of [
      [499, 0],
      [-499, 0],
      [501, 1_000],
      [-501, -1_000],
      [1_499, 1_000],
    ] as const) {
      time.setServer(differenceMs);
      expect(time.state.offsetMs).toBe(offsetMs);
      expect(time.now()).toBe(NOW + offsetMs);
    }
  });

  test("T7: a neighbor that has gone votes no more", () => {
    const time = timeAt(NOW);
    for (const peer of [ANNA, BERT, CLEO]) time.setNeighbor(peer, HOUR_MS);
    expect(time.state.offsetMs).toBe(HOUR_MS);
    for (const peer of [ANNA, BERT, CLEO]) time.forgetNeighbor(peer);
    expect(time.state).toEqual({ offsetMs: 0, source: "device" });
  });

  test("T8: a skew moves the device's clock, and the room's time stays where the others hold it", () => {
    const time = timeAt(NOW);
    time.setServer(0);
    time.setSkew(-HOUR_MS);
    expect(time.device()).toBe(NOW - HOUR_MS);
    expect(time.now()).toBe(NOW);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "server" });
    // Differences are taken against the clock as it reads now.
    time.setServer(HOUR_MS);
    time.setNeighbor(ANNA, HOUR_MS);
    time.setNeighbor(BERT, HOUR_MS);
    expect(time.now()).toBe(NOW);
    time.setSkew(0);
    expect(time.state).toEqual({ offsetMs: 0, source: "device" });
  });

  test("T9: fewer hostile clocks than honest ones move it by no more than the honest ones differ", () => {
    const lies = fc.array(fc.integer({ min: -MAX_TIME_MS, max: MAX_TIME_MS }), { maxLength: 4 });
    const truths = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(lies, truths, fc.option(fc.integer({ min: -400, max: 400 })), (lying, honest, server) => {
        const time = timeAt(NOW);
        for (const differenceMs of [...lying, ...honest]) time.setNeighbor(createPeerId(), differenceMs);
        if (server !== null) time.setServer(server);
        expect(time.state.offsetMs).toBe(0);
      }),
    );
  });

  test("T11: any number of lies leave two tabs within the drift bound, where the server and two clocks tell the truth", () => {
    const lie = fc.oneof(
      fc.integer({ min: -MAX_TIME_MS, max: MAX_TIME_MS }),
      fc.integer({ min: -2 * MAX_DRIFT_MS, max: 2 * MAX_DRIFT_MS }),
    );
    const lies = fc.array(lie, { maxLength: 9 });
    const truth = fc.integer({ min: -400, max: 400 });
    const lied = (lying: readonly number[], server: number, honest: number, skewMs: number) => {
      const time = timeAt(NOW);
      time.setSkew(skewMs);
      time.setServer(server - skewMs);
      time.setNeighbor(ANNA, honest - skewMs);
      // A device whose own clock is wrong needs one more that is not.
      if (skewMs !== 0) time.setNeighbor(BERT, honest - skewMs);
      for (const differenceMs of lying) time.setNeighbor(createPeerId(), differenceMs - skewMs);
      return time.now();
    };
    fc.assert(
      fc.property(lies, lies, truth, truth, (some, others, server, honest) => {
        const times = [
          lied(some, server, honest, 0),
          lied(others, server, honest, 0),
          lied(others, server, honest, HOUR_MS),
        ];
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(MAX_DRIFT_MS);
        for (const time of times) expect(Math.abs(time - NOW)).toBeLessThanOrEqual(MAX_DRIFT_MS);
      }),
    );
  });

  test("T12: a server that one clock bears out, which may be its own device's, moves nobody; one that two bear out does", () => {
    const time = timeAt(NOW);
    time.setServer(50 * HOUR_MS);
    time.setNeighbor(ANNA, 0);
    time.setNeighbor(BERT, HOUR_MS);
    expect(time.state.offsetMs).toBe(0);
    time.setServer(HOUR_MS);
    expect(time.state.offsetMs).toBe(0);
    time.setNeighbor(CLEO, HOUR_MS);
    expect(time.state).toEqual({ offsetMs: HOUR_MS, source: "server" });
  });

  test("T10: both clocks are whole ms that can be encoded, whatever the device and the others say", () => {
    const any = fc.integer({ min: -2 * MAX_TIME_MS, max: 2 * MAX_TIME_MS });
    fc.assert(
      fc.property(any, any, any, fc.array(any, { maxLength: 3 }), (clock, skewMs, serverMs, differences) => {
        const time = timeAt(clock);
        time.setSkew(skewMs);
        time.setServer(serverMs);
        for (const differenceMs of differences) time.setNeighbor(createPeerId(), differenceMs);
        for (const ms of [time.now(), time.device()]) {
          expect(Number.isInteger(ms) && ms >= 0 && ms <= MAX_TIME_MS).toBe(true);
        }
        expect(Object.is(time.state.offsetMs, -0)).toBe(false);
      }),
    );
  });
});
