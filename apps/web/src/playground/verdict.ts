import { compareTimestamps, type Timestamp } from "@hearsay/merge";
import { EPOCH_MS } from "@hearsay/simulator";
import type { FilmedMessage } from "./film";
import { nodeName, nodeTitle, secondsOf } from "./log-lines";
import { endSeen, type View } from "./view";

/** What became of a message, in a word, and why. */
export interface Judgement {
  readonly word: string;
  readonly why: string;
}

/** What became of a message, as far as it can be known at the moment of the view. */
export function judge(message: FilmedMessage, view: View): Judgement {
  const { from, to, leftUs, leftAt, arrivesUs } = message;
  const [sender, receiver] = [nodeTitle(from), nodeTitle(to)];
  if (leftAt > view.position.seen) return { word: "not sent yet", why: `It leaves at ${secondsOf(leftUs)}.` };
  const end = endSeen(message, view.position);
  if (!end) return { word: "on its way", why: `It arrives at ${secondsOf(arrivesUs)}, if nothing comes between.` };
  switch (end.fate) {
    case "lost":
    case "blocked":
      return { word: "lost", why: "It vanished on its way, and nobody is told." };
    case "dead":
      return { word: "lost", why: `${receiver} had crashed before it came.` };
    case "crashed":
      return { word: "lost", why: `${sender} crashed before it had left.` };
    case "disconnected":
      return { word: "lost", why: "The link was cut while it was on its way." };
    case "accepted":
      return { word: "accepted", why: `${receiver} ${heldBefore(message, end.at, view)}: its timestamp is later.` };
    case "known":
      return judgeKnown(message, end.at, view);
    case "noted":
      return { word: "noted", why: `It carries no data, only what ${nodeName(from)} has to say.` };
    case "held":
      return { word: "held", why: "It goes on from something that has not come yet." };
    case "ahead":
      return { word: "refused", why: "Its timestamp lies more than a minute ahead of the receiver's clock." };
    case "contradiction":
      return { word: "refused", why: "It has the timestamp of what the receiver holds, and other data." };
    case "malformed":
      return { word: "refused", why: "Its bytes are no message." };
    case "otherVersion":
      return { word: "refused", why: "It is of another version of the protocol." };
    case "full":
      return { word: "refused", why: "The receiver has no room for it." };
    default:
      return end.fate satisfies never;
  }
}

/** A timestamp for people: when on the clock of whom. */
export function stampWords({ timeMs, counter, replica }: Timestamp): string {
  const node = Number.parseInt(replica.slice(0, 8), 16);
  const tie = counter === 0 ? "" : `, number ${counter + 1} of that ms`;
  return `${((timeMs - EPOCH_MS) / 1_000).toFixed(3)} s, by ${nodeName(node)}${tie}`;
}

function judgeKnown(message: FilmedMessage, at: number, view: View): Judgement {
  const { content, to } = message;
  const held = view.film.nodes[to]?.at(at).timestamp;
  const isSame = content.type === "data" && held && compareTimestamps(content.timestamp, held) === 0;
  const receiver = nodeTitle(to);
  if (isSame) return { word: "duplicate", why: `${receiver} had the very same already.` };
  return { word: "stale", why: `${receiver} ${heldBefore(message, at, view)}, and that is later.` };
}

function heldBefore({ to }: FilmedMessage, at: number, { film }: View): string {
  // What it held just before this arrived.
  const record = film.nodes[to]?.at(at - 1);
  if (!record?.timestamp) return "held nothing";
  return `held ${record.label}, stamped ${stampWords(record.timestamp)}`;
}
