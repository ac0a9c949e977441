import { parseArgs } from "node:util";
import type { ContenderName } from "../contender";
import type { CutKind } from "./two-hosts";

/** One cut, and how long it lasts. */
export interface Partition {
  readonly cut: CutKind;
  readonly apartMs: number;
}

export interface Options {
  /** Of a room on each of the two hosts. */
  readonly tabs: number;
  readonly contenders: readonly ContenderName[];
  /** Of each contender, cut apart at the same moment: how long healing takes depends on when that is. */
  readonly rooms: number;
  readonly partitions: readonly Partition[];
}

export const USAGE = `bench:partition [--tabs N] [--rooms N] [--apart SECONDS,...] [--cut KIND,...] [--only NAME]

  --tabs N             tabs of a room on each of the two hosts, 1 to 16: 4
  --rooms N            rooms of each kind that are cut apart at once, 1 to 16: 1
  --apart SECONDS,...  how long they are apart, 10 to 3600 s: 45,90
  --cut KIND,...       silent (packets vanish and no device notices), carrier (an interface goes down): silent
                       where neither this nor --apart is given, a cut of 45 s by the carrier is measured too
  --only NAME          only one of the two: hearsay, y-webrtc`;

const DEFAULT_PARTITIONS: readonly Partition[] = [
  { cut: "silent", apartMs: 45_000 },
  { cut: "silent", apartMs: 90_000 },
  { cut: "carrier", apartMs: 45_000 },
];

/** Reads the command line. Throws where it asks for what there is not. */
export function parseOptions(line: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...line],
    options: {
      tabs: { type: "string", default: "4" },
      rooms: { type: "string", default: "1" },
      apart: { type: "string" },
      cut: { type: "string" },
      only: { type: "string" },
    },
  });
  const { tabs, rooms, apart, cut, only } = values;
  const isDefault = apart === undefined && cut === undefined;
  const cuts = (cut ?? "silent").split(",").map(cutOf);
  const seconds = (apart ?? "45,90").split(",").map((text) => wholeNumber(text, "seconds", 10, 3_600));
  return {
    tabs: wholeNumber(tabs, "tabs", 1, 16),
    rooms: wholeNumber(rooms, "rooms", 1, 16),
    contenders: only === undefined ? ["hearsay", "y-webrtc"] : [nameOf(only)],
    partitions: isDefault
      ? DEFAULT_PARTITIONS
      : cuts.flatMap((cut) => seconds.map((each) => ({ cut, apartMs: each * 1_000 }))),
  };
}

function wholeNumber(text: string, what: string, least: number, most: number): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`Expected ${least} to ${most} ${what}, got ${text}`);
}

function cutOf(text: string): CutKind {
  if (text !== "silent" && text !== "carrier") throw new Error(`Expected silent or carrier, got ${text}`);
  return text;
}

function nameOf(text: string): ContenderName {
  if (text !== "hearsay" && text !== "y-webrtc") throw new Error(`Expected hearsay or y-webrtc, got ${text}`);
  return text;
}
