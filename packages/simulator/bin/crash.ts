import { Random } from "@hearsay/gossip";
import { chance, duration, unexpected, wholeNumber } from "../src/quantities";
import type { Step } from "../src/run";

/** Who dies, and when. */
export type Crash =
  | { readonly type: "node"; readonly node: number; readonly atUs: number }
  /** Once so many messages of the node have left its uplink. */
  | { readonly type: "amid"; readonly node: number; readonly afterMessages: number }
  /** A share of all nodes but the first. */
  | { readonly type: "share"; readonly share: number; readonly atUs: number };

/** Reads `0@10ms`, `0@after:3` or `10%@1s`. */
export function parseCrash(text: string): Crash {
  const [who = "", when, more] = text.split("@");
  if (when === undefined || more !== undefined) throw unexpected("a crash such as 0@10ms, 0@after:3 or 10%@1s", text);
  if (who.endsWith("%")) return { type: "share", share: chance.parse(who), atUs: duration.parse(when) };
  const node = wholeNumber.parse(who);
  if (!when.startsWith("after:")) return { type: "node", node, atUs: duration.parse(when) };
  return { type: "amid", node, afterMessages: wholeNumber.parse(when.slice("after:".length)) };
}

/** The steps of a crash in a run of so many nodes. The seed decides whom a share falls on. */
export function crashSteps(crash: Crash, nodes: number, seed: number): readonly Step[] {
  switch (crash.type) {
    case "node":
      return [{ atUs: crash.atUs, type: "crash", node: crash.node, afterMessages: 0 }];
    case "amid":
      return [{ atUs: 0, type: "crash", node: crash.node, afterMessages: crash.afterMessages }];
    case "share":
      return drawn(nodes, Math.round(crash.share * nodes), seed).map((node): Step => {
        return { atUs: crash.atUs, type: "crash", node, afterMessages: 0 };
      });
    default:
      return crash satisfies never;
  }
}

function drawn(nodes: number, count: number, seed: number): readonly number[] {
  const random = new Random([seed, Math.floor(seed / 2 ** 32), 0xc4a54, 0]);
  const left = Array.from({ length: nodes - 1 }, (_, i) => i + 1);
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [node] = left.splice(random.below(left.length), 1);
    return node ?? 0;
  });
}
