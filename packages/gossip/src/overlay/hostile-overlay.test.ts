import { describe, expect, it } from "vitest";
import type { Effect } from "../effect";
import { encodeMessage } from "../message";
import { flush, guestAmong, overlaySent, tell } from "../test-fixtures/guest";
import type { OverlayNode } from "../test-fixtures/overlay-room";
import { helloOf, NOW, peerId } from "../test-fixtures/test-node";
import { KEPT, MAX_DISPLACED, SETTLED_MS } from "./displacement";
import { DEFAULT_OVERLAY } from "./overlay";
import type { OverlayMessage } from "./overlay-message";

const { maxActive } = DEFAULT_OVERLAY;

/** Lets all who are sent away go, and returns them. */
function letGo(node: OverlayNode, effects: readonly Effect[], now: number): readonly string[] {
  const parted = overlaySent(effects).flatMap(({ type, to }) => (type === "part" ? [to] : []));
  for (const peer of parted) {
    node.handle({ type: "disconnected", peer }, now);
    flush(node, now);
  }
  return parted;
}

/** Somebody comes in under the name `number`, says `message`, and the node looks around; returns who is sent away. */
function intrude(node: OverlayNode, number: number, message: OverlayMessage | undefined, now: number) {
  const effects = [...node.handle({ type: "connected", peer: peerId(number) }, now), ...flush(node, now)];
  if (message) effects.push(...tell(node, number, message, now));
  else {
    const bytes = encodeMessage(helloOf(0, undefined));
    effects.push(...node.handle({ type: "received", peer: peerId(number), bytes }, now), ...flush(node, now));
    effects.push(...node.handle({ type: "timerFired", timer: "overlay" }, now), ...flush(node, now));
  }
  return letGo(node, effects, now);
}

describe("who comes in under many names", () => {
  const pretexts: readonly (OverlayMessage | undefined)[] = [
    { type: "join" },
    { type: "neighbor", degree: 0 },
    { type: "neighbor", degree: 1 },
    undefined,
  ];

  it("G83: takes the place of few who have been there for long, and of the first three never", () => {
    for (const pretext of pretexts) {
      const node = guestAmong(maxActive, 5);
      const start = NOW + SETTLED_MS;
      let gone: string[] = [];
      for (let i = 0; i < 40; i++) gone.push(...intrude(node, 20 + i, pretext, start + i * 200));
      const honest = (peers: readonly string[]) => peers.filter((peer) => peer < peerId(20));
      expect(gone).toHaveLength(40);
      expect(honest(gone)).toHaveLength(MAX_DISPLACED);
      gone = [];
      for (let i = 0; i < 40; i++) gone.push(...intrude(node, 60 + i, pretext, start + (i + 1) * 60_000));
      expect(honest(gone).length).toBeLessThanOrEqual(maxActive - KEPT - MAX_DISPLACED);
      for (const peer of [1, 2, 3].map(peerId)) expect(gone).not.toContain(peer);
    }
  });

  it("G83: an honest one that has nobody is still taken in, though all others have settled", () => {
    const node = guestAmong(maxActive, 5);
    const gone = intrude(node, 8, { type: "join" }, NOW + SETTLED_MS);
    expect(gone).toHaveLength(1);
    expect([8, 1, 2, 3].map(peerId)).not.toContain(gone[0]);
  });
});
