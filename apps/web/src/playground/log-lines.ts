import type { Content } from "./data";
import type { Entry, Film, FilmedMessage } from "./film";
import type { Move } from "./move";
import { endSeen, type View } from "./view";

/** One line of the log. */
export interface LogLine {
  /** Tells it from all others of its film. */
  readonly number: number;
  /** Virtual time, in µs. */
  readonly atUs: number;
  readonly text: string;
}

/** The last things that could be seen, in words, newest first: at most `MAX_LINES`. */
export function logLines({ film, position: { seen } }: View): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (let number = seen - 1; number >= 0 && lines.length < MAX_LINES; number--) {
    const entry = film.entries[number];
    const text = entry && describeEntry(film, entry, number);
    if (entry && text !== undefined) lines.push({ number, atUs: entry.atUs, text });
  }
  return lines;
}

export const MAX_LINES = 100;

/** What happened, for people who do not see the picture; undefined where another entry tells it. */
function describeEntry(film: Film, { what }: Entry, number: number): string | undefined {
  switch (what.type) {
    case "sent":
    case "arrived":
    case "vanished": {
      const message = film.messages[what.key];
      return message && describeMessage(message, number, what.type);
    }
    case "wrote":
      return `${nodeTitle(what.node)} wrote ${film.nodes[what.node]?.at(number + 1).label ?? "something"}.`;
    case "crashed":
      return `${nodeTitle(what.node)} crashed.`;
    case "restarted":
      return `${nodeTitle(what.node)} is back, with the copy it had stored.`;
    case "acted":
      return describeMove(what.move);
    default:
      return what satisfies never;
  }
}

/** The name of a node, by its index. */
export function nodeName(index: number): string {
  return `node ${index + 1}`;
}

/** The same at the beginning of a sentence. */
export function nodeTitle(index: number): string {
  return `Node ${index + 1}`;
}

/** A virtual time for people: "3.42 s". */
export function secondsOf(us: number): string {
  return `${(us / 1_000_000).toFixed(2)} s`;
}

/** What a message says, in a word or two. */
export function contentWords(content: Content): string {
  switch (content.type) {
    case "data":
      return content.label;
    case "feedback":
      return content.knew ? "“knew that”" : "“that was new”";
    case "control":
      return CONTROL_WORDS[content.what];
    case "other":
      return "a greeting";
    default:
      return content satisfies never;
  }
}

const CONTROL_WORDS = {
  prune: "“no more along this link”",
  digest: "a digest of what it has",
  have: "what it has",
  ask: "“send me what I lack”",
} as const;

function describeMessage(message: FilmedMessage, number: number, type: "sent" | "arrived" | "vanished") {
  const { from, to, content } = message;
  const words = contentWords(content);
  if (type === "sent") return `${nodeTitle(from)} sent ${words} to ${nodeName(to)}.`;
  const fate = endSeen(message, { seen: number + 1, atUs: 0 })?.fate;
  const what = `${words} from ${nodeName(from)} to ${nodeName(to)}`;
  switch (fate) {
    case "lost":
    case "blocked":
      return `${what} was lost on its way.`;
    case "dead":
      return `${what} came too late: ${nodeName(to)} had crashed.`;
    case "disconnected":
      return `${what} was lost with its link.`;
    case "accepted":
      return `${nodeTitle(to)} took ${words} from ${nodeName(from)}.`;
    default:
      return content.type === "data"
        ? `${nodeTitle(to)} discarded ${words} from ${nodeName(from)}: not newer.`
        : undefined;
  }
}

function describeMove(move: Move): string | undefined {
  switch (move.type) {
    case "cut":
    case "mend": {
      const done = move.type === "cut" ? "cut" : "mended";
      const [first] = move.links;
      if (move.links.length > 1 || !first) return `${move.links.length} links were ${done}.`;
      return `The link between ${nodeName(first[0])} and ${nodeName(first[1])} was ${done}.`;
    }
    case "change":
      return "The settings were changed.";
    case "write":
    case "crash":
    case "revive":
      return undefined;
    default:
      return move satisfies never;
  }
}
