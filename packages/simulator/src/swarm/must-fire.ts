import { STRATEGIES } from "@hearsay/gossip";
import { FAULT_NAMES } from "./draw";
import type { Fired } from "./law";
import { REPLICA_NAMES } from "./replica-watch";

/** What must happen now and then over a few hundred seeds, or the laws were never put to the test. */
export const MUST_FIRE: readonly string[] = [
  ...FAULT_NAMES.map((name) => `fault: ${name}`),
  ...REPLICA_NAMES.map((name) => `replica: ${name}`),
  ...STRATEGIES.map((name) => `strategy: ${name}`),
  ...["complete", "ring", "line", "grid", "random", "links"].map((name) => `topology: ${name}`),
  ...["lost", "blocked", "dead", "crashed", "disconnected"].map((name) => `dropped: ${name}`),
  ...["accepted", "known", "ahead", "malformed", "contradiction", "otherVersion", "noted"].map(
    (name) => `verdict: ${name}`,
  ),
  ...["hello", "push", "rumor", "feedback", "ahead"].map((name) => `sent: ${name}`),
  ...["wrote", "restamped", "lost", "crashed", "restarted", "froze", "thawed"].map((name) => `event: ${name}`),
  ...["connected", "disconnected", "received", "writable", "edited", "loaded", "spreadChosen", "timerFired"].map(
    (name) => `input: ${name}`,
  ),
  ...[
    "changed",
    "clearTimer",
    "lost",
    "otherVersion",
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
  "flawless broadcast",
  "message doubled",
  "message overtaken",
  "trace compared",
];

/** What of it never did. */
export function neverFired(fired: Fired): readonly string[] {
  return MUST_FIRE.filter((name) => fired.of(name) === 0);
}
