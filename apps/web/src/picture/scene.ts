import { distanceToLine, type Layout, type Point } from "./layout";

/** The two ends of a link, the lower number first. */
export type LinkEnds = readonly [number, number];

/** How a node stands to the newest data; "empty" where nobody holds any. */
export type NodeState = "newest" | "behind" | "empty" | "crashed";

/** "chosen" is for messages to a node that was chosen at random, "newest" for all other news, "answer" for the rest. */
export type Tone = "newest" | "chosen" | "answer";

/** What a picture shows, but for where it stands. */
export interface PictureContent {
  readonly nodes: readonly PicturedNode[];
  /** The same array for as long as no link changes: only another one is drawn anew. */
  readonly links: readonly PicturedLink[];
  readonly messages: readonly PicturedMessage[];
  /** From whom the nodes have the newest data; empty where that is not to be shown. */
  readonly tree: readonly LinkEnds[];
}

export interface PicturedNode {
  readonly state: NodeState;
  /** What it holds; empty where that is not to be shown. */
  readonly label: string;
  /** It is going to crash amid its sending. */
  readonly doomed: boolean;
  /** Stands beside its square. */
  readonly name: string;
  /** The clock on its wall, where that is to be shown. */
  readonly clock?: PicturedClock;
}

export interface PicturedClock {
  /** Where the hands stand, in turns from the top, clockwise: 0 to 1. */
  readonly hour: number;
  readonly minute: number;
  /** What is wrong with it, such as "+3 h"; empty where it is right. */
  readonly mark: string;
}

export interface PicturedLink {
  readonly ends: LinkEnds;
  readonly cut: boolean;
}

export interface PicturedMessage {
  /** Tells it from all others of its picture. */
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  /** Whether it carries the newest data: filled, else hollow. */
  readonly filled: boolean;
  readonly lost: boolean;
  /** How far on its way it is, 0 to 1. */
  readonly progress: number;
  /** Whether it is the one that is being looked at. */
  readonly marked: boolean;
}

/** What there is to draw, in CSS pixels. */
export interface Scene {
  readonly links: readonly LinkShape[];
  readonly tree: readonly Way[];
  readonly paths: readonly PathShape[];
  readonly nodes: readonly NodeShape[];
  readonly dots: readonly DotShape[];
  readonly square: number;
}

/** From one point to another. */
export interface Way {
  readonly from: Point;
  readonly to: Point;
}

export interface LinkShape extends PicturedLink, Way {}

/** The way that a message is taking. */
export interface PathShape extends Way {
  readonly tone: Tone;
}

export interface NodeShape extends PicturedNode {
  readonly at: Point;
  /** A message that was pushed is on its way here. */
  readonly chosen: boolean;
  /** Undefined where there is no room for the name. */
  readonly nameAt: Point | undefined;
}

export interface DotShape {
  readonly key: number;
  readonly at: Point;
  readonly tone: Tone;
  readonly filled: boolean;
  readonly lost: boolean;
  readonly marked: boolean;
}

/** Puts what a picture shows in its place. `links` are its links, as `placeLinks` placed them. */
export function composeScene(content: PictureContent, layout: Layout, links: readonly LinkShape[]): Scene {
  const { nodes, messages, tree } = content;
  const { square } = layout;
  const onTheirWay = messages.filter(({ lost }) => !lost);
  const targets = new Set(onTheirWay.filter(({ tone }) => tone === "chosen").map(({ to }) => to));
  const lanes = new Map(messages.map((message) => [message, laneOf(layout, message.from, message.to)]));
  const laneFor = (message: PicturedMessage) => lanes.get(message) ?? laneOf(layout, message.from, message.to);
  return {
    square,
    links,
    tree: tree.map(([from, to]) => laneOf(layout, from, to)),
    paths: onTheirWay.map((message) => ({ ...laneFor(message), tone: message.tone })),
    nodes: nodes.map((node, index) => ({
      ...node,
      at: pointOf(layout, index),
      chosen: targets.has(index) && node.state !== "crashed",
      nameAt: layout.numbers[index],
    })),
    dots: messages.map((message) => {
      const { key, tone, filled, lost, marked, progress } = message;
      return { key, tone, filled, lost, marked, at: between(laneFor(message), progress) };
    }),
  };
}

/** Puts links in their place. */
export function placeLinks(links: readonly PicturedLink[], layout: Layout): readonly LinkShape[] {
  return links.map(({ ends, cut }) => ({ ends, cut, from: pointOf(layout, ends[0]), to: pointOf(layout, ends[1]) }));
}

/** The link nearest to a point, where one is within `reach` pixels. */
export function linkAt({ links, square }: Scene, point: Point, reach: number): LinkShape | undefined {
  let nearest: LinkShape | undefined;
  let least = reach;
  for (const link of links) {
    const distance = distanceToLine(point, link.from, link.to);
    if (distance > least) continue;
    // Near its ends a click is meant for the node.
    if ([link.from, link.to].some(({ x, y }) => Math.hypot(point.x - x, point.y - y) < square * 0.6)) continue;
    nearest = link;
    least = distance;
  }
  return nearest;
}

/** The message nearest to a point, where one is within `reach` pixels. */
export function messageAt({ dots }: Scene, point: Point, reach: number): DotShape | undefined {
  let nearest: DotShape | undefined;
  let least = reach;
  for (const dot of dots) {
    const distance = Math.hypot(point.x - dot.at.x, point.y - dot.at.y);
    if (distance > least) continue;
    nearest = dot;
    least = distance;
  }
  return nearest;
}

/** The links that a line crosses. */
export function linksAcross({ links }: Scene, line: Way): readonly LinkShape[] {
  return links.filter((link) => areOnBothSides(line, link) && areOnBothSides(link, line));
}

/** Whether the ends of `other` lie on either side of a line, however long that is. */
function areOnBothSides({ from, to }: Way, other: Way): boolean {
  const sideOf = ({ x, y }: Point) => Math.sign((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x));
  return sideOf(other.from) * sideOf(other.to) < 0;
}

function pointOf({ points }: Layout, node: number): Point {
  return points[node] ?? ORIGIN;
}

const ORIGIN: Point = { x: 0, y: 0 };

/** From edge to edge, and a little to the right of the link, so that what comes the other way passes by. */
function laneOf(layout: Layout, start: number, end: number): Way {
  const { square } = layout;
  const [from, to] = [pointOf(layout, start), pointOf(layout, end)];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const gap = Math.min(square * 0.75, length / 2);
  const aside = Math.min(4, square * 0.14);
  return {
    from: { x: from.x + dx * gap - dy * aside, y: from.y + dy * gap + dx * aside },
    to: { x: to.x - dx * gap - dy * aside, y: to.y - dy * gap + dx * aside },
  };
}

function between({ from, to }: Way, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
