import { expect, it } from "vitest";
import type { TraceEvent } from "./trace";
import { transcriptLine } from "./transcript";

const message = new Uint8Array(0);

it.each<readonly [TraceEvent, string]>([
  [
    { atUs: 2_000, type: "sent", from: 0, to: 2, kind: "push", bytes: 30, arrivesAtUs: 52_000, message },
    "       2.0 ms  n0 → n2 push",
  ],
  [
    { atUs: 52_000, type: "received", from: 0, to: 2, kind: "push", verdict: "accepted" },
    "      52.0 ms  n2 ← n0 push accepted",
  ],
  [
    { atUs: 52_125, type: "received", from: 0, to: 2, kind: "push", verdict: "known" },
    "    52.125 ms  n2 ← n0 push discarded",
  ],
  [{ atUs: 10, type: "dropped", from: 1, to: 0, reason: "lost", message }, "      0.01 ms  n1 → n0 lost on the way"],
  [{ atUs: 0, type: "wrote", node: 3 }, "       0.0 ms  n3 wrote"],
  [{ atUs: 0, type: "crashed", node: 3 }, "       0.0 ms  n3 crashed"],
  [
    { atUs: 1_000_000, type: "restarted", node: 3, storage: true },
    "    1000.0 ms  n3 restarted with what it had stored",
  ],
  [{ atUs: 0, type: "restarted", node: 3, storage: false }, "       0.0 ms  n3 restarted with nothing"],
  [{ atUs: 0, type: "thawed", node: 3 }, "       0.0 ms  n3 thawed"],
])("an event reads as a line of a transcript: %j", (event, line) => {
  expect(transcriptLine(event)).toBe(line);
});
