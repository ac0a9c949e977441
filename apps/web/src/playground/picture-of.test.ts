import { describe, expect, it } from "vitest";
import { layOut } from "../picture/layout";
import { composeScene, linkAt, linksAcross, placeLinks } from "../picture/scene";
import { arrangementOf, pictureOf } from "./picture-of";
import { Session } from "./session";
import { DEFAULT_SETTINGS, type PlaygroundSettings } from "./settings";
import { View } from "./view";

const SIZE = { width: 600, height: 450 };

function show(session: Session, stepping: boolean) {
  const view = new View(session.film, { seen: session.film.length, atUs: session.nowUs });
  const content = pictureOf(view, { stepping, tree: false, marked: undefined });
  const layout = layOut(arrangementOf(session.settings.shape), session.settings.nodes, SIZE);
  return composeScene(content, layout, placeLinks(content.links, layout));
}

function started(changes: Partial<PlaygroundSettings>): Session {
  return new Session({ ...DEFAULT_SETTINGS, shape: "line", nodes: 2, messagesPerSecond: undefined, ...changes });
}

describe("the scene", () => {
  it("moves a message from edge to edge while its latency passes", () => {
    const session = started({ strategy: "broadcast", latencyMs: 1_000 });
    session.act({ type: "write", node: 0, crashes: false });
    const [left, right] = show(session, false).nodes;
    const xs = [0, 250_000, 500_000, 999_999].map((us) => {
      session.runTo(us);
      return show(session, false).dots[0]?.at.x ?? Number.NaN;
    });
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(xs[0]).toBeGreaterThan((left?.at.x ?? 0) + show(session, false).square / 2);
    expect(xs[3]).toBeLessThan((right?.at.x ?? 0) - show(session, false).square / 2);
    session.runTo(1_000_000);
    expect(show(session, false).dots).toEqual([]);
  });

  it("lets every message stand half way for those who prefer less motion", () => {
    const session = started({ strategy: "broadcast", latencyMs: 1_000 });
    session.act({ type: "write", node: 0, crashes: false });
    const at = () => show(session, true).dots[0]?.at;
    const first = at();
    session.runTo(900_000);
    expect(at()).toEqual(first);
  });

  it("tells naive messages from pushes, and a chosen node from the rest", () => {
    const naive = started({ strategy: "broadcast" });
    naive.act({ type: "write", node: 0, crashes: false });
    expect(show(naive, false).dots.map(({ tone, filled }) => [tone, filled])).toEqual([["newest", true]]);
    expect(show(naive, false).nodes.map(({ chosen }) => chosen)).toEqual([false, false]);
    const push = started({ strategy: "push" });
    push.act({ type: "write", node: 0, crashes: false });
    push.runToNextEvent();
    expect(show(push, false).dots.map(({ tone, filled }) => [tone, filled])).toEqual([["chosen", true]]);
    expect(show(push, false).nodes.map(({ chosen }) => chosen)).toEqual([false, true]);
  });

  it("shows a message with older data hollow, also where its sender has newer data by now", () => {
    const session = started({ strategy: "broadcast" });
    session.act({ type: "write", node: 0, crashes: false });
    session.act({ type: "write", node: 0, crashes: false });
    expect(show(session, false).dots.map(({ filled }) => filled)).toEqual([false, true]);
  });

  it("shows what a node holds and how it stands, and nothing of a crashed one", () => {
    const session = started({ strategy: "broadcast", nodes: 4, shape: "complete" });
    session.act({ type: "write", node: 0, crashes: false });
    session.runTo(1_000_000);
    session.act({ type: "cut", links: [[1, 2]] });
    session.act({ type: "write", node: 1, crashes: false });
    session.act({ type: "crash", node: 3 });
    session.runTo(3_000_000);
    const shown = show(session, false).nodes.map(({ state, label }) => [state, label]);
    expect(shown).toEqual([
      ["newest", "B"],
      ["newest", "B"],
      ["behind", "A"],
      ["crashed", ""],
    ]);
  });

  it("shows for a moment that a message was lost, and where", () => {
    const session = started({ strategy: "broadcast", latencyMs: 1_000 });
    session.act({ type: "write", node: 0, crashes: false });
    session.runTo(300_000);
    session.act({ type: "crash", node: 1 });
    session.runTo(1_000_000);
    expect(show(session, false).dots.map(({ lost }) => lost)).toEqual([true]);
    session.runTo(2_000_000);
    expect(show(session, false).dots).toEqual([]);
  });

  it("finds the link under a click, but not under a node", () => {
    const session = started({ nodes: 3 });
    const scene = show(session, false);
    const [first, second] = scene.nodes;
    const [from, to] = [first?.at ?? { x: 0, y: 0 }, second?.at ?? { x: 0, y: 0 }];
    const middle = { x: (from.x + to.x) / 2, y: from.y + 6 };
    expect(linkAt(scene, middle, 10)?.ends).toEqual([0, 1]);
    expect(linkAt(scene, { ...middle, y: from.y + 11 }, 10)).toBeUndefined();
    expect(linkAt(scene, from, 10)).toBeUndefined();
  });

  it("finds the links that a line crosses, and no others", () => {
    const scene = show(started({ nodes: 4 }), false);
    const [, second, third] = scene.nodes.map(({ at }) => at);
    const x = ((second?.x ?? 0) + (third?.x ?? 0)) / 2;
    const cut = (from: number, to: number) => ({ from: { x, y: from }, to: { x, y: to } });
    expect(linksAcross(scene, cut(0, SIZE.height)).map(({ ends }) => ends)).toEqual([[1, 2]]);
    expect(linksAcross(scene, cut(0, SIZE.height / 4))).toEqual([]);
  });
});
