import { STRATEGIES } from "@hearsay/gossip";
import { REPLICA_NAMES } from "../simulated-replica";
import { FAULT_NAMES } from "./draw";
import type { Fired } from "./law";

/** What must happen now and then over a few hundred seeds, or the laws were never put to the test. */
export const MUST_FIRE: readonly string[] = [
  ...FAULT_NAMES.map((name) => `fault: ${name}`),
  ...REPLICA_NAMES.map((name) => `replica: ${name}`),
  ...STRATEGIES.map((name) => `strategy: ${name}`),
  ...["complete", "ring", "line", "grid", "random", "links", "overlay"].map((name) => `topology: ${name}`),
  ...["lost", "blocked", "dead", "crashed", "disconnected"].map((name) => `dropped: ${name}`),
  ...["accepted", "known", "ahead", "malformed", "contradiction", "otherVersion", "noted", "held"].map(
    (name) => `verdict: ${name}`,
  ),
  ...[
    "hello",
    "push",
    "rumor",
    "feedback",
    "ahead",
    "delta",
    "have",
    "ask",
    "news",
    "prune",
    "digest",
    "members",
    "overlay",
  ].map((name) => `sent: ${name}`),
  ...["wrote", "restamped", "lost", "crashed", "restarted", "froze", "thawed"].map((name) => `event: ${name}`),
  ...[
    "connected",
    "disconnected",
    "received",
    "writable",
    "edited",
    "introduced",
    "loaded",
    "spreadChosen",
    "timerFired",
    "listed",
    "connectFailed",
    "idle",
  ].map((name) => `input: ${name}`),
  ...["write", "insert", "type", "paste", "delete", "undo", "redo", "sign", "title"].map((name) => `step: ${name}`),
  ...["undo", "redo"].map((name) => `a text changed by: ${name}`),
  ...[
    "changed",
    "clearTimer",
    "connect",
    "disconnect",
    "diverged",
    "memberGone",
    "lost",
    "otherVersion",
    "presenceChanged",
    "receiving",
    "refused",
    "refusedByPeer",
    "send",
    "setTimer",
    "spreadChanged",
  ].map((name) => `effect: ${name}`),
  "a push had to wait",
  "all equal in the end",
  "claim of convergence",
  "concurrent texts met",
  "contested timestamp",
  "contradiction met",
  "digest in place of a sign of life",
  "flawless broadcast",
  "message doubled",
  "members known",
  "message overtaken",
  "no contradictions",
  "room that needed a contact",
  "room that was one by itself",
  "siblings compared",
  "text of others given up",
  "text restamped",
  "trace compared",
];

/** What of it never did. */
export function neverFired(fired: Fired): readonly string[] {
  return MUST_FIRE.filter((name) => fired.of(name) === 0);
}
