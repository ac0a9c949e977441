import { parseArgs } from "node:util";
import type { ContenderName } from "./contender";
import { PLANS, type Plan } from "./plan";

export const USAGE = `bench:rival [--tabs N,...] [--only NAME] [--quick]

  --tabs N,...  only rooms of so many tabs: ${PLANS.map(({ tabs }) => tabs).join(", ")}
  --only NAME   only one of the two: hearsay, y-webrtc
  --quick       one room of each kind, instead of ${Math.max(...PLANS.map(({ rounds }) => rounds))} of the smaller ones`;

/** Reads the command line: what of the plan is to be done. Throws where it asks for what there is not. */
export function parseOptions(line: readonly string[]): readonly Plan[] {
  const { values } = parseArgs({
    args: [...line],
    options: { tabs: { type: "string" }, only: { type: "string" }, quick: { type: "boolean", default: false } },
  });
  const { tabs, only } = values;
  const sizes = tabs?.split(",").map(sizeOf) ?? PLANS.map(({ tabs }) => tabs);
  const chosen = PLANS.filter((plan) => sizes.includes(plan.tabs));
  const name = only === undefined ? undefined : nameOf(only);
  return chosen.map((plan) => ({
    ...plan,
    contenders: plan.contenders.filter((contender) => name === undefined || contender === name),
    rounds: values.quick ? 1 : plan.rounds,
  }));
}

function sizeOf(text: string): number {
  const size = PLANS.find(({ tabs }) => String(tabs) === text)?.tabs;
  if (size === undefined) throw new Error(`Expected one of the numbers of tabs, got ${text}`);
  return size;
}

function nameOf(text: string): ContenderName {
  if (text !== "hearsay" && text !== "y-webrtc") throw new Error(`Expected hearsay or y-webrtc, got ${text}`);
  return text;
}
