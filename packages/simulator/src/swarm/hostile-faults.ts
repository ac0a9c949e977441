import { encodeMessage, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from "@hearsay/gossip";
import { MAX_COUNTER, MAX_DRIFT_MS, type Timestamp } from "@hearsay/merge";
import type { Step } from "../run";
import { EPOCH_MS, peerIdOf } from "../simulated-node";
import { isUserAction } from "../user-action";
import { forgedMessage } from "./forged-message";
import { anySpread } from "./node-faults";
import { anyLink, anyNode, anyTime, at, between, inOrder, isHeads, pick, type Scene } from "./scene";

/** What hostile or broken peers send, each as something that can be put into a scene after all other steps. */
export const HOSTILE_FAULTS = {
  malformedFrame: (scene: Scene) => {
    const { random } = scene;
    const noise = Array.from({ length: random.below(40) }, () => random.below(256));
    const header = pick(random, [[], [1], [DELTA, 0], [random.below(10)], [random.below(256)]]);
    inject(scene, anyTime(scene), [PROTOCOL_VERSION, ...header, ...noise]);
  },
  oversizedFrame: (scene: Scene) => inject(scene, anyTime(scene), OVERSIZED),
  otherVersion: (scene: Scene) => {
    // An implicit complete graph cannot be without one of its links.
    if (scene.links) inject(scene, anyTime(scene), [PROTOCOL_VERSION + 1, scene.random.below(256)]);
  },
  replayed: (scene: Scene) => {
    const [from, to] = anyLink(scene);
    at(scene, anyTime(scene), { type: "replay", from, to });
  },
  corrupted: (scene: Scene) => {
    const { random } = scene;
    const [from, to] = anyLink(scene);
    const index = isHeads(random) ? random.below(64) : random.below(1_000);
    at(scene, anyTime(scene), { type: "corrupt", from, to, at: index, by: between(random, 1, 255) });
  },
  /** Says that a node has what it has not, or lacks what it has. */
  forgedVersion: (scene: Scene) => {
    const { random } = scene;
    const timestamp = { timeMs: EPOCH_MS, counter: 0, replica: peerIdOf(anyNode(scene), 0) };
    const message = forgedMessage(scene, timestamp, []);
    const version = pick(random, [[], message.slice(2, 2 + random.below(30)), [...idOf(anyNode(scene)), 9]]);
    const type = pick(random, ["have", "ask"] as const);
    inject(scene, anyTime(scene), [...encodeMessage({ type, version: Uint8Array.from(version) })]);
  },
  /** Another's id, and a time that its receiver must take. */
  forgedWrite: (scene: Scene) => forge(scene, between(scene.random, -10_000, MAX_DRIFT_MS - 1), scene.random.below(5)),
  farFuture: (scene: Scene) => {
    const aheadMs = pick(scene.random, [MAX_DRIFT_MS + 1, MAX_DRIFT_MS + 3_000, 3_600_000, 3_100_000_000_000]);
    forge(scene, aheadMs, scene.random.below(5));
  },
  /** The last timestamp that anyone must take: whoever writes next has no room left. */
  endOfBound: (scene: Scene) => forge(scene, MAX_DRIFT_MS, MAX_COUNTER),
  contradiction: (scene: Scene) => {
    const { random } = scene;
    const steps = inOrder(scene.steps);
    const writes = steps.flatMap((step) => (isUserAction(step) ? [step] : []));
    if (writes.length === 0) return;
    const { atUs, node } = pick(random, writes);
    // What the write's timestamp will be, unless its writer has seen a later one.
    const timestamp = {
      timeMs: clockOf(steps, node, atUs),
      counter: 0,
      replica: peerIdOf(node, bootOf(steps, node, atUs)),
    };
    const bytes = forgedMessage(scene, timestamp, []);
    const [from, other] = anyLink(scene);
    const to = from !== node && isHeads(random) ? node : other;
    at(scene, atUs + pick(random, [1, 1_000, 300_000]), { type: "inject", from, to, bytes });
  },
  forgedSetting: (scene: Scene) => {
    const atUs = anyTime(scene);
    const [from, to] = anyLink(scene);
    const timeMs = clockOf(inOrder(scene.steps), to, atUs) + pick(scene.random, [0, MAX_DRIFT_MS, 2 * MAX_DRIFT_MS]);
    const timestamp: Timestamp = { timeMs, counter: scene.random.below(5), replica: peerIdOf(anyNode(scene), 0) };
    const chosen = { spread: anySpread(scene), timestamp };
    const bytes = encodeMessage({ type: "hello", degree: 1, members: new Uint8Array(8), chosen });
    at(scene, atUs, { type: "inject", from, to, bytes: [...bytes] });
  },
  /** That somebody is gone who is not, or is there who never was, or says what it did not. */
  forgedRecord: (scene: Scene) => {
    const { random } = scene;
    const atUs = anyTime(scene);
    const [from, to] = anyLink(scene);
    const timeMs = clockOf(inOrder(scene.steps), to, atUs) + between(random, -MAX_DRIFT_MS, MAX_DRIFT_MS + 1);
    const presence = isHeads(random) ? new TextEncoder().encode(`forged:${scene.steps.length}`) : undefined;
    const record = {
      peer: peerIdOf(anyNode(scene), pick(random, [0, 0, 1, 7])),
      at: timeMs,
      isGone: isHeads(random),
      isToldToAll: isHeads(random),
      isNews: isHeads(random),
      presenceAt: isHeads(random) ? timeMs : timeMs - 1_000,
      presence,
      digest: undefined,
    };
    at(scene, atUs, { type: "inject", from, to, bytes: [...encodeMessage({ type: "members", records: [record] })] });
  },
  /** That no more is to be sent along trees: such as there are, and such as nobody has. */
  forgedPrune: (scene: Scene) => {
    const { random } = scene;
    const anyone = () => peerIdOf(anyNode(scene), pick(random, [0, 0, 1, 7]));
    const roots = Array.from({ length: between(random, 1, 32) }, anyone);
    inject(scene, anyTime(scene), [...encodeMessage({ type: "prune", roots })]);
  },
  /** Walks of those who are not there, that lead round in circles, or answers to nothing. */
  forgedWalk: (scene: Scene) => {
    const { random } = scene;
    const anyone = () => peerIdOf(anyNode(scene), pick(random, [0, 0, 1, 7]));
    const some = (most: number) => Array.from({ length: random.below(most + 1) }, anyone);
    const steps = random.below(7);
    const overlay = pick(random, [
      { type: "join" } as const,
      { type: "forwardJoin", peer: anyone(), steps } as const,
      { type: "neighbor", degree: random.below(10) } as const,
      { type: "part", peers: some(8) } as const,
      { type: "shuffle", steps, path: some(6), peers: some(8) } as const,
      { type: "shuffled", path: some(6), peers: some(8) } as const,
    ]);
    inject(scene, anyTime(scene), [...encodeMessage({ type: "overlay", overlay })]);
  },
} satisfies Readonly<Record<string, (scene: Scene) => void>>;

/** The second byte of a delta. */
const DELTA = 5;

/** The 8 bytes of a node's first id. */
function idOf(node: number): readonly number[] {
  return (peerIdOf(node, 0).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

/** Longer than any message may be. One array for all, since it is large. */
const OVERSIZED: readonly number[] = Array.from({ length: MAX_MESSAGE_BYTES + 1 }, (_, i) =>
  i < 2 ? PROTOCOL_VERSION : 0,
);

function inject(scene: Scene, atUs: number, bytes: readonly number[]): void {
  const [from, to] = anyLink(scene);
  at(scene, atUs, { type: "inject", from, to, bytes });
}

/** A write under some node's id, so many ms ahead of its receiver's clock. */
function forge(scene: Scene, aheadMs: number, counter: number): void {
  const { random } = scene;
  const atUs = anyTime(scene);
  const steps = inOrder(scene.steps);
  const [from, to] = anyLink(scene);
  const author = anyNode(scene);
  const timeMs = Math.max(0, clockOf(steps, to, atUs) + aheadMs);
  const replica = peerIdOf(author, random.below(4) === 0 ? 0 : bootOf(steps, author, atUs));
  const claimed: Timestamp = { timeMs: Math.max(0, timeMs - 1), counter: 0, replica: peerIdOf(anyNode(scene), 0) };
  const bytes = forgedMessage(scene, { timeMs, counter, replica }, isHeads(random) ? [claimed] : []);
  at(scene, atUs, { type: "inject", from, to, bytes });
}

/** What the clock of `node` will say at `atUs`, in ms. */
function clockOf(steps: readonly Step[], node: number, atUs: number): number {
  let clock = EPOCH_MS + Math.floor(atUs / 1_000);
  for (const step of steps) {
    if (step.type === "stepClock" && step.node === node && step.atUs <= atUs) clock += step.byMs;
  }
  return clock;
}

/** How often `node` will have come back by `atUs`. */
function bootOf(steps: readonly Step[], node: number, atUs: number): number {
  return steps.filter((step) => step.type === "restart" && step.node === node && step.atUs <= atUs).length;
}
