import { distanceToLine, type Layout, type Point } from "./layout";
import type { Session } from "./session";
import { isLater, type NodeState } from "./standing";
import type { Travelling } from "./traffic";

/** What there is to draw, in CSS pixels. */
export interface Scene {
  readonly links: readonly LinkShape[];
  readonly paths: readonly PathShape[];
  readonly nodes: readonly NodeShape[];
  readonly dots: readonly DotShape[];
  readonly square: number;
}

export interface LinkShape {
  readonly ends: readonly [number, number];
  readonly from: Point;
  readonly to: Point;
  readonly cut: boolean;
}

/** The way that a message is taking. */
export interface PathShape {
  readonly from: Point;
  readonly to: Point;
  readonly tone: Tone;
}

/** "chosen" is for messages to a node that was chosen at random, "newest" for the naive way's, "answer" for the rest. */
export type Tone = "newest" | "chosen" | "answer";

export interface NodeShape {
  readonly at: Point;
  readonly state: NodeState;
  /** What it holds; empty where it is crashed or never had anything. */
  readonly label: string;
  /** A message that was pushed is on its way here. */
  readonly chosen: boolean;
  /** It is going to crash amid its sending. */
  readonly doomed: boolean;
  readonly number: string;
  /** Undefined where there is no room for the number. */
  readonly numberAt: Point | undefined;
}

export interface DotShape {
  readonly at: Point;
  readonly tone: Tone;
  /** Whether it carries the newest data: filled, else hollow. */
  readonly filled: boolean;
  readonly lost: boolean;
}

/** `stepping`: for readers who prefer less motion, every message stands half way. */
export function sceneOf(session: Session, layout: Layout, stepping: boolean): Scene {
  const { standing, traffic, links, nowUs, doomed } = session;
  const messages = traffic.all;
  const onTheirWay = messages.filter((message) => !isLost(message, nowUs));
  const targets = new Set(onTheirWay.filter(({ chosen }) => chosen).map(({ to }) => to));
  const at = (node: number): Point => layout.points[node] ?? ORIGIN;
  return {
    square: layout.square,
    links: links.all.map(({ ends, cut }) => ({ ends, cut, from: at(ends[0]), to: at(ends[1]) })),
    paths: onTheirWay.map((message) => ({
      ...laneOf(at(message.from), at(message.to), layout.square),
      tone: toneOf(message),
    })),
    nodes: standing.nodes.map(({ state, label }, node) => ({
      at: at(node),
      state,
      label: state === "crashed" ? "" : (label ?? ""),
      chosen: targets.has(node) && state !== "crashed",
      doomed: doomed === node,
      number: String(node + 1),
      numberAt: layout.numbers[node],
    })),
    dots: messages.map((message) => ({
      at: between(laneOf(at(message.from), at(message.to), layout.square), progressOf(message, nowUs, stepping)),
      tone: toneOf(message),
      filled:
        message.content.type === "data" &&
        !isLater(standing.newest ?? message.content.timestamp, message.content.timestamp),
      lost: isLost(message, nowUs),
    })),
  };
}

/** The link nearest to a point, where one is within `reach` pixels. */
export function linkAt({ links, square }: Scene, point: Point, reach: number): LinkShape | undefined {
  let nearest: LinkShape | undefined;
  let least = reach;
  for (const link of links) {
    const distance = distanceToLine(point, link.from, link.to);
    // Near its ends a click is meant for the node.
    const atEnd = [link.from, link.to].some(({ x, y }) => Math.hypot(point.x - x, point.y - y) < square * 0.6);
    if (distance <= least && !atEnd) {
      nearest = link;
      least = distance;
    }
  }
  return nearest;
}

const ORIGIN: Point = { x: 0, y: 0 };

function isLost({ vanishedUs }: Travelling, nowUs: number): boolean {
  return vanishedUs !== undefined && vanishedUs <= nowUs;
}

function toneOf({ content, chosen }: Travelling): Tone {
  if (content.type !== "data") return "answer";
  return chosen ? "chosen" : "newest";
}

/** From edge to edge, and a little to the right of the link, so that what comes the other way passes by. */
function laneOf(from: Point, to: Point, square: number): { readonly from: Point; readonly to: Point } {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const gap = Math.min(square * 0.75, length / 2);
  const aside = Math.min(4, square * 0.14);
  return {
    from: { x: from.x + dx * gap - dy * aside, y: from.y + dy * gap + dx * aside },
    to: { x: to.x - dx * gap - dy * aside, y: to.y - dy * gap + dx * aside },
  };
}

function progressOf({ leftUs, arrivesUs, vanishedUs }: Travelling, nowUs: number, stepping: boolean): number {
  if (stepping) return 0.5;
  const untilUs = Math.min(nowUs, vanishedUs ?? nowUs);
  if (arrivesUs <= leftUs) return 1;
  return Math.min(1, Math.max(0, (untilUs - leftUs) / (arrivesUs - leftUs)));
}

function between({ from, to }: { readonly from: Point; readonly to: Point }, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
