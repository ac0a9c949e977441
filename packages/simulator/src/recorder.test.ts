import { decodeMessage } from "@hearsay/gossip";
import { expect, it } from "vitest";
import { quietNetwork, type Run } from "./run";
import { Simulation } from "./simulation";
import type { TraceEvent } from "./trace";

const RUN: Run = {
  seed: 1,
  nodes: 2,
  topology: { type: "complete" },
  spread: { strategy: "broadcast", intervalMs: 200 },
  rumorCounter: 3,
  network: quietNetwork(1_000),
  timing: "free",
  steps: [],
};

it("what was sent, and what vanished, can be read from the event", () => {
  const events: TraceEvent[] = [];
  const simulation = new Simulation(RUN, (event) => events.push(event));
  simulation.perform({ type: "write", node: 0, text: "news" });
  simulation.perform({ type: "crash", node: 1, afterMessages: 0 });
  simulation.runUntil(10_000);
  const messages = events.flatMap((event) => (event.type === "sent" || event.type === "dropped" ? [event] : []));
  expect(messages.map(({ type }) => type)).toEqual(["sent", "dropped"]);
  const delta = simulation.node(0).register.since(undefined, 1_000);
  for (const { message } of messages) expect(decodeMessage(message)).toEqual({ type: "push", delta });
});
