import { MAX_INTERVAL_MS, MIN_INTERVAL_MS, type Spread, STRATEGIES } from "@hearsay/gossip";
import { spell } from "./network-faults";
import { anyLink, anyNode, anyTime, at, between, isHeads, pick, type Scene } from "./scene";
import { crowd, paste, use } from "./user-steps";

/** What befalls the nodes themselves, each as something that can be put into a scene. */
export const NODE_FAULTS = {
  crashBefore: (scene: Scene) => crashAround(scene, -1, 0),
  crashAmid: (scene: Scene) => crashAround(scene, -1, between(scene.random, 1, Math.max(1, scene.nodes - 2))),
  crashAfter: (scene: Scene) => crashAround(scene, 1, 0),
  restartWithStorage: (scene: Scene) => restart(scene, anyTime(scene), true),
  restartWithoutStorage: (scene: Scene) => restart(scene, anyTime(scene), false),
  freeze: (scene: Scene) => {
    at(scene, anyTime(scene), { type: "freeze", node: anyNode(scene), forUs: spell(scene) });
  },
  storm: (scene: Scene) => {
    const start = anyTime(scene);
    for (let i = between(scene.random, 2, 8); i > 0; i--) {
      const atUs = start + scene.random.below(200_000);
      if (scene.links && scene.random.below(3) > 0) flap(scene, atUs);
      else restart(scene, atUs, isHeads(scene.random));
    }
  },
  skewedClocks: (scene: Scene) => {
    for (let node = 0; node < scene.nodes; node++) {
      if (isHeads(scene.random)) at(scene, 0, { type: "stepClock", node, byMs: anySkew(scene) });
    }
  },
  clockSteps: (scene: Scene) => {
    const node = anyNode(scene);
    const byMs = anySkew(scene);
    const start = anyTime(scene);
    at(scene, start, { type: "stepClock", node, byMs });
    use(scene, start + between(scene.random, 0, 500_000), node);
    if (isHeads(scene.random)) at(scene, start + spell(scene), { type: "stepClock", node, byMs: -byMs });
  },
  farFutureWriter: (scene: Scene) => {
    const node = anyNode(scene);
    const start = anyTime(scene);
    at(scene, start, { type: "stepClock", node, byMs: AGE_MS });
    use(scene, start + 1_000, node);
    if (isHeads(scene.random)) at(scene, start + spell(scene), { type: "stepClock", node, byMs: -AGE_MS });
  },
  crowdAtOnePlace: (scene: Scene) => crowd(scene, anyTime(scene)),
  largePaste: (scene: Scene) => paste(scene, anyTime(scene), anyNode(scene)),
  settingChosen: (scene: Scene) => {
    at(scene, anyTime(scene), { type: "chooseSpread", node: anyNode(scene), spread: anySpread(scene) });
  },
} satisfies Readonly<Record<string, (scene: Scene) => void>>;

/** A setting that a room may choose, near the Δ of the scene. */
export function anySpread({ random, intervalMs }: Scene): Spread {
  const drawn = pick(random, [intervalMs, intervalMs * 2, Math.floor(intervalMs / 2)]);
  return {
    strategy: pick(random, STRATEGIES),
    intervalMs: Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, drawn)),
  };
}

/** About half a century: twice of it, from the epoch of the simulation, is a time that every clock knows. */
const AGE_MS = 1_500_000_000_000;

/** In ms, either way: within the drift bound, about at it, and an hour. */
function anySkew({ random }: Scene): number {
  const most = pick(random, [1_000, 50_000, 65_000, 75_000, 3_600_000]);
  return between(random, -most, most);
}

/** A node writes, and dies so near to it; later it may come back. */
function crashAround(scene: Scene, byUs: -1 | 1, afterMessages: number): void {
  const node = anyNode(scene);
  const writesAt = 1 + anyTime(scene);
  use(scene, writesAt, node);
  at(scene, writesAt + byUs, { type: "crash", node, afterMessages });
  if (isHeads(scene.random)) {
    at(scene, writesAt + spell(scene), { type: "restart", node, storage: isHeads(scene.random) });
  }
}

function restart(scene: Scene, atUs: number, storage: boolean): void {
  const node = anyNode(scene);
  if (isHeads(scene.random)) at(scene, Math.max(0, atUs - spell(scene)), { type: "crash", node, afterMessages: 0 });
  at(scene, atUs, { type: "restart", node, storage });
}

function flap(scene: Scene, atUs: number): void {
  const [from, to] = anyLink(scene);
  at(scene, atUs, { type: "disconnect", from, to });
  if (scene.random.below(4) > 0) {
    at(scene, atUs + pick(scene.random, [1, 1_000, 100_000, 2_000_000]), { type: "connect", from, to });
  }
}
