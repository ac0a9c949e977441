import type { PeerId } from "@hearsay/gossip";
import { type MeshEvent, NO_FAULTS, type Traffic } from "@hearsay/mesh";
import { describe, expect, it } from "vitest";
import { encodePresence, markOf } from "../presence";
import { meshState, peerId } from "../test-fixtures/mesh-state";
import { RoomWatch, type WatchedMesh } from "./room-watch";

const [ada, bob, cyd] = [1, 2, 3].map((number) => peerId(number * 2 ** 36)) as [PeerId, PeerId, PeerId];

/** A mesh that is as a test says, and tells of it. */
class ScriptedMesh {
  state = meshState({});
  private readonly listeners = new Set<(event: MeshEvent) => void>();
  private readonly watchers = new Set<(traffic: Traffic) => void>();

  readonly watched = {
    self: ada,
    standingOf: () => "same",
    subscribe: (listener) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
    watchTraffic: (watcher) => {
      this.watchers.add(watcher);
      return () => this.watchers.delete(watcher);
    },
  } satisfies Partial<WatchedMesh>;

  /** Neighbors with their names, and to whom they say they are linked. */
  enter(neighbors: readonly (readonly [PeerId, string, readonly PeerId[]])[], ...cut: readonly PeerId[]): void {
    const members = neighbors.map(([peer, name, linkedTo]) => ({
      peer,
      suspected: false,
      isNeighbor: true,
      presence: encodePresence({ name, color: 0, linkedTo: linkedTo.map(markOf) }),
    }));
    this.state = meshState({ faults: { ...NO_FAULTS, cut: new Set(cut) }, members, neighbors: members });
    for (const listener of this.listeners) listener({ type: "state" });
  }

  pass(traffic: Traffic): void {
    for (const watcher of this.watchers) watcher(traffic);
  }

  get listenerCount(): number {
    return this.listeners.size + this.watchers.size;
  }
}

function watchOf(mesh: ScriptedMesh) {
  const clock = { nowMs: 0 };
  const watched = Object.defineProperty({ ...mesh.watched }, "state", { get: () => mesh.state });
  const watch = new RoomWatch(
    watched as unknown as WatchedMesh,
    () => "Ada",
    () => clock.nowMs,
  );
  watch.start();
  return { watch, clock };
}

const lines = ({ log }: RoomWatch) => log.newestFirst.map(({ text }) => text);

describe("who watches a room", () => {
  it("logs who comes and goes, and what passes", () => {
    const mesh = new ScriptedMesh();
    const { watch } = watchOf(mesh);
    mesh.enter([[bob, "Bob", [ada]]]);
    mesh.pass({ type: "sent", peer: bob, message: "news", bytes: 31, delayMs: 0 });
    mesh.pass({ type: "lost", peer: bob, message: "digest", bytes: 10 });
    mesh.enter([], bob);
    mesh.enter([[cyd, "Cyd", []]], bob);
    mesh.enter([], bob);
    expect(lines(watch)).toEqual([
      "The link to Cyd has ended",
      "Cyd is linked",
      "The link to Bob is cut",
      "Lost on its way to Bob: digest, 10 bytes",
      "To Bob: news, 31 bytes",
      "Bob is linked",
    ]);
  });

  it("remembers what a tab is called that it has cut itself off from", () => {
    const mesh = new ScriptedMesh();
    const { watch } = watchOf(mesh);
    mesh.enter([[bob, "Bob", [ada]]]);
    mesh.enter([], bob);
    expect(watch.view.tabs.map(({ name, tie }) => [name, tie])).toEqual([
      ["Ada", "self"],
      ["Bob", "cut"],
    ]);
  });

  it("gives the same links for as long as they are the same, and other tabs whenever they may be", () => {
    const mesh = new ScriptedMesh();
    const { watch } = watchOf(mesh);
    mesh.enter([[bob, "Bob", []]]);
    const before = watch.view;
    expect(watch.view).toBe(before);
    mesh.pass({ type: "received", peer: bob, message: "have", bytes: 20 });
    expect(watch.view).not.toBe(before);
    expect(watch.view.links).toBe(before.links);
    mesh.enter([], bob);
    expect(watch.view.links).not.toBe(before.links);
  });

  it("lets what was on its way vanish with its link", () => {
    const mesh = new ScriptedMesh();
    const { watch, clock } = watchOf(mesh);
    mesh.enter([[bob, "Bob", []]]);
    mesh.pass({ type: "sent", peer: bob, message: "news", bytes: 31, delayMs: 5_000 });
    clock.nowMs = 100;
    mesh.enter([]);
    expect(watch.traffic.visible(100)).toMatchObject([{ vanishedMs: 100 }]);
  });

  it("has news once, and after it is stopped it hears nothing", () => {
    const mesh = new ScriptedMesh();
    const { watch } = watchOf(mesh);
    watch.takeNews();
    expect(watch.takeNews()).toBe(false);
    mesh.enter([[bob, "Bob", []]]);
    expect(watch.takeNews()).toBe(true);
    watch.stop();
    expect(mesh.listenerCount).toBe(0);
  });
});
