import { BASELINE, CANDIDATES, OURS } from "./candidates";
import { kilobytes, short, table, withSpread } from "./markdown";
import type { Figure, Results } from "./results";

interface Target {
  readonly title: string;
  readonly must: number;
  /** Undefined where the aim is no number that can be measured here. */
  readonly aim: number | undefined;
  readonly measured: (results: Results) => Figure | undefined;
  readonly show: (value: number) => string;
}

const againstBaseline = (metric: string) => (results: Results) => results.ratio(OURS, BASELINE, metric);
const own = (metric: string) => (results: Results) => results.figure(OURS, metric);
const hundredths = (value: number) => value.toFixed(3);

const TARGETS: readonly Target[] = [
  { title: "typing, against Yjs", must: 0.15, aim: 0.08, measured: againstBaseline("typeMs"), show: hundredths },
  { title: "receiving, against Yjs", must: 0.14, aim: 0.07, measured: againstBaseline("receiveMs"), show: hundredths },
  {
    title: "friendsforever, against Yjs",
    must: 0.25,
    aim: 0.12,
    measured: againstBaseline("friendsMs"),
    show: hundredths,
  },
  { title: "bytes for a keystroke", must: 18, aim: undefined, measured: own("deltaBytes"), show: short },
  {
    title: "whole history, deflated, kB",
    must: 110_000,
    aim: 90_000,
    measured: own("deflatedBytes"),
    show: kilobytes,
  },
  { title: "load cold, against Yjs", must: 0.7, aim: undefined, measured: againstBaseline("coldMs"), show: hundredths },
  { title: "load warm, against Yjs", must: 0.6, aim: 0.2, measured: againstBaseline("warmMs"), show: hundredths },
  { title: "heap, against Yjs", must: 0.9, aim: 0.55, measured: againstBaseline("heapBytes"), show: hundredths },
  { title: "merge package, gzip, kB", must: 10_000, aim: 8_000, measured: own("mergeGzipBytes"), show: kilobytes },
  { title: "textAt, median, ms", must: 5, aim: 1, measured: own("pastMs"), show: short },
  { title: "a paste of 1 MB, ms", must: 16, aim: undefined, measured: own("pasteMs"), show: short },
  { title: "an edit in a note of 10 MB, ms", must: 16, aim: undefined, measured: own("largeEditMs"), show: short },
];

/** What was asked for, what was measured, and whether that is enough. */
export function targetTable(results: Results): string | undefined {
  const rows: (readonly string[])[] = TARGETS.flatMap(({ title, must, aim, measured, show }) => {
    const figure = measured(results);
    if (figure === undefined) return [];
    const verdict = verdictOn(figure.median, must, aim);
    return [[title, show(must), aim === undefined ? "" : show(aim), withSpread(figure, show), verdict]];
  });
  rows.push(...aheadRows(results));
  return rows.length > 0 ? `## What was asked for\n\n${table(["", "must", "aim", "measured", ""], rows)}` : undefined;
}

function verdictOn(value: number, must: number, aim: number | undefined): string {
  if (value > must) return "**missed**";
  return aim !== undefined && value <= aim ? "aim met" : "met";
}

/** Whether Hearsay is ahead of every library: for each such task the best of the others, and how far it is from ours. */
function aheadRows(results: Results): readonly (readonly string[])[] {
  const tasks = [
    ["typing", "typeMs"],
    ["receiving", "receiveMs"],
    ["friendsforever", "friendsMs"],
  ] as const;
  return tasks.flatMap(([title, metric]) => {
    const ours = results.figure(OURS, metric)?.median;
    const others = CANDIDATES.filter(({ name }) => name !== OURS).flatMap((candidate) => {
      const figure = results.figure(candidate.name, metric);
      return figure ? [{ title: candidate.title, value: figure.median }] : [];
    });
    const best = others.sort((left, right) => left.value - right.value)[0];
    if (ours === undefined || best === undefined) return [];
    const against = ours / best.value;
    return [
      [
        `${title}, against the best of the others (${best.title})`,
        "1",
        "",
        hundredths(against),
        verdictOn(against, 1, undefined),
      ],
    ];
  });
}
