import { STRATEGIES, type Strategy } from "@hearsay/gossip";
import { chance, duration, latency, type Notation, oneOf, rate, unexpected, wholeNumber } from "./quantities";
import type { Action, Network } from "./run";

/** An action as a line of a scenario has it, after its time: `crash 0 after 2`. */
export const action: Notation<Action> = {
  parse(text) {
    const [word = "", ...rest] = text.split(" ");
    const parse = PARSERS.get(word);
    if (!parse) throw unexpected(`one of ${[...PARSERS.keys()].join(", ")}`, word);
    return parse(rest);
  },
  print: printAction,
};

/** A network as it stands in a scenario: `latency 50ms loss 0.1`; what is left out is ideal. */
export const network: Notation<Network> = {
  parse(text) {
    const words = text.split(" ");
    let parsed: Network = IDEAL;
    for (let i = 0; i < words.length; i += 2) parsed = withSetting(parsed, words[i] ?? "", words[i + 1] ?? "");
    return parsed;
  },
  print: (value) =>
    [
      `latency ${latency.print(value.latency)}`,
      `uplink ${rate.print(value.uplinkBytesPerSecond)}`,
      ...CHANCES.map((name) => `${name} ${chance.print(value[name])}`),
    ].join(" "),
};

/** The network with one of its settings changed. Throws where there is no such setting. */
export function withSetting(value: Network, name: string, text: string): Network {
  if (name === "latency") return { ...value, latency: latency.parse(text) };
  if (name === "uplink") return { ...value, uplinkBytesPerSecond: rate.parse(text) };
  return { ...value, [oneOf(CHANCES).parse(name)]: chance.parse(text) };
}

const CHANCES = ["loss", "duplication", "reorder"] as const;

export const IDEAL: Network = {
  latency: { type: "fixed", us: 0 },
  uplinkBytesPerSecond: undefined,
  loss: 0,
  duplication: 0,
  reorder: 0,
};

export const strategy: Notation<Strategy> = oneOf(STRATEGIES);

type Parser = (words: readonly string[]) => Action;

const PARSERS = new Map<Action["type"] | string, Parser>([
  ["write", ([node, ...text]) => ({ type: "write", node: nodeOf(node), text: parseText(text.join(" ")) })],
  ["insert", parseInsert],
  ["type", ([node, ...text]) => ({ type: "type", node: nodeOf(node), text: parseText(text.join(" ")) })],
  ["paste", parsePaste],
  ["delete", parseDelete],
  ["undo", ([node]) => ({ type: "undo", node: nodeOf(node) })],
  ["redo", ([node]) => ({ type: "redo", node: nodeOf(node) })],
  ["sign", parseSign],
  ["title", ([node, ...text]) => ({ type: "title", node: nodeOf(node), text: parseText(text.join(" ")) })],
  ["introduce", parseIntroduce],
  ["crash", parseCrash],
  ["restart", parseRestart],
  ["freeze", (words) => ({ type: "freeze", node: nodeOf(words[0]), forUs: durationAfter("for", words, 1) })],
  ["clock", parseClock],
  ["block", (words) => ({ type: "block", ...ends(words, "to") })],
  ["unblock", (words) => ({ type: "unblock", ...ends(words, "to") })],
  ["partition", (words) => ({ type: "partition", groups: words.join(" ").split(" | ").map(parseGroup) })],
  ["heal", () => ({ type: "heal" })],
  ["clog", (words) => ({ type: "clog", ...ends(words, "to"), forUs: durationAfter("for", words, 3) })],
  ["disconnect", (words) => ({ type: "disconnect", ...ends(words, "from") })],
  ["connect", (words) => ({ type: "connect", ...ends(words, "to") })],
  ["idle", (words) => ({ type: "idle", ...ends(words, "to") })],
  ["join", parseJoin],
  ["network", (words) => ({ type: "setNetwork", network: network.parse(words.join(" ")) })],
  ["spread", parseSpread],
  ["inject", (words) => ({ type: "inject", ...ends(words, "to"), bytes: parseBytes(words[3] ?? "") })],
  ["replay", (words) => ({ type: "replay", ...ends(words, "to") })],
  ["corrupt", parseCorrupt],
]);

function printAction(value: Action): string {
  switch (value.type) {
    case "write":
      return `write ${value.node} ${JSON.stringify(value.text)}`;
    case "insert":
      return `insert ${value.node} at ${value.at} ${JSON.stringify(value.text)}`;
    case "type":
    case "title":
      return `${value.type} ${value.node} ${JSON.stringify(value.text)}`;
    case "paste":
      return `paste ${value.node} at ${value.at} units ${value.units}`;
    case "delete":
      return `delete ${value.node} from ${value.from} to ${value.to}`;
    case "undo":
    case "redo":
      return `${value.type} ${value.node}`;
    case "sign":
      return `sign ${value.node} color ${value.color} ${JSON.stringify(value.name)}`;
    case "introduce":
      return `introduce ${value.node} as ${JSON.stringify(value.presence)}`;
    case "crash":
      return `crash ${value.node}${value.afterMessages > 0 ? ` after ${value.afterMessages}` : ""}`;
    case "restart":
      return `restart ${value.node} with ${value.storage ? "storage" : "nothing"}`;
    case "freeze":
      return `freeze ${value.node} for ${duration.print(value.forUs)}`;
    case "stepClock":
      return `clock ${value.node} by ${value.byMs}ms`;
    case "block":
    case "unblock":
    case "connect":
    case "idle":
    case "replay":
      return `${value.type} ${value.from} to ${value.to}`;
    case "disconnect":
      return `disconnect ${value.from} from ${value.to}`;
    case "partition":
      return `partition ${value.groups.map((group) => group.join(" ")).join(" | ")}`;
    case "join":
      return `join ${value.node} via ${value.via}`;
    case "heal":
      return "heal";
    case "clog":
      return `clog ${value.from} to ${value.to} for ${duration.print(value.forUs)}`;
    case "setNetwork":
      return `network ${network.print(value.network)}`;
    case "chooseSpread":
      return `spread ${value.node} ${value.spread.strategy} every ${value.spread.intervalMs}ms`;
    case "inject":
      return `inject ${value.from} to ${value.to} ${value.bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    case "corrupt":
      return `corrupt ${value.from} to ${value.to} at ${value.at} by ${value.by}`;
    default:
      return value satisfies never;
  }
}

function parseInsert([node, preposition, at = "", ...text]: readonly string[]): Action {
  expectWord("at", preposition);
  return { type: "insert", node: nodeOf(node), at: wholeNumber.parse(at), text: parseText(text.join(" ")) };
}

function parsePaste([node, preposition, at = "", noun, units = ""]: readonly string[]): Action {
  expectWord("at", preposition);
  expectWord("units", noun);
  return { type: "paste", node: nodeOf(node), at: wholeNumber.parse(at), units: wholeNumber.parse(units) };
}

function parseDelete([node, from, first = "", to, last = ""]: readonly string[]): Action {
  expectWord("from", from);
  expectWord("to", to);
  return { type: "delete", node: nodeOf(node), from: wholeNumber.parse(first), to: wholeNumber.parse(last) };
}

function parseSign([node, noun, color = "", ...name]: readonly string[]): Action {
  expectWord("color", noun);
  return { type: "sign", node: nodeOf(node), color: wholeNumber.parse(color), name: parseText(name.join(" ")) };
}

function parseJoin([node, preposition, via]: readonly string[]): Action {
  if (preposition !== "via") throw unexpected("via", preposition ?? "");
  return { type: "join", node: nodeOf(node), via: nodeOf(via) };
}

function parseIntroduce([node, preposition, ...presence]: readonly string[]): Action {
  expectWord("as", preposition);
  return { type: "introduce", node: nodeOf(node), presence: parseText(presence.join(" ")) };
}

function parseCorrupt(words: readonly string[]): Action {
  const [, , , at, index = "", by, bits = ""] = words;
  expectWord("at", at);
  expectWord("by", by);
  return { type: "corrupt", ...ends(words, "to"), at: wholeNumber.parse(index), by: wholeNumber.parse(bits) };
}

function parseCrash(words: readonly string[]): Action {
  const [node, after, messages] = words;
  if (after === undefined) return { type: "crash", node: nodeOf(node), afterMessages: 0 };
  expectWord("after", after);
  return { type: "crash", node: nodeOf(node), afterMessages: wholeNumber.parse(messages ?? "") };
}

function parseRestart([node, preposition, what = ""]: readonly string[]): Action {
  expectWord("with", preposition);
  const storage = oneOf(["storage", "nothing"]).parse(what) === "storage";
  return { type: "restart", node: nodeOf(node), storage };
}

function parseClock([node, preposition, span = ""]: readonly string[]): Action {
  expectWord("by", preposition);
  return { type: "stepClock", node: nodeOf(node), byMs: parseMs(span) };
}

function parseSpread([node, name = "", preposition, span = ""]: readonly string[]): Action {
  expectWord("every", preposition);
  const spread = { strategy: strategy.parse(name), intervalMs: parseMs(span) };
  return { type: "chooseSpread", node: nodeOf(node), spread };
}

function parseMs(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const ms = duration.parse(sign < 0 ? text.slice(1) : text) / 1_000;
  if (!Number.isInteger(ms)) throw unexpected("whole ms", text);
  return sign < 0 ? -ms : ms;
}

function nodeOf(word: string | undefined): number {
  return wholeNumber.parse(word ?? "");
}

function ends([from, preposition, to]: readonly string[], expected: string): { from: number; to: number } {
  expectWord(expected, preposition);
  return { from: nodeOf(from), to: nodeOf(to) };
}

function durationAfter(preposition: string, words: readonly string[], index: number): number {
  expectWord(preposition, words[index]);
  return duration.parse(words[index + 1] ?? "");
}

function expectWord(expected: string, got: string | undefined): void {
  if (got !== expected) throw unexpected(`"${expected}"`, got ?? "");
}

function parseGroup(text: string): readonly number[] {
  return text.split(" ").map(nodeOf);
}

function parseText(json: string): string {
  if (!/^"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/.test(json)) throw unexpected("a text in quotes", json);
  return String(JSON.parse(json));
}

function parseBytes(hex: string): readonly number[] {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw unexpected("bytes in hex such as 01ff", hex);
  return (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}
