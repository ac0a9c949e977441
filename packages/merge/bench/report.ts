import { BASELINE, CANDIDATES, type Candidate } from "./candidates";
import { kilobytes, megabytes, short, table, withSpread } from "./markdown";
import { ownTables } from "./own/report-own";
import type { Results } from "./results";
import { pinnedVersion } from "./rivals-folder";
import { targetTable } from "./targets";

/** All that was measured, as Markdown. */
export function report(results: Results): string {
  const measured = CANDIDATES.filter(({ name }) => METRICS.some((metric) => results.figure(name, metric)));
  const sections = [
    paperTable(results, measured),
    ratioTable(results, measured),
    historyTable(results, measured),
    notes(results, measured),
    targetTable(results),
    ...ownTables(results),
  ];
  return sections.filter((section) => section !== undefined).join("\n\n");
}

const METRICS = [
  "typeMs",
  "receiveMs",
  "friendsMs",
  "deltaBytes",
  "coldMs",
  "heapBytes",
  "gzipBytes",
  "pastMs",
  "bulkMs",
];

function paperTable(results: Results, measured: readonly Candidate[]): string | undefined {
  if (measured.length === 0) return undefined;
  const rows = measured.map((candidate) => {
    const { name } = candidate;
    const cell = (metric: string, show: (value: number) => string) => withSpread(results.figure(name, metric), show);
    return [
      titleOf(candidate),
      cell("typeMs", short),
      cell("bulkMs", short),
      reckoned(results, name, "receive"),
      reckoned(results, name, "friends"),
      cell("coldMs", short),
      cell("warmMs", short),
      cell("heapBytes", megabytes),
      kilobytesOf(results, name, "gzipBytes"),
      cell("pastMs", short),
    ];
  });
  const head = [
    "",
    "type, a delta each, ms",
    "type, one state at the end, ms",
    "take in one by one, ms",
    "friendsforever one by one, ms",
    "load cold, ms",
    "load warm, ms",
    "heap, MB",
    "gzip, kB",
    "text at a time, ms",
  ];
  return `## automerge-paper and friendsforever\n\n${table(head, rows)}`;
}

function ratioTable(results: Results, measured: readonly Candidate[]): string | undefined {
  if (measured.every(({ name }) => name !== BASELINE) || measured.length < 2) return undefined;
  const metrics = ["typeMs", "receiveMs", "friendsMs", "coldMs", "warmMs", "heapBytes", "pastMs"];
  const rows = measured.map((candidate) => [
    titleOf(candidate),
    ...metrics.map((metric) => withSpread(results.ratio(candidate.name, BASELINE, metric), ratio)),
  ]);
  const head = ["", "type", "take in", "friendsforever", "load cold", "load warm", "heap", "text at a time"];
  return `## Against Yjs\n\n${table(head, rows)}`;
}

function historyTable(results: Results, measured: readonly Candidate[]): string | undefined {
  const known = measured.filter(({ name }) => results.figure(name, "historyBytes"));
  if (known.length === 0) return undefined;
  const rows = known.map((candidate) => [
    titleOf(candidate),
    results.figure(candidate.name, "deltaBytes")?.median.toFixed(1) ?? "-",
    results.figure(candidate.name, "friendsDeltaBytes")?.median.toFixed(1) ?? "-",
    kilobytesOf(results, candidate.name, "historyBytes"),
    kilobytesOf(results, candidate.name, "deflatedBytes"),
    candidate.historyLacks,
  ]);
  const head = ["", "bytes per delta", "friendsforever", "whole history, kB", "deflated, kB", "what the history lacks"];
  return `## Bytes\n\n${table(head, rows)}`;
}

function notes(results: Results, measured: readonly Candidate[]): string {
  const astray = measured.filter(({ name }) => results.figure(name, "friendsAsRecorded")?.median === 0);
  const lines = [
    "Medians over the repetitions, with the least and the most. A ratio is that of one repetition, in which all run after each other. What took more than 30 s was measured once.",
    "Every library runs as an ES module, but for Loro and diamond-types, whose builds for Node.js are CommonJS, and json-joy, which ships nothing else.",
    "A delta is what the library gives for one edit: of Yjs an update, of json-joy a patch, of list-positions JSON, of Automerge a change, of Loro and diamond-types an export after each edit, which is most of what typing costs them (beside it: without).",
    "Loading is from bytes in memory to a live copy whose text has been read. The heap is that of such a copy, WebAssembly's memory included.",
    "Text at a time: of Hearsay by the time alone; of Yjs, Loro and Automerge by a version that was kept at that moment; Yjs without collection.",
    "The edits have the rhythm of seph-blog1: the times that came with the traces lie within one second.",
  ];
  if (astray.length > 0) {
    const titles = astray.map(({ title }) => title.replaceAll("*", "")).join(", ");
    lines.push(
      `friendsforever has concurrent inserts at one place. Here ${titles} put some in another order than the recording, so the text ends differently, in all copies alike.`,
    );
  }
  return lines.map((line) => `- ${line}`).join("\n");
}

/** Where not all was taken in within the budget, the time is reckoned from what was, which favors the library. */
function reckoned(results: Results, name: string, task: "receive" | "friends"): string {
  const share = results.figure(name, `${task}Share`)?.least ?? 1;
  const cell = withSpread(results.figure(name, `${task}Ms`), short);
  return share < 1 ? `≥ ${cell} (from the first ${short(100 * share)} %)` : cell;
}

function kilobytesOf(results: Results, name: string, metric: string): string {
  const figure = results.figure(name, metric);
  return figure ? kilobytes(figure.median) : "-";
}

function titleOf({ title, packageName }: Candidate): string {
  return packageName === undefined ? title : `${title} ${pinnedVersion(packageName)}`;
}

function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
