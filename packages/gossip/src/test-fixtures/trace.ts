import fc from "fast-check";
import type { Effect } from "../effect";
import { type Input, TIMERS } from "../input";
import { PROTOCOL_VERSION } from "../message";
import { STRATEGIES } from "../spread";
import { type DrivenNode, NOW, peerId } from "./test-node";

/** How many peers a trace speaks of: 1 to so many. */
export const PEERS = 4;

export const anyPeer = fc.integer({ min: 1, max: PEERS }).map(peerId);
export const anySpread = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  intervalMs: fc.constantFrom(20, 200, 60_000),
});

/** Inputs, and how many ms the clock steps before each: forth, and sometimes far forth or back. */
export type Trace<Operation> = readonly (readonly [Input<Operation>, number])[];

export interface Step<Operation> {
  readonly input: Input<Operation>;
  readonly now: number;
  readonly effects: readonly Effect[];
}

/** Traces of such operations, and of messages some of which are such as neighbors send. */
export function anyTrace<Operation>(
  operation: fc.Arbitrary<Operation>,
  honestBytes: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Trace<Operation>> {
  const hostileBytes = fc.oneof(
    fc.uint8Array({ maxLength: 30 }),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Uint8Array.of(PROTOCOL_VERSION, ...bytes)),
    fc
      .tuple(honestBytes, fc.nat(), fc.nat(255))
      .map(([bytes, index, byte]) => bytes.map((each, i) => (i === index % bytes.length ? byte : each))),
  );
  const received = (bytes: fc.Arbitrary<Uint8Array>) =>
    fc.record({ type: fc.constant("received" as const), peer: anyPeer, bytes });
  const anyInput: fc.Arbitrary<Input<Operation>> = fc.oneof(
    fc.record({ type: fc.constant("connected" as const), peer: anyPeer }),
    fc.record({ type: fc.constant("disconnected" as const), peer: anyPeer }),
    { weight: 4, arbitrary: received(honestBytes) },
    { weight: 2, arbitrary: received(hostileBytes) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant("writable" as const), peer: anyPeer }) },
    fc.record({ type: fc.constant("edited" as const), operation }),
    fc.record({ type: fc.constant("introduced" as const), presence: fc.uint8Array({ maxLength: 4 }) }),
    fc.record({ type: fc.constant("spreadChosen" as const), spread: anySpread }),
    fc.record({
      type: fc.constant("timerFired" as const),
      timer: fc.constantFrom(...TIMERS),
    }),
  );
  const anyWait = fc.oneof({ weight: 8, arbitrary: fc.nat(300) }, fc.constantFrom(-200_000, 200_000));
  return fc.array(fc.tuple(anyInput, anyWait), { maxLength: 60 });
}

/** Plays a trace to a node that is yet to be started. */
export function play<Operation>(node: DrivenNode<Operation>, trace: Trace<Operation>): readonly Step<Operation>[] {
  let now = NOW;
  const steps: Step<Operation>[] = [];
  const started = node.node.start(now);
  for (const [input, waitedMs] of trace) {
    now += waitedMs;
    steps.push({ input, now, effects: [...(steps.length === 0 ? started : []), ...node.handle(input, now)] });
  }
  return steps;
}

/** A trace as text, byte for byte. */
export function print<Operation>(steps: readonly Step<Operation>[]): string {
  return JSON.stringify(steps, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );
}
