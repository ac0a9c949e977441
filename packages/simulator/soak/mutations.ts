import type { Mutation } from "./mutation";
import { OVERLAY_MUTATIONS } from "./overlay-mutations";
import { TEXT_MUTATIONS } from "./text-mutations";
import { TREE_MUTATIONS } from "./tree-mutations";

const REGISTER = "packages/merge/src/register.ts";
const NODE = "packages/gossip/src/node.ts";
const EXCHANGE = "packages/gossip/src/exchange.ts";
const PACE = "packages/gossip/src/pace.ts";

/** Rules of the register, of gossip and of the simulator: the swarm is there to notice them. */
const BROKEN_RULES: readonly Omit<Mutation, "tests">[] = [
  {
    name: "an equal timestamp with other data is accepted",
    file: REGISTER,
    search: 'if (order === 0) return { type: "refused", reason: "contradiction" };',
    replace: "",
  },
  {
    name: "the clock moves before the drift is checked",
    file: REGISTER,
    search: 'if (isAhead(theirs.timestamp, now)) return { type: "refused", reason: "ahead" };',
    replace:
      'if (isAhead(theirs.timestamp, now)) { if (this.held) this.held = { ...this.held, timestamp: theirs.timestamp }; return { type: "refused", reason: "ahead" }; }',
  },
  {
    name: "what is ahead is accepted",
    file: REGISTER,
    search: 'if (isAhead(theirs.timestamp, now)) return { type: "refused", reason: "ahead" };',
    replace: "",
  },
  {
    name: "broadcast repairs",
    file: "packages/gossip/src/strategies/broadcast.ts",
    search: "onInterval: undefined,",
    replace:
      'onInterval(reach: Reach) { const peer = reach.randomNeighbor(); if (peer !== undefined) reach.send(peer, "push"); },',
  },
  {
    name: "an earlier timestamp replaces a later one",
    file: REGISTER,
    search: "if (order < 0) return",
    replace: "if (order > 0) return",
  },
  {
    name: "the text that lost is not handed out",
    file: REGISTER,
    search: 'return { type: "changed", lost: seen ? undefined : lostTo(theirs, ours) };',
    replace: 'return { type: "changed", lost: undefined };',
  },
  {
    name: "a copy believes whoever claims to have seen its text",
    file: REGISTER,
    search: "!isLaterOf(this.replica, theirs, ours) && goesOnFrom(theirs, ours)",
    replace: "theirs.timestamp.replica !== this.replica && goesOnFrom(theirs, ours)",
  },
  {
    name: "a clock that was set back gives out a timestamp twice",
    file: REGISTER,
    search: "this.written.push(timestamp);",
    replace: "",
  },
  {
    name: "a copy that is ahead is not written again",
    file: EXCHANGE,
    search: "const restamped = this.replica.restamp(now);",
    replace: "const restamped = Number.isNaN(now) ? this.replica.restamp(now) : undefined;",
  },
  {
    name: "the next message does not wait for the one before it",
    file: "packages/gossip/src/outbox.ts",
    search: "return owed === undefined;",
    replace: "return true;",
  },
  {
    name: "who is gone stays a neighbor",
    file: NODE,
    search: "this.neighbors.remove(peer);",
    replace: "",
  },
  {
    name: "strangers are listened to",
    file: NODE,
    search: "if (this.neighbors.has(input.peer)) this.onReceived",
    replace: "this.onReceived",
  },
  {
    name: "who is gone is sent what is written again",
    file: NODE,
    search: 'if (input.type === "disconnected" || input.type === "departed") this.forget(input.peer);',
    replace: 'if (input.type === "disconnected") { this.restamp(now); this.forget(input.peer); }',
  },
  {
    name: "what is owed is sent to who is no neighbor any more",
    file: "packages/gossip/src/mail.ts",
    search: "if (!this.neighbors.has(peer)) return this.outbox.forget(peer);",
    replace: "",
  },
  {
    name: "push stops after its first turn",
    file: PACE,
    search: "?? spread.intervalMs));",
    replace: "?? spread.intervalMs) + 1_000_000_000);",
  },
  {
    name: "push never picks its last neighbor",
    file: NODE,
    search: "neighbors.at(random.below(neighbors.size))",
    replace: "neighbors.at(random.below(Math.max(1, neighbors.size - 1)))",
  },
  {
    name: "push fires four times in each Δ",
    file: PACE,
    search: "?? spread.intervalMs));",
    replace: "?? Math.ceil(spread.intervalMs / 4)));",
  },
  {
    name: "a setting of the far future is adopted",
    file: "packages/gossip/src/spread.ts",
    search: "if (isAhead(theirs.timestamp, now)) return false;",
    replace: "",
  },
  {
    name: "a malformed message throws",
    file: NODE,
    search: 'this.effects.push({ type: "refused", peer, reason: "malformed" });',
    replace: "throw new Error(message.type);",
  },
  {
    name: "a message in the uplink outlives its channel",
    file: "packages/simulator/src/world.ts",
    search:
      '    if (message.channel !== this.channel(from, to)) {\n      return this.recorder.dropped(this.nowUs, from, to, bytes, "disconnected");\n    }\n    const kind',
    replace: "    const kind",
  },
];

/** Rules broken on purpose, each of which must be noticed. */
export const MUTATIONS: readonly Mutation[] = [
  ...BROKEN_RULES.map((mutation) => ({ ...mutation, tests: undefined })),
  ...TEXT_MUTATIONS,
  ...OVERLAY_MUTATIONS,
  ...TREE_MUTATIONS,
];
