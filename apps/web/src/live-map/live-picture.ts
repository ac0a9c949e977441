import type { Strategy } from "@hearsay/gossip";
import { initialsOf } from "../person-name";
import type { NodeState, PictureContent, PicturedMessage, PicturedNode, Tone } from "../picture/scene";
import type { LiveMessage } from "./live-traffic";
import { carriesText } from "./message-words";
import type { Knowledge, MapTab, RoomView } from "./room-view";

export interface LivePictureOptions {
  readonly messages: readonly LiveMessage[];
  readonly strategy: Strategy;
  readonly nowMs: number;
  /** For people who prefer less motion every message stands half way. */
  readonly isStepping: boolean;
}

/** What there is to see of a room. */
export function livePictureOf({ tabs, links }: RoomView, options: LivePictureOptions): PictureContent {
  const hasNames = tabs.length <= MAX_NAMED;
  const indexes = new Map(tabs.map(({ peer }, index) => [peer, index]));
  const own = tabs.findIndex(({ tie }) => tie === "self");
  return {
    links,
    tree: [],
    nodes: tabs.map(
      (tab): PicturedNode => ({
        state: STATES[tab.knowledge],
        label: tab.knowledge === "silent" ? "" : initialsOf(tab.name),
        doomed: false,
        name: nameBeside(tab, hasNames),
      }),
    ),
    messages: options.messages.flatMap((message): PicturedMessage[] => {
      const other = indexes.get(message.peer);
      if (other === undefined) return [];
      const [from, to] = message.isOutgoing ? [own, other] : [other, own];
      return [{ from, to, ...lookOf(message, options) }];
    }),
  };
}

function lookOf(live: LiveMessage, { strategy, nowMs, isStepping }: LivePictureOptions) {
  const { key, message, leftMs, arrivesMs, vanishedMs } = live;
  const untilMs = Math.min(nowMs, vanishedMs ?? nowMs);
  return {
    key,
    tone: toneOf(message, strategy),
    filled: carriesText(message),
    lost: vanishedMs !== undefined && vanishedMs <= nowMs,
    progress: isStepping ? 0.5 : Math.min(1, Math.max(0, (untilMs - leftMs) / (arrivesMs - leftMs))),
    marked: false,
  };
}

/** Green is for whom push gossip or a rumor has chosen at random. */
function toneOf(message: LiveMessage["message"], strategy: Strategy): Tone {
  if (!carriesText(message)) return "answer";
  return strategy === "push" || strategy === "rumor" ? "chosen" : "newest";
}

const STATES: Readonly<Record<Knowledge, NodeState>> = {
  newest: "newest",
  behind: "behind",
  unknown: "empty",
  silent: "crashed",
};

/** With more tabs than this there is room for no name but "you". */
const MAX_NAMED = 10;
const MAX_SHOWN_NAME = 14;

function nameBeside({ tie, name }: MapTab, hasNames: boolean): string {
  if (tie === "self") return "you";
  return hasNames ? shorten(name) : "";
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > MAX_SHOWN_NAME ? `${characters.slice(0, MAX_SHOWN_NAME - 1).join("")}…` : name;
}
