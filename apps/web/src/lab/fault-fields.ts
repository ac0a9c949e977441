import { type Faults, NO_FAULTS } from "@hearsay/mesh";
import { MAX_DELAY_MS, MAX_RATE_BYTES_PER_SECOND, MAX_SKEW_MS } from "../address-settings";
import { readNumber, readWhole } from "./numbers";

const MAX_SKEW_S = MAX_SKEW_MS / 1_000;

/** One fault of this tab, as a field in which a number is written. An empty field switches it off. */
export interface FaultField {
  readonly label: string;
  readonly unit: string;
  /** What an empty field says. */
  readonly off: string;
  /** What may be written: "a number from 0 to 100". */
  readonly expected: string;
  /** What is set, as the field shows it. */
  readonly write: (faults: Faults) => string;
  /** What is written in it; undefined where that is no such fault. */
  readonly read: (text: string) => Partial<Faults> | undefined;
}

export const FAULT_FIELDS: readonly FaultField[] = [
  {
    label: "Delay of every message",
    unit: "ms",
    off: "none",
    expected: `a whole number from 0 to ${MAX_DELAY_MS}`,
    write: ({ delayMs }) => (delayMs === NO_FAULTS.delayMs ? "" : String(delayMs)),
    read: (text) => {
      const delayMs = text === "" ? NO_FAULTS.delayMs : readWhole(text, 0, MAX_DELAY_MS);
      return delayMs === undefined ? undefined : { delayMs };
    },
  },
  {
    label: "Rate of the uplink",
    unit: "bytes/s",
    off: "no limit",
    expected: `a whole number from 1 to ${MAX_RATE_BYTES_PER_SECOND}`,
    write: ({ rateBytesPerSecond }) => (Number.isFinite(rateBytesPerSecond) ? String(rateBytesPerSecond) : ""),
    read: (text) => {
      const rate = text === "" ? NO_FAULTS.rateBytesPerSecond : readWhole(text, 1, MAX_RATE_BYTES_PER_SECOND);
      return rate === undefined ? undefined : { rateBytesPerSecond: rate };
    },
  },
  {
    label: "Loss of messages",
    unit: "%",
    off: "none",
    expected: "a number from 0 to 100",
    // A product of fractions has more decimals than anyone wrote.
    write: ({ loss }) => (loss === NO_FAULTS.loss ? "" : String(Number((loss * 100).toPrecision(6)))),
    read: (text) => {
      const percent = text === "" ? NO_FAULTS.loss : readNumber(text, 0, 100);
      return percent === undefined ? undefined : { loss: percent / 100 };
    },
  },
  {
    label: "Clock set forward by",
    unit: "s",
    off: "none",
    expected: `seconds, negative for back, at most ${MAX_SKEW_S}`,
    write: ({ skewMs }) => (skewMs === NO_FAULTS.skewMs ? "" : String(skewMs / 1_000)),
    read: (text) => {
      const seconds = text === "" ? NO_FAULTS.skewMs : readNumber(text, -MAX_SKEW_S, MAX_SKEW_S);
      return seconds === undefined ? undefined : { skewMs: Math.round(seconds * 1_000) };
    },
  },
];
