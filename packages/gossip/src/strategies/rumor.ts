import type { Reach, Spreading } from "./strategy";

/**
 * Rumor mongering with feedback and a counter (Demers et al. 1987): who learns something new is hot, and every Δ tells
 * it to one random neighbor. `counter` useless contacts in a row, and it has lost interest. Cheap, and no guarantee:
 * some nodes may never hear.
 */
export function createRumor(counter: number): Spreading {
  let hot = false;
  let useless = 0;
  const heat = () => {
    hot = true;
    useless = 0;
  };
  return {
    repairs: true,
    byVersion: false,
    onEdit: heat,
    onNews: heat,
    onFeedback(knew: boolean) {
      useless = knew ? useless + 1 : 0;
      if (useless >= counter) hot = false;
    },
    onInterval(reach: Reach) {
      const peer = hot ? reach.randomNeighbor() : undefined;
      if (peer !== undefined) reach.send(peer, "rumor");
    },
  };
}
