import { quietNetwork, type Run, type Step } from "../run";
import type { Link, Topology } from "../topology";

/**
 * The smallest run that can be found which still `fails`: fewer steps (delta debugging, Zeller and Hildebrandt 2002),
 * fewer nodes, a calmer network, rounder times and shorter texts. `fails` is asked at most `maxTries` times, and never
 * throws.
 */
export function shrink(run: Run, fails: (candidate: Run) => boolean, maxTries: number): Run {
  let left = maxTries;
  const stillFails = (candidate: Run) => left-- > 0 && fails(candidate);
  for (let best = run; ; ) {
    const smaller = [withFewerSteps, withFewerNodes, withSimplerSetting, withSimplerValues].reduce(
      (candidate, simplify) => simplify(candidate, stillFails),
      best,
    );
    if (left <= 0 || JSON.stringify(smaller) === JSON.stringify(best)) return smaller;
    best = smaller;
  }
}

type Simplify = (run: Run, stillFails: (candidate: Run) => boolean) => Run;

/** Halves of the steps, then quarters, down to single steps. */
const withFewerSteps: Simplify = (run, stillFails) => {
  let best = run;
  for (let size = Math.ceil(run.steps.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let start = best.steps.length - size; start > -size; start -= size) {
      const kept = best.steps.filter((_, index) => index < start || index >= start + size);
      const candidate = { ...best, steps: kept };
      if (kept.length < best.steps.length && stillFails(candidate)) best = candidate;
    }
  }
  return best;
};

const withFewerNodes: Simplify = (run, stillFails) => {
  let best = run;
  for (let node = run.nodes - 1; node >= 0 && best.nodes > 1; node--) {
    const candidate = withoutNode(best, node);
    if (stillFails(candidate)) best = candidate;
  }
  return best;
};

const withSimplerSetting: Simplify = (run, stillFails) => {
  let best = run;
  for (const simplify of SIMPLER_SETTINGS) {
    const candidate = { ...best, ...simplify(best) };
    const isNew = JSON.stringify(candidate) !== JSON.stringify(best);
    if (isNew && isSimpler(candidate, best) && stillFails(candidate)) best = candidate;
  }
  return best;
};

const SIMPLER_SETTINGS: readonly ((run: Run) => Partial<Run>)[] = [
  () => ({ network: quietNetwork(SIMPLE_LATENCY_US) }),
  () => ({ timing: "free" }),
  () => ({ rumorCounter: 1 }),
  ({ spread }) => ({ spread: { ...spread, strategy: "push" } }),
  () => ({ topology: { type: "complete" } }),
  ({ nodes }) => ({
    topology: { type: "links", links: Array.from({ length: nodes - 1 }, (_, i): Link => [i, i + 1]) },
  }),
  ({ network }) => ({ network: { ...network, loss: 0 } }),
  ({ network }) => ({ network: { ...network, duplication: 0 } }),
  ({ network }) => ({ network: { ...network, reorder: 0 } }),
  ({ network }) => ({ network: { ...network, uplinkBytesPerSecond: undefined } }),
  ({ network }) => ({ network: { ...network, latency: { type: "fixed", us: SIMPLE_LATENCY_US } } }),
  ({ replica }) => (replica === "note" ? { replica: "text" } : {}),
  () => ({ seed: 0 }),
];

const SIMPLE_LATENCY_US = 1_000;

const withSimplerValues: Simplify = (run, stillFails) => {
  let best = run;
  for (const index of run.steps.keys()) {
    for (const simplify of SIMPLER_VALUES) {
      const step = best.steps[index];
      const simpler = step && simplify(step, index);
      if (!simpler || JSON.stringify(simpler) === JSON.stringify(step)) continue;
      const candidate = { ...best, steps: best.steps.with(index, simpler) };
      if (stillFails(candidate)) best = candidate;
    }
  }
  return best;
};

/** Each gives the same step again where it has nothing to simplify. */
const SIMPLER_VALUES: readonly ((step: Step, index: number) => Step)[] = [
  (step) => ({ ...step, atUs: Math.round(step.atUs / 1_000_000) * 1_000_000 }),
  (step) => ({ ...step, atUs: Math.round(step.atUs / 1_000) * 1_000 }),
  (step, index) => (step.type === "write" || step.type === "insert" ? { ...step, text: `${index}` } : step),
  (step) => (step.type === "insert" || step.type === "paste" ? { ...step, at: 0 } : step),
  (step) => (step.type === "paste" ? { ...step, units: Math.ceil(step.units / 2) } : step),
  (step) => ("forUs" in step ? { ...step, forUs: Math.ceil(step.forUs / 1_000_000) * 1_000_000 } : step),
  (step) => (step.type === "stepClock" ? { ...step, byMs: Math.round(step.byMs / 1_000) * 1_000 } : step),
  (step) => (step.type === "restart" ? { ...step, storage: false } : step),
];

/** Swapping one topology for another must not go round in circles: complete is simplest, then a line written out. */
function isSimpler(candidate: Run, than: Run): boolean {
  return candidate.topology === than.topology || rank(candidate.topology) < rank(than.topology);
}

function rank({ type }: Topology): number {
  if (type === "complete") return 0;
  return type === "links" ? 1 : 2;
}

/** The run without a node and all that names it; those after it move up. */
function withoutNode(run: Run, gone: number): Run {
  const moved = (node: number) => (node > gone ? node - 1 : node);
  const steps = run.steps.flatMap((step): Step[] => {
    if (step.type === "join") {
      return step.node === gone || step.via === gone ? [] : [{ ...step, node: moved(step.node), via: moved(step.via) }];
    }
    if ("node" in step) return step.node === gone ? [] : [{ ...step, node: moved(step.node) }];
    if ("from" in step) {
      if (step.from === gone || step.to === gone) return [];
      return [{ ...step, from: moved(step.from), to: moved(step.to) }];
    }
    if (step.type !== "partition") return [step];
    return [{ ...step, groups: step.groups.map((group) => group.filter((node) => node !== gone).map(moved)) }];
  });
  const { topology } = run;
  if (topology.type !== "links") return { ...run, nodes: run.nodes - 1, steps };
  const links = topology.links.flatMap(([from, to]): Link[] =>
    from === gone || to === gone ? [] : [[moved(from), moved(to)]],
  );
  return { ...run, nodes: run.nodes - 1, steps, topology: { type: "links", links } };
}
