/** What all tabs of a room together sent over data channels within a time. */
export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** What was seen in one room, or in several alike. */
export interface Measurement {
  readonly tabs: number;
  readonly keystrokes: number;
  /** How many channels each tab had open. */
  readonly degrees: readonly number[];
  /** From each keystroke to the character in the editor of each other tab, infinite where it never came. */
  readonly latenciesMs: readonly number[];
  /** From one keystroke to the next, as it came to be. */
  readonly paceMs: number;
  /** While one tab wrote. */
  readonly typing: Traffic;
  /** While nobody did anything. */
  readonly quiet: Traffic;
  /** From the opening of the address to the text in the editor, of those who came late. */
  readonly joinsMs: readonly number[];
  /** What the pages threw and nobody caught. */
  readonly errors: readonly string[];
}

/** Rooms of one size as one measurement. */
export function pool(rooms: readonly [Measurement, ...Measurement[]]): Measurement {
  return {
    tabs: rooms[0].tabs,
    keystrokes: sum(rooms.map(({ keystrokes }) => keystrokes)),
    degrees: rooms.flatMap(({ degrees }) => degrees),
    latenciesMs: rooms.flatMap(({ latenciesMs }) => latenciesMs),
    paceMs: sum(rooms.map(({ paceMs }) => paceMs)) / rooms.length,
    typing: addUp(rooms.map(({ typing }) => typing)),
    quiet: addUp(rooms.map(({ quiet }) => quiet)),
    joinsMs: rooms.flatMap(({ joinsMs }) => joinsMs),
    errors: rooms.flatMap(({ errors }) => errors),
  };
}

/** What one edit took for each tab that was to get it, all included that was sent while one wrote. */
export function perEditAndReceiver({ tabs, keystrokes, typing }: Measurement, kind: "messages" | "bytes"): number {
  return typing[kind] / keystrokes / (tabs - 1);
}

/** The same, less what a quiet room would have sent meanwhile. */
export function perEditAndReceiverAlone(measurement: Measurement, kind: "messages" | "bytes"): number {
  const { tabs, keystrokes, typing, quiet } = measurement;
  const anyway = (quiet[kind] / quiet.seconds) * typing.seconds;
  return (typing[kind] - anyway) / keystrokes / (tabs - 1);
}

/** What a tab of a quiet room sends in a second. */
export function perQuietTabSecond({ tabs, quiet }: Measurement, kind: "messages" | "bytes"): number {
  return quiet[kind] / quiet.seconds / tabs;
}

/** The value that `share` of all do not exceed; NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function addUp(parts: readonly Traffic[]): Traffic {
  return {
    messages: sum(parts.map(({ messages }) => messages)),
    bytes: sum(parts.map(({ bytes }) => bytes)),
    seconds: sum(parts.map(({ seconds }) => seconds)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
