import { roundsOf, type SpreadCurve, type SpreadSettings } from "./spread-curve";
import type { SpreadTheory } from "./spread-theory";

/** What the chart shows, in sentences. */
export function describeSpread(
  { nodes, lossPercent }: SpreadSettings,
  theory: SpreadTheory,
  own: SpreadCurve | undefined,
  others: readonly SpreadCurve[],
): readonly string[] {
  const sentences: string[] = [];
  if (own) sentences.push(`This run took ${roundsOf(own)} rounds to reach all of ${inThousands(nodes)} nodes.`);
  if (others.length > 0) sentences.push(describeOthers(others));
  const [doubling, mopping] = [theory.doubling, theory.mopping].map((rounds) => rounds.toFixed(1));
  const sum = (theory.doubling + theory.mopping).toFixed(1);
  const n = inThousands(nodes);
  const formula =
    lossPercent === 0 ? `log₂ ${n} + ln ${n}` : `log₁₊q ${n} + (ln ${n})/q, q = ${1 - lossPercent / 100},`;
  sentences.push(`Theory says about ${formula} = ${doubling} + ${mopping} = ${sum} rounds.`);
  return sentences;
}

/** A whole number for people: "10,000". */
export function inThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** How long is left, roughly: "about 3 min". */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  return `about ${Math.round(seconds / 60)} min`;
}

function describeOthers(others: readonly SpreadCurve[]): string {
  const rounds = others.map(roundsOf).sort((left, right) => left - right);
  const mean = rounds.reduce((sum, each) => sum + each, 0) / rounds.length;
  const count = others.length === 1 ? "One other" : `${others.length} others`;
  return `${count} took ${rounds[0]} to ${rounds.at(-1)}, and ${mean.toFixed(1)} on average.`;
}
