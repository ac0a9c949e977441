import type { Latency } from "../latency";
import { anyLink, anyNode, anySplit, anyTime, at, between, isHeads, pick, type Scene } from "./scene";

/** What the network does wrong, each as something that can be put into a scene. */
export const NETWORK_FAULTS = {
  loss: (scene: Scene) => mix(scene, { loss: between(scene.random, 1, 30) / 100 }),
  duplication: (scene: Scene) => mix(scene, { duplication: between(scene.random, 1, 50) / 100 }),
  reorder: (scene: Scene) => {
    const mean = between(scene.random, 1_000, 200_000);
    mix(scene, { reorder: between(scene.random, 5, 100) / 100, latency: { type: "exponential", meanUs: mean } });
  },
  exponentialDelay: (scene: Scene) => mix(scene, { latency: exponential(scene) }),
  uniformDelay: (scene: Scene) => {
    const minUs = between(scene.random, 0, 50_000);
    mix(scene, { latency: { type: "uniform", minUs, maxUs: minUs + between(scene.random, 0, 300_000) } });
  },
  slowUplink: (scene: Scene) => {
    mix(scene, { uplinkBytesPerSecond: between(scene.random, MIN_UPLINK_BYTES_PER_SECOND, 6_000) });
  },
  networkChanges: (scene: Scene) => {
    const { network, random } = scene;
    const worse = { ...network, loss: between(random, 0, 30) / 100, latency: exponential(scene) };
    const start = anyTime(scene);
    at(scene, start, { type: "setNetwork", network: worse });
    at(scene, start + spell(scene), { type: "setNetwork", network });
  },
  clog: (scene: Scene) => {
    const [from, to] = anyLink(scene);
    at(scene, anyTime(scene), { type: "clog", from, to, forUs: between(scene.random, 1, 5_000_000) });
  },
  partition: (scene: Scene) => {
    const [left, right] = anySplit(scene);
    // Who is in no group reaches everyone: a partition that leaks is one more kind of trouble.
    const groups = isHeads(scene.random) ? [left, right] : [left, right.slice(1)];
    const start = anyTime(scene);
    at(scene, start, { type: "partition", groups: groups.filter((group) => group.length > 0) });
    at(scene, start + spell(scene), { type: "heal" });
  },
  oneWayPartition: (scene: Scene) => {
    const [left, right] = anySplit(scene);
    const start = anyTime(scene);
    for (const from of left) for (const to of right) at(scene, start, { type: "block", from, to });
    at(scene, start + spell(scene), { type: "heal" });
  },
  isolation: (scene: Scene) => {
    const node = anyNode(scene);
    const others = Array.from({ length: scene.nodes }, (_, other) => other).filter((other) => other !== node);
    const start = anyTime(scene);
    at(scene, start, { type: "partition", groups: [[node], others] });
    at(scene, start + spell(scene), { type: "heal" });
  },
  halfOpenChannel: (scene: Scene) => {
    const [from, to] = anyLink(scene);
    const start = anyTime(scene);
    at(scene, start, { type: "block", from, to });
    if (isHeads(scene.random)) at(scene, start + spell(scene), { type: "unblock", from, to });
  },
} satisfies Readonly<Record<string, (scene: Scene) => void>>;

/** How long a fault lasts, in µs: it may well outlast the others. */
export function spell({ random, endUs }: Scene): number {
  return between(random, 1, endUs);
}

/** A slower one would still be busy with what was sent long after the faults have stopped. */
const MIN_UPLINK_BYTES_PER_SECOND = 600;

function mix(scene: Scene, change: Partial<Scene["network"]>): void {
  scene.network = { ...scene.network, ...change };
}

function exponential({ random }: Scene): Latency {
  return { type: "exponential", meanUs: pick(random, [1_000, 20_000, 100_000, 400_000]) };
}
