import type { Latency } from "./latency";
import type { Link, Topology } from "./topology";

/** How one kind of value is written. `parse` throws an error that says what was expected, "expected X, got Y". */
export interface Notation<Value> {
  parse(text: string): Value;
  print(value: Value): string;
}

/** A span of time, in whole µs: `50ms`, `1.5s`, `250us`, `2min`. */
export const duration: Notation<number> = {
  parse(text) {
    const us = inUnits(text, DURATIONS);
    if (us === undefined || !Number.isSafeInteger(us)) throw unexpected("a time such as 50ms", text);
    return us;
  },
  print(us) {
    if (us % 1_000_000 === 0) return `${us / 1_000_000}s`;
    return us % 1_000 === 0 ? `${us / 1_000}ms` : `${us}us`;
  },
};

/** A throughput, in bytes/s: `1Mbit`, `125kB/s`; `none` where there is no limit. */
export const rate: Notation<number | undefined> = {
  parse(text) {
    if (text === "none") return undefined;
    const bytesPerSecond = inUnits(text.replace(/\/s$/, ""), RATES);
    if (!bytesPerSecond) throw unexpected("a throughput such as 1Mbit or 10kB/s, or none", text);
    return bytesPerSecond;
  },
  print(bytesPerSecond) {
    return bytesPerSecond === undefined ? "none" : `${bytesPerSecond}B/s`;
  },
};

/** A size, in whole bytes: `1kB`, `300B`. */
export const size: Notation<number> = {
  parse(text) {
    const bytes = inUnits(text, SIZES);
    if (!bytes || !Number.isSafeInteger(bytes)) throw unexpected("a size such as 1kB", text);
    return bytes;
  },
  print(bytes) {
    return bytes % 1_000 === 0 ? `${bytes / 1_000}kB` : `${bytes}B`;
  },
};

/** A chance, 0 to 1: `0.1`, `10%`. */
export const chance: Notation<number> = {
  parse(text) {
    const share = inUnits(text, CHANCES);
    if (share === undefined || share > 1) throw unexpected("a chance from 0 to 1, or in %", text);
    return share;
  },
  print: String,
};

/** `50ms` for ever the same, `20ms-80ms` for anything between, `exp:50ms` for an exponential one of that mean. */
export const latency: Notation<Latency> = {
  parse(text) {
    const [least = "", most, more] = text.split("-");
    if (more !== undefined) throw unexpected("a time such as 50ms", text);
    if (text.startsWith("exp:")) return { type: "exponential", meanUs: duration.parse(text.slice("exp:".length)) };
    if (most === undefined) return { type: "fixed", us: duration.parse(least) };
    const [minUs, maxUs] = [duration.parse(least), duration.parse(most)];
    if (maxUs < minUs) throw unexpected("the shorter time first, such as 20ms-80ms", text);
    return { type: "uniform", minUs, maxUs };
  },
  print(value) {
    switch (value.type) {
      case "fixed":
        return duration.print(value.us);
      case "uniform":
        return `${duration.print(value.minUs)}-${duration.print(value.maxUs)}`;
      case "exponential":
        return `exp:${duration.print(value.meanUs)}`;
      default:
        return value satisfies never;
    }
  },
};

/** `complete`, `ring`, `line`, `grid`, `random:3` for three links a node, `links:0-1,1-2` for just these. */
export const topology: Notation<Topology> = {
  parse(text) {
    const [type = "", detail] = text.split(":");
    if (type === "random" && detail !== undefined) return { type, degree: wholeNumber.parse(detail) };
    if (type === "links" && detail !== undefined) return { type, links: detail.split(",").map(parseLink) };
    const plain = PLAIN_TOPOLOGIES.find((each) => each === text);
    if (!plain) throw unexpected("complete, ring, line, grid or random:3", text);
    return { type: plain };
  },
  print(value) {
    if (value.type === "random") return `random:${value.degree}`;
    if (value.type === "links") return `links:${value.links.map((link) => link.join("-")).join()}`;
    return value.type;
  },
};

/** A whole number from 0. */
export const wholeNumber: Notation<number> = {
  parse(text) {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw unexpected("a whole number", text);
    return value;
  },
  print: String,
};

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Notation<Word> {
  return {
    parse(text) {
      const word = words.find((each) => each === text);
      if (word === undefined) throw unexpected(words.join(" or "), text);
      return word;
    },
    print: String,
  };
}

export function unexpected(expected: string, got: string): Error {
  return new Error(`expected ${expected}, got "${got}"`);
}

const DURATIONS: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000, min: 60_000_000 };
const SIZES: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000 };
const RATES: Readonly<Record<string, number>> = { ...SIZES, bit: 0.125, kbit: 125, Mbit: 125_000, Gbit: 125_000_000 };
const CHANCES: Readonly<Record<string, number>> = { "": 1, "%": 0.01 };
const PLAIN_TOPOLOGIES = ["complete", "ring", "line", "grid", "overlay"] as const;

/** A number and its unit, counted in the smallest of the units; undefined where it is none of them. */
function inUnits(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?(?:e-?\d+)?)([a-zA-Z%]*)$/.exec(text) ?? [];
  const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (digits === undefined || scale === undefined) return undefined;
  const value = Number(digits) * scale;
  const whole = Math.round(value);
  // 4.35 s are 4,350,000 µs, whatever the product of two binary fractions says.
  return scale > 1 && Math.abs(value - whole) < 1e-9 * whole ? whole : value;
}

function parseLink(text: string): Link {
  const [from, to, more] = text.split("-");
  if (from === undefined || to === undefined || more !== undefined) throw unexpected("a link such as 0-1", text);
  return [wholeNumber.parse(from), wholeNumber.parse(to)];
}
