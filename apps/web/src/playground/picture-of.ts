import type { Arrangement } from "../picture/layout";
import type { PictureContent, PicturedMessage, PicturedNode, Tone } from "../picture/scene";
import type { FilmedMessage } from "./film";
import type { Shape } from "./settings";
import { endSeen, isLoss, isSameTimestamp, type View } from "./view";

export interface PictureOptions {
  /** For readers who prefer less motion: every message stands half way. */
  readonly stepping: boolean;
  /** Whether it is shown who has the newest data from whom. */
  readonly tree: boolean;
  /** The message that is being looked at. */
  readonly marked: number | undefined;
}

/** What there is to see of a run. */
export function pictureOf(view: View, { stepping, tree, marked }: PictureOptions): PictureContent {
  const { doomed } = view;
  return {
    links: view.links,
    tree: tree ? view.tree : [],
    nodes: view.nodes.map(
      ({ state, label }, node): PicturedNode => ({
        state,
        label: state === "crashed" ? "" : (label ?? ""),
        doomed: doomed === node,
        name: String(node + 1),
      }),
    ),
    messages: view.messages.map((message): PicturedMessage => {
      const { key, from, to, content } = message;
      const end = endSeen(message, view.position);
      return {
        key,
        from,
        to,
        tone: toneOf(message),
        filled: content.type === "data" && (!view.newest || isSameTimestamp(content.timestamp, view.newest)),
        lost: end !== undefined && isLoss(end.fate) && end.atUs <= view.nowUs,
        progress: stepping ? 0.5 : progressOf(message, Math.min(view.nowUs, end?.atUs ?? view.nowUs)),
        marked: key === marked,
      };
    }),
  };
}

/** How the nodes of a shape are laid out. */
export function arrangementOf(shape: Shape): Arrangement {
  return shape === "line" || shape === "grid" ? shape : "circle";
}

function toneOf({ content, chosen }: FilmedMessage): Tone {
  if (content.type !== "data") return "answer";
  return chosen ? "chosen" : "newest";
}

function progressOf({ leftUs, arrivesUs }: FilmedMessage, untilUs: number): number {
  if (arrivesUs <= leftUs) return 1;
  return Math.min(1, Math.max(0, (untilUs - leftUs) / (arrivesUs - leftUs)));
}
