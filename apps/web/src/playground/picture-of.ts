import type { Arrangement } from "../picture/layout";
import type { PictureContent, PicturedMessage, PicturedNode, Tone } from "../picture/scene";
import type { Session } from "./session";
import type { Shape } from "./settings";
import { isLater } from "./standing";
import type { Travelling } from "./traffic";

/** What there is to see of a session. `stepping`: for readers who prefer less motion, every message stands half way. */
export function pictureOf({ standing, traffic, links, nowUs, doomed }: Session, stepping: boolean): PictureContent {
  return {
    links: links.all,
    tree: [],
    nodes: standing.nodes.map(
      ({ state, label }, node): PicturedNode => ({
        state,
        label: state === "crashed" ? "" : (label ?? ""),
        doomed: doomed === node,
        name: String(node + 1),
      }),
    ),
    messages: traffic.all.map(
      (message, key): PicturedMessage => ({
        key,
        from: message.from,
        to: message.to,
        tone: toneOf(message),
        filled:
          message.content.type === "data" &&
          !isLater(standing.newest ?? message.content.timestamp, message.content.timestamp),
        lost: message.vanishedUs !== undefined && message.vanishedUs <= nowUs,
        progress: progressOf(message, nowUs, stepping),
        marked: false,
      }),
    ),
  };
}

/** How the nodes of a shape are laid out. */
export function arrangementOf(shape: Shape): Arrangement {
  return shape === "line" || shape === "grid" ? shape : "circle";
}

function toneOf({ content, chosen }: Travelling): Tone {
  if (content.type !== "data") return "answer";
  return chosen ? "chosen" : "newest";
}

function progressOf({ leftUs, arrivesUs, vanishedUs }: Travelling, nowUs: number, stepping: boolean): number {
  if (stepping) return 0.5;
  const untilUs = Math.min(nowUs, vanishedUs ?? nowUs);
  if (arrivesUs <= leftUs) return 1;
  return Math.min(1, Math.max(0, (untilUs - leftUs) / (arrivesUs - leftUs)));
}
