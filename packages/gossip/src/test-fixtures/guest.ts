import type { Effect } from "../effect";
import { decodeMessage, encodeMessage } from "../message";
import type { OverlayMessage } from "../overlay/overlay-message";
import type { PeerId } from "../peer-id";
import { createOverlayNode, type OverlayNode } from "./overlay-room";
import { drain, helloOf, NOW, peerId, sends } from "./test-node";

/** A started node 0 of an overlay, with channels to the peers 1 to `count`, each of which told `degree` neighbors. */
export function guestAmong(count: number, degree: number): OverlayNode {
  const node = createOverlayNode(0);
  node.node.start(NOW);
  for (let i = 1; i <= count; i++) {
    node.handle({ type: "connected", peer: peerId(i) }, NOW);
    node.handle({ type: "received", peer: peerId(i), bytes: encodeMessage(helloOf(degree, undefined)) }, NOW);
    drain(node, peerId(i), NOW);
  }
  return node;
}

/** What comes of a message of the overlay, with all that then leaves for anyone. */
export function tell(node: OverlayNode, from: number, overlay: OverlayMessage, now: number): readonly Effect[] {
  const effects = node.handle(
    { type: "received", peer: peerId(from), bytes: encodeMessage({ type: "overlay", overlay }) },
    now,
  );
  return [...effects, ...flush(node, now)];
}

/** Lets all leave that waits for anyone of the first 100 peers. */
export function flush(node: OverlayNode, now: number): readonly Effect[] {
  const left: Effect[] = [];
  for (let peer = 1; peer < 100; peer++) {
    for (;;) {
      const effects = node.handle({ type: "writable", peer: peerId(peer) }, now);
      left.push(...effects);
      if (sends(effects).length === 0) break;
    }
  }
  return left;
}

/** The messages of the overlay among effects, and to whom. */
export function overlaySent(effects: readonly Effect[]): readonly (OverlayMessage & { readonly to: PeerId })[] {
  return sends(effects).flatMap(({ peer, bytes }) => {
    const message = decodeMessage(bytes);
    return message.type === "overlay" ? [{ ...message.overlay, to: peer }] : [];
  });
}

/** Whom effects dial, and whom they send away. */
export function dialed(effects: readonly Effect[]): readonly PeerId[] {
  return effects.flatMap((effect) => (effect.type === "connect" ? [effect.peer] : []));
}

export function closed(effects: readonly Effect[]): readonly PeerId[] {
  return effects.flatMap((effect) => (effect.type === "disconnect" ? [effect.peer] : []));
}
