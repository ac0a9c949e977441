import { MAX_INTERVAL_MS, MIN_INTERVAL_MS, type Spread, STRATEGIES, type Strategy } from "@hearsay/gossip";
import type { Faults } from "@hearsay/mesh";
import { RULES, type Rule } from "./rule";

/** What the query of the page's address asks for. */
export interface AddressSettings {
  /** By which rule the note is merged; undefined where the address says nothing of it. */
  readonly rule?: Rule;
  /** How the room shall spread the note; undefined where the address says nothing of it. */
  readonly spread?: Partial<Spread>;
  /** Faults of this tab's network; what is absent is off. */
  readonly faults: Partial<Faults>;
  /** One sentence for each setting that was ignored, for people. At most `MAX_PROBLEMS` and one that counts the rest. */
  readonly problems: readonly string[];
}

/** The names that `parseAddressSettings` knows, as they stand in the address. */
const SETTING_NAMES = ["rule", "strategy", "interval", "delay", "rate", "loss", "skew"] as const;

export const MAX_DELAY_MS = 60_000;
export const MAX_RATE_BYTES_PER_SECOND = 1_000_000_000;
/** Ten years. */
export const MAX_SKEW_MS = 315_576_000_000;
export const MAX_PROBLEMS = 6;

/** Reads a query such as `?strategy=push&interval=1000&loss=0.2`. A bad value is named in `problems`; the rest counts. */
export function parseAddressSettings(search: string): AddressSettings {
  const parameters = new URLSearchParams(search);
  const problems = strayNames(parameters);
  const read = <T>(name: SettingName, read: (text: string) => T | undefined, expected: string): T | undefined => {
    const given = parameters.getAll(name);
    const [text] = given;
    if (text === undefined) return undefined;
    if (given.length > 1) {
      problems.push(`${name}: expected one value, got ${given.length}. None of them is used.`);
      return undefined;
    }
    const value = read(text);
    if (value === undefined) problems.push(`${name}: expected ${expected}, got ${quoted(text)}.`);
    return value;
  };
  const wholeNumber = (name: SettingName, unit: string, from: number, to: number) =>
    read(name, (text) => numberWithin(WHOLE, text, from, to), `a whole number of ${unit} from ${from} to ${to}`);

  const rule = read("rule", ruleOf, ONE_RULE);
  const spread = present<Spread>({
    strategy: read("strategy", strategyOf, ONE_STRATEGY),
    intervalMs: wholeNumber("interval", "milliseconds", MIN_INTERVAL_MS, MAX_INTERVAL_MS),
  });
  const faults = present<Faults>({
    delayMs: wholeNumber("delay", "milliseconds", 0, MAX_DELAY_MS),
    rateBytesPerSecond: wholeNumber("rate", "bytes per second", 1, MAX_RATE_BYTES_PER_SECOND),
    loss: read("loss", (text) => numberWithin(DECIMAL, text, 0, 1), "a number from 0 to 1"),
    skewMs: wholeNumber("skew", "milliseconds", -MAX_SKEW_MS, MAX_SKEW_MS),
  });
  return {
    ...(rule && { rule }),
    ...(Object.keys(spread).length > 0 && { spread }),
    faults,
    problems: bounded(problems),
  };
}

type SettingName = (typeof SETTING_NAMES)[number];

const WHOLE = /^-?\d{1,15}$/;
const DECIMAL = /^(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/;
const MAX_QUOTED = 40;
const ONE_RULE = new Intl.ListFormat("en", { type: "disjunction" }).format(RULES);
const ONE_STRATEGY = new Intl.ListFormat("en", { type: "disjunction" }).format(STRATEGIES);

function strayNames(parameters: URLSearchParams): string[] {
  const known: readonly string[] = SETTING_NAMES;
  return [...new Set(parameters.keys())]
    .filter((name) => !known.includes(name))
    .map((name) => `${quoted(name)} is no setting. The settings are ${SETTING_NAMES.join(", ")}.`);
}

function ruleOf(text: string): Rule | undefined {
  return RULES.find((rule) => rule === text);
}

function strategyOf(text: string): Strategy | undefined {
  return STRATEGIES.find((strategy) => strategy === text);
}

function numberWithin(form: RegExp, text: string, from: number, to: number): number | undefined {
  if (!form.test(text)) return undefined;
  // Adding 0 turns -0 into 0.
  const value = Number(text) + 0;
  return value >= from && value <= to ? value : undefined;
}

function present<T extends object>(values: { readonly [Name in keyof T]?: T[Name] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function bounded(problems: readonly string[]): readonly string[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const rest = problems.length - MAX_PROBLEMS;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    `And ${rest} more ${rest === 1 ? "setting is" : "settings are"} ignored.`,
  ];
}

function quoted(text: string): string {
  const characters = [...text.toWellFormed()];
  const shown = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join("")}…` : text.toWellFormed();
  return `"${shown}"`;
}
