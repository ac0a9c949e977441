import type { Traffic } from "@hearsay/mesh";
import { describe, expect, it } from "vitest";
import { peerId } from "../test-fixtures/mesh-state";
import { LiveLog, MAX_LINES } from "./live-log";
import { GLIDE_MS, LiveTraffic, LOSS_SHOWN_MS, MAX_MESSAGES } from "./live-traffic";

const [ada, bob] = [peerId(1), peerId(2)];
const about = { peer: ada, message: "news", bytes: 9 } as const;
const SENT: Traffic = { type: "sent", delayMs: 0, ...about };

describe("the traffic of a tab", () => {
  it("is seen for a moment, and what is delayed for as long as that takes", () => {
    const traffic = new LiveTraffic();
    traffic.add(SENT, 0);
    traffic.add({ ...SENT, delayMs: 5_000 }, 0);
    expect(traffic.visible(GLIDE_MS - 1)).toHaveLength(2);
    expect(traffic.visible(GLIDE_MS)).toHaveLength(1);
    expect(traffic.visible(5_000)).toEqual([]);
  });

  it("is counted by neighbor and by what became of it", () => {
    const traffic = new LiveTraffic();
    traffic.add(SENT, 0);
    traffic.add(SENT, 0);
    traffic.add({ type: "received", ...about }, 0);
    traffic.add({ type: "lost", ...about, peer: bob }, 0);
    traffic.visible(1e9);
    expect(traffic.countsOf(ada)).toEqual({ sent: 2, received: 1, lost: 0 });
    expect(traffic.countsOf(bob)).toEqual({ sent: 0, received: 0, lost: 1 });
    traffic.keepOnly(new Set([bob]));
    expect(traffic.countsOf(ada)).toEqual({ sent: 0, received: 0, lost: 0 });
  });

  it("vanishes half way where it is lost, and is shown lost for a while", () => {
    const traffic = new LiveTraffic();
    traffic.add({ type: "lost", ...about }, 0);
    expect(traffic.visible(GLIDE_MS)).toMatchObject([{ vanishedMs: GLIDE_MS / 2, isOutgoing: true }]);
    expect(traffic.visible(GLIDE_MS / 2 + LOSS_SHOWN_MS)).toEqual([]);
  });

  it("vanishes with its link, and not with another's", () => {
    const traffic = new LiveTraffic();
    traffic.add({ ...SENT, delayMs: 5_000 }, 0);
    traffic.add({ ...SENT, delayMs: 5_000, peer: bob }, 0);
    traffic.ended(ada, 1_000);
    expect(traffic.visible(1_000).map(({ vanishedMs }) => vanishedMs)).toEqual([1_000, undefined]);
    expect(traffic.visible(1_000 + LOSS_SHOWN_MS).map(({ peer }) => peer)).toEqual([bob]);
  });

  it("holds no more than can be seen", () => {
    const traffic = new LiveTraffic();
    for (let i = 0; i < MAX_MESSAGES + 5; i++) traffic.add(SENT, i);
    expect(traffic.visible(10)).toHaveLength(MAX_MESSAGES);
    expect(traffic.visible(10).at(-1)?.key).toBe(MAX_MESSAGES + 5);
  });
});

describe("the log", () => {
  it("is newest first, and says but once what happens again and again", () => {
    const log = new LiveLog(1_000);
    for (const [nowMs, text] of [
      [1_000, "a"],
      [1_500, "b"],
      [1_700, "b"],
    ] as const) {
      log.add(nowMs, text);
    }
    expect(log.newestFirst).toEqual([
      { number: 2, atMs: 500, text: "b", times: 2 },
      { number: 1, atMs: 0, text: "a", times: 1 },
    ]);
  });

  it("forgets what is too long ago", () => {
    const log = new LiveLog(0);
    for (let i = 0; i < MAX_LINES + 3; i++) log.add(i, `${i}`);
    expect(log.newestFirst).toHaveLength(MAX_LINES);
    expect(log.newestFirst.at(-1)?.text).toBe("3");
  });
});
