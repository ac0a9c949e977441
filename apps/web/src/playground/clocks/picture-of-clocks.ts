import type { PictureContent, PicturedLink, PicturedMessage, PicturedNode } from "../../picture/scene";
import { type ClockRun, NODES, type Travelling, WRONG } from "./clock-run";
import { handsAt, type Skew } from "./clock-time";

/** What there is to see of a run. `stepping`: for readers who prefer less motion, every message stands half way. */
export function pictureOfClocks(run: ClockRun, skew: Skew, stepping: boolean): PictureContent {
  const newest = run.newest?.label;
  return {
    links: LINKS,
    tree: [],
    nodes: Array.from({ length: NODES }, (_, node): PicturedNode => {
      const label = run.heldBy(node);
      return {
        state: stateOf(label, newest),
        label: label ?? "",
        doomed: false,
        name: String(node + 1),
        clock: { ...handsAt(run.clockOf(node)), mark: node === WRONG ? skew.mark : "" },
      };
    }),
    messages: run.traffic
      .filter(({ arrivesUs, isRefused }) => arrivesUs > run.nowUs || isRefused)
      .map((message) => picturedMessage(message, run, stepping)),
  };
}

function stateOf(label: string | undefined, newest: string | undefined): PicturedNode["state"] {
  if (newest === undefined) return "empty";
  return label === newest ? "newest" : "behind";
}

function picturedMessage(message: Travelling, run: ClockRun, stepping: boolean): PicturedMessage {
  const { key, from, to, label, leftUs, arrivesUs, isRefused } = message;
  const share = Math.min(1, (run.nowUs - leftUs) / (arrivesUs - leftUs));
  return {
    key,
    from,
    to,
    tone: label === undefined ? "answer" : "chosen",
    filled: label === run.newest?.label,
    lost: isRefused,
    progress: stepping && !isRefused ? 0.5 : share,
    marked: false,
  };
}

const LINKS: readonly PicturedLink[] = everyPair();

function everyPair(): readonly PicturedLink[] {
  const links: PicturedLink[] = [];
  for (let from = 0; from < NODES; from++) {
    for (let to = from + 1; to < NODES; to++) links.push({ ends: [from, to], cut: false });
  }
  return links;
}
