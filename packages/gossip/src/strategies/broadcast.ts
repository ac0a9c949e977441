import type { Reach, Spreading } from "./strategy";

/** The naive way: what its user changed, a node sends to all it is connected to, once. Nothing is repaired. */
export const broadcast: Spreading = {
  onEdit(reach: Reach) {
    for (const peer of reach.neighbors()) reach.sendNews(peer, [[reach.self, 0]]);
  },
  onNews() {},
  onFeedback() {},
  onInterval: undefined,
  isForAll: true,
  repairs: false,
  byVersion: false,
};
