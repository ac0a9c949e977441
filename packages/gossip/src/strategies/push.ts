import type { Reach, Spreading } from "./strategy";

/** The gossip of the source text: every Δ, data and timestamp go to one random connected node, news or not. */
export const push: Spreading = {
  onEdit() {},
  onNews() {},
  onFeedback() {},
  repairs: true,
  byVersion: false,
  onInterval(reach: Reach) {
    const peer = reach.randomNeighbor();
    if (peer !== undefined) reach.send(peer, "push");
  },
};
