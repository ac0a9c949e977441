import type { Contender } from "./contender";
import { judge, type Verdict } from "./goals";
import {
  type Measurement,
  perEditAndReceiver,
  perEditAndReceiverAlone,
  perQuietTabSecond,
  quantile,
} from "./measurement";
import { AFTERMATH_MS, JOINS, PACE_MS, PATIENCE_MS, PLANS, QUIET_MS } from "./plan";
import type { Results } from "./results";

/** All that was measured, as Markdown. */
export function report(results: Results, contenders: readonly Contender[]): string {
  const sections = [
    figureTable(results, contenders),
    ratioTable(results),
    goalTable(judge(results)),
    notes(results, contenders),
  ];
  return sections.filter((section) => section !== undefined).join("\n\n");
}

interface Column {
  readonly title: string;
  readonly figure: (room: Measurement) => number;
}

const COLUMNS: readonly Column[] = [
  { title: "keystroke 50 %, ms", figure: ({ latenciesMs }) => quantile(latenciesMs, 0.5) },
  { title: "99 %", figure: ({ latenciesMs }) => quantile(latenciesMs, 0.99) },
  { title: "most", figure: ({ latenciesMs }) => quantile(latenciesMs, 1) },
  { title: "messages per edit and receiver", figure: (room) => perEditAndReceiver(room, "messages") },
  { title: "less what goes anyway", figure: (room) => perEditAndReceiverAlone(room, "messages") },
  { title: "bytes per edit and receiver", figure: (room) => perEditAndReceiver(room, "bytes") },
  { title: "less what goes anyway", figure: (room) => perEditAndReceiverAlone(room, "bytes") },
  { title: "a quiet tab: messages/s", figure: (room) => perQuietTabSecond(room, "messages") },
  { title: "bytes/s", figure: (room) => perQuietTabSecond(room, "bytes") },
  { title: "joining, ms", figure: ({ joinsMs }) => quantile(joinsMs, 0.5) },
];

function figureTable(results: Results, contenders: readonly Contender[]): string | undefined {
  const rows = PLANS.flatMap(({ tabs }) =>
    contenders.flatMap(({ name, title }) => {
      const room = results.of(name, tabs);
      if (room === undefined) return [];
      const { degrees } = room;
      const channels = `${quantile(degrees, 0)}–${quantile(degrees, 1)}`;
      return [[`${tabs} tabs: ${title}`, channels, ...COLUMNS.map(({ figure }) => short(figure(room)))]];
    }),
  );
  if (rows.length === 0) return undefined;
  return `## What was seen\n\n${table(["", "channels of a tab", ...COLUMNS.map(({ title }) => title)], rows)}`;
}

/** What Hearsay's figures are of y-webrtc's: under 1 is less of it. */
function ratioTable(results: Results): string | undefined {
  const rows = PLANS.flatMap(({ tabs }) => {
    const ours = results.of("hearsay", tabs);
    const theirs = results.of("y-webrtc", tabs);
    if (ours === undefined || theirs === undefined) return [];
    return [[`${tabs} tabs`, ...COLUMNS.map(({ figure }) => short(figure(ours) / figure(theirs)))]];
  });
  if (rows.length === 0) return undefined;
  const titles = COLUMNS.map(({ title }) => title.replace(/, ms$/, ""));
  return `## Hearsay against y-webrtc\n\n${table(["", ...titles], rows)}`;
}

function goalTable(verdicts: readonly Verdict[]): string | undefined {
  if (verdicts.length === 0) return undefined;
  const rows = verdicts.map(({ tabs, title, unit, limit, measured, met }) => [
    `${tabs} tabs: ${title}, ${unit}`,
    short(limit),
    short(measured),
    met ? "met" : "**missed**",
  ]);
  return `## What was asked for\n\n${table(["", "at most", "measured", ""], rows)}`;
}

function notes(results: Results, contenders: readonly Contender[]): string {
  const lines = [
    `One tab types a key every ${PACE_MS} ms; timed is each key from the browser's event to the character in the editor of each other tab. What has not come within ${PATIENCE_MS / 1_000} s after the last key never came (∞).`,
    `Messages and bytes are what all tabs gave to data channels while one typed and ${AFTERMATH_MS / 1_000} s beyond, whatever it was; less what goes anyway: without what a quiet room sends in that time, of which ${QUIET_MS / 1_000} s were counted. A goal is held against the worse of both.`,
    `Joining: ${JOINS} times in each room a tab left and a new one, with nothing in its cache, opened the address; timed is from there to the text in its editor. The median.`,
    "Every tab is in a context of its own, so nothing but the network connects it with another; service workers are blocked. Neither has a STUN server.",
    "y-webrtc wants 20 to 34 connections, drawn by each tab, as it comes. It has its own signaling server, and the carets of others in the editor, as Hearsay has.",
  ];
  for (const { tabs } of PLANS) {
    for (const { name, title } of contenders) {
      const room = results.of(name, tabs);
      if (room) lines.push(...oddities(`${tabs} tabs of ${title}`, room));
    }
  }
  return lines.map((line) => `- ${line}`).join("\n");
}

function oddities(who: string, { keystrokes, paceMs, latenciesMs, errors }: Measurement): readonly string[] {
  const never = latenciesMs.filter((ms) => ms === Number.POSITIVE_INFINITY).length;
  const lines = [`${who}: ${keystrokes} keystrokes, ${latenciesMs.length} times taken.`];
  if (paceMs > 1.1 * PACE_MS) lines.push(`${who}: the writer took ${short(paceMs)} ms for a key.`);
  if (never > 0) lines.push(`${who}: **${never} of ${latenciesMs.length} never came.**`);
  if (errors.length > 0) lines.push(`${who}: errors in the pages: ${[...new Set(errors)].join("; ")}`);
  return lines;
}

/** A table in Markdown; the first column stands left, the others right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A number with about three digits. */
function short(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
