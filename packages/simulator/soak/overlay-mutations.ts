import type { Mutation } from "./mutation";

const OVERLAY = "packages/gossip/src/overlay/overlay.ts";
const PASSIVE = "packages/gossip/src/overlay/passive-view.ts";
const TABLE = "packages/gossip/src/members/member-table.ts";
const RECORD = "packages/gossip/src/members/member-record.ts";
const RECEIPTS = "packages/gossip/src/receipts.ts";

/** Rules of the overlay and of the members. What the swarm does not notice of them, their unit tests must. */
export const OVERLAY_MUTATIONS: readonly Mutation[] = [
  {
    name: "a lost neighbor is not replaced",
    file: OVERLAY,
    search: ": this.activeSize - this.degree;",
    replace: ": 1 - this.degree;",
    tests: "gossip/src/overlay",
  },
  {
    name: "nobody is ever asked to part",
    file: OVERLAY,
    search: "    if (this.degree <= this.maxActive) return;\n",
    replace: "    if (this.degree > 0) return;\n",
    tests: "gossip/src/overlay",
  },
  {
    name: "who is to part is named nobody",
    file: OVERLAY,
    search: '{ type: "part", peers: sampleOf(known, MAX_NAMED, this.host.random) }',
    replace: '{ type: "part", peers: [] }',
    tests: "gossip/src/overlay",
  },
  {
    name: "two halves do not look for each other",
    file: OVERLAY,
    search: "    this.bridges.add(peer);\n    this.dial(peer, now);",
    replace: "",
    tests: "gossip/src/overlay",
  },
  {
    name: "the one link between two halves goes for another",
    file: "packages/gossip/src/overlay/displacement.ts",
    search: "peer !== but && peer !== this.joined && ",
    replace: "peer !== but && ",
    tests: "gossip/src/overlay",
  },
  {
    name: "who could not be reached is tried again at once",
    file: PASSIVE,
    search: "entry.retryAt = now + Math.floor(waitMs / 2) + this.random.below(Math.ceil(waitMs / 2));",
    replace: "entry.retryAt = now + Math.floor(waitMs / 2) * 0;",
    tests: "gossip/src/overlay",
  },
  {
    name: "who is gone is brought back by what it said before",
    file: RECORD,
    search: "return record.at > than.at || (record.at === than.at && record.isGone && !than.isGone);",
    replace: "return record.at !== than.at || record.isGone !== than.isGone;",
    tests: "gossip/src/members",
  },
  {
    name: "who is doubted does not object",
    file: TABLE,
    search: "if (!isSaid && !isDoubted) return;",
    replace: "if (!isSaid) return;",
    tests: "gossip/src/members",
  },
  {
    name: "who is doubted never goes",
    file: TABLE,
    search: "if (Math.abs(now - doubtedAt) >= DOUBT_MS) this.drop(member);",
    replace: "if (Math.abs(now - doubtedAt) >= 1_000 * DOUBT_MS) this.drop(member);",
    tests: "gossip/src/members",
  },
  {
    name: "a record of the far future is believed",
    file: TABLE,
    search:
      'if (record.at > now + MAX_DRIFT_MS) return this.host.perform({ type: "refused", peer: from, reason: "ahead" });',
    replace: "",
    tests: "gossip/src/members",
  },
  {
    name: "what came at once does not count as had",
    file: RECEIPTS,
    search: "this.digests = [digestOf(this.written)];",
    replace: "this.digests = [];",
    tests: "gossip/src/receipts",
  },
];
