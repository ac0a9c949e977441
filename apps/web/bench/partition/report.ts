import { TOLERANCE_MS } from "./claims";
import type { Words } from "./halved-room";
import { EDIT_EVERY_MS, LOOK_MS, PATIENCE_MS, type PartitionMeasurement, type Span } from "./measure-partition";
import type { CutKind } from "./two-hosts";

/** A room of the note that takes longer is a failure. */
export const MOST_HEALING_MS = 10_000;

/** All that was measured, as Markdown. */
export function report(measurements: readonly PartitionMeasurement[]): string {
  const titles = [...new Set(measurements.map(titleOf))];
  const alike = titles.map((title) => measurements.filter((measured) => titleOf(measured) === title));
  return [
    [HEAD, HEAD.map(() => "---"), ...alike.map(row)].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    NOTES.map((note) => `- ${note}`).join("\n"),
    ...alike.flatMap(([first]) => (first ? transcript(first) : [])),
  ].join("\n\n");
}

/** What was asked for and has not come about. */
export function failures(measurements: readonly PartitionMeasurement[]): readonly string[] {
  return measurements.flatMap((measured) => {
    const { contender, textMs, knownMs, words } = measured;
    const where = titleOf(measured);
    const isLate = contender.name === "hearsay" && Math.max(textMs, knownMs) > MOST_HEALING_MS;
    return [
      ...(isLate ? [`${where}: not whole within ${MOST_HEALING_MS / 1_000} s`] : []),
      ...words.overclaims.map(({ words, claimed, held }) => `${where}: said ${claimed}, was on ${held}: ${words}`),
      ...words.errors.map((error) => `${where}: ${error}`),
    ];
  });
}

const HEAD = [
  "apart",
  "rooms",
  "all text in all tabs",
  "everyone knows everyone",
  "others known to a tab before",
  "in the end",
  "said too much",
];

const NOTES = [
  `Two network namespaces with a Chromium each, the servers on the switch between them: a cut parts host B from host A and from the servers. Timed from the network's return on, and looked at every ${LOOK_MS / 1_000} s, for ${PATIENCE_MS / 1_000} s; of several rooms, the first and the last.`,
  `One tab on each host types a digit every ${EDIT_EVERY_MS / 1_000} s while they are apart, the first at once.`,
  `Said too much: the page said that what was written there is on more tabs than showed it within ${TOLERANCE_MS / 1_000} s.`,
  "All rooms of one length are open in the same two browsers and are cut apart at the same moment.",
];

/** Of rooms that were cut apart alike. */
function row(rooms: readonly PartitionMeasurement[]): readonly string[] {
  const [{ partition, contender, tabs }] = rooms as [PartitionMeasurement];
  return [
    partitionWords(partition),
    `${rooms.length > 1 ? `${rooms.length} × ` : ""}${contender.title}, ${tabs / 2} + ${tabs / 2} tabs`,
    secondsOf(rooms.map(({ textMs }) => textMs)),
    secondsOf(rooms.map(({ knownMs }) => knownMs)),
    spanWords(rooms.flatMap(({ othersApart }) => othersApart)),
    `${spanWords(rooms.flatMap(({ othersInTheEnd }) => othersInTheEnd))} of ${tabs - 1}`,
    overclaimWords(rooms.map(({ words }) => words)),
  ];
}

function titleOf({ partition, contender, tabs }: PartitionMeasurement): string {
  return `${partitionWords(partition)}, ${tabs} tabs, ${contender.title}`;
}

function partitionWords({ apartMs, cut }: PartitionMeasurement["partition"]): string {
  return `${apartMs / 1_000} s, ${CUT_WORDS[cut]}`;
}

/** What the pages said that typed, sentence by sentence, seconds after the cut. */
function transcript(measured: PartitionMeasurement): readonly string[] {
  const { words, cutAt } = measured;
  if (words.said.flat().length === 0) return [];
  return words.said.map((said, half) => {
    const lines = said.map(({ words, at }) => `- ${((at - cutAt) / 1_000).toFixed(1)} s: ${words}`);
    return [`${titleOf(measured)}: what the page said on host ${half === 0 ? "A" : "B"}`, "", ...lines].join("\n");
  });
}

function spanWords(counts: readonly number[]): string {
  const [fewest, most]: Span = [Math.min(...counts), Math.max(...counts)];
  return fewest === most ? String(fewest) : `${fewest}–${most}`;
}

function overclaimWords(rooms: readonly Words[]): string {
  if (rooms.every(({ said }) => said.flat().length === 0)) return "says nothing";
  const times = rooms.flatMap(({ overclaims }) => overclaims).length;
  return times === 0 ? "never" : `**${times} times**`;
}

const CUT_WORDS: Record<CutKind, string> = { silent: "packets vanish", carrier: "the interface is down" };

function secondsOf(times: readonly number[]): string {
  const [first, last] = [seconds(Math.min(...times)), seconds(Math.max(...times))];
  return first === last ? first : `${first} to ${last}`;
}

function seconds(ms: number): string {
  return ms === Number.POSITIVE_INFINITY ? `**not in ${PATIENCE_MS / 1_000} s**` : `${(ms / 1_000).toFixed(1)} s`;
}
