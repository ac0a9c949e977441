import type { PeerId } from "@hearsay/gossip";
import { describe, expect, test } from "vitest";
import { CARRY_BUDGET, Courier, MAX_REMEMBERED } from "./courier";
import { type Carried, decodeFrame, encodeCarry, MAX_CARRY_HOPS } from "./frame";
import { MAX_FRAME_BYTES } from "./link";

const peer = (number: number) => number.toString(16).padStart(16, "0") as PeerId;
const [self, ada, bob, cleo, far] = [0, 1, 2, 3, 99].map(peer) as [PeerId, PeerId, PeerId, PeerId, PeerId];

let count = 0;
const sealedAnew = () =>
  Uint8Array.from({ length: 60 }, (_, i) => (i < 4 ? count >> (8 * i) : i)).fill(++count % 256, 4, 8);

function setUp() {
  const sent: { to: PeerId; carried: Carried }[] = [];
  const delivered: PeerId[] = [];
  const clock = { now: 0 };
  const courier = new Courier({
    self,
    neighbors: () => [ada, bob, cleo],
    send: (to, carried) => sent.push({ to, carried }),
    deliver: (from) => delivered.push(from),
    monotonic: () => clock.now,
  });
  return { courier, sent, delivered, clock, receivers: () => sent.map(({ to }) => to) };
}

describe("a courier", () => {
  test("K1: sends an introduction along every link, or straight to whom it is for", () => {
    const { courier, receivers } = setUp();
    expect(courier.send(far, sealedAnew())).toBe(true);
    expect(receivers()).toEqual([ada, bob, cleo]);
    courier.send(bob, sealedAnew());
    expect(receivers().slice(3)).toEqual([bob]);
  });

  test("K2: passes on what is for others, one hop less, and not to where it came from", () => {
    const { courier, sent, delivered } = setUp();
    courier.receive(ada, { hops: 3, from: bob, to: far, sealed: sealedAnew() });
    expect(sent.map(({ to, carried }) => [to, carried.hops])).toEqual([[cleo, 2]]);
    courier.receive(ada, { hops: 1, from: bob, to: far, sealed: sealedAnew() });
    expect([sent.length, delivered]).toEqual([1, []]);
  });

  test("K3: delivers what is for itself, and nothing twice, by whatever way it comes", () => {
    const { courier, sent, delivered } = setUp();
    const sealed = sealedAnew();
    courier.receive(ada, { hops: 2, from: far, to: self, sealed });
    courier.receive(bob, { hops: 4, from: far, to: self, sealed });
    expect([delivered, sent]).toEqual([[far], []]);
    const other = sealedAnew();
    courier.send(far, other);
    courier.receive(bob, { hops: 4, from: self, to: far, sealed: other });
    expect(sent.length).toBe(3);
  });

  test("K4: a neighbor that floods is carried for within its budget, and the others as before", () => {
    const { courier, sent, clock } = setUp();
    for (let i = 0; i < 4 * MAX_REMEMBERED; i++) {
      courier.receive(ada, { hops: 2, from: far, to: peer(7), sealed: sealedAnew() });
    }
    expect(sent.length).toBe(2 * CARRY_BUDGET.burst);
    courier.receive(bob, { hops: 2, from: far, to: peer(7), sealed: sealedAnew() });
    expect(sent.length).toBe(2 * CARRY_BUDGET.burst + 2);
    clock.now += 1_000;
    for (let i = 0; i < 1_000; i++) courier.receive(ada, { hops: 2, from: far, to: peer(7), sealed: sealedAnew() });
    expect(sent.length).toBe(2 * (CARRY_BUDGET.burst + CARRY_BUDGET.perSecond) + 2);
  });

  test("K5: what is carried is the same after a frame; other frames of its kind are none", () => {
    const carried: Carried = { hops: MAX_CARRY_HOPS, from: ada, to: far, sealed: sealedAnew() };
    const frame = encodeCarry(carried) ?? new Uint8Array(0);
    expect(decodeFrame(frame)).toEqual({ type: "carry", carried });
    for (const hops of [0, MAX_CARRY_HOPS + 1, 255]) {
      expect(decodeFrame(Uint8Array.of(frame[0] as number, hops, ...frame.subarray(2)))).toBeUndefined();
    }
    for (let length = 1; length < 18; length++) expect(decodeFrame(frame.subarray(0, length))).toBeUndefined();
    expect(encodeCarry({ ...carried, sealed: new Uint8Array(MAX_FRAME_BYTES) })).toBeUndefined();
  });
});
