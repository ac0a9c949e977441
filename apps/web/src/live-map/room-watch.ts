import type { PeerId } from "@hearsay/gossip";
import type { Mesh, MeshEvent, Traffic } from "@hearsay/mesh";
import { defaultName } from "../default-name";
import { decodePresence, type Presence } from "../presence";
import { LiveLog } from "./live-log";
import { LiveTraffic } from "./live-traffic";
import { messageWords } from "./message-words";
import { type RoomView, roomViewOf } from "./room-view";

/** What the map and the lab take of a mesh. */
export type WatchedMesh = Omit<Mesh<never>, "edit">;

/** Follows a room from when it is started: who is there, what passes, what happened. */
export class RoomWatch {
  readonly traffic = new LiveTraffic();
  readonly log: LiveLog;
  private readonly known = new Map<PeerId, Presence>();
  private linked: ReadonlySet<PeerId> = new Set();
  private stopWatching: readonly (() => void)[] = [];
  private shown: RoomView | undefined;
  private isStale = true;
  private hasNews = true;

  /** `name` is what this tab's person is called at the moment, `now` a monotonic clock in ms. */
  constructor(
    private readonly mesh: WatchedMesh,
    private readonly name: () => string,
    private readonly now: () => number,
  ) {
    this.log = new LiveLog(now());
  }

  start(): void {
    this.stop();
    this.meet();
    this.stopWatching = [
      this.mesh.subscribe((event) => this.heard(event)),
      this.mesh.watchTraffic((traffic) => this.passed(traffic)),
    ];
  }

  stop(): void {
    for (const stop of this.stopWatching) stop();
    this.stopWatching = [];
  }

  /** The room as it is known now. Its `links` are the same array for as long as they are the same links. */
  get view(): RoomView {
    if (this.shown && !this.isStale) return this.shown;
    const { mesh, known, shown } = this;
    const { members, faults } = mesh.state;
    const standingOf = (peer: PeerId) => mesh.standingOf(peer);
    const view = roomViewOf({ self: mesh.self, name: this.name(), members, cut: faults.cut, known, standingOf });
    const isSame = shown !== undefined && areSameLinks(shown, view);
    this.shown = isSame ? { tabs: view.tabs, links: shown.links } : view;
    this.isStale = false;
    return this.shown;
  }

  /** Whether something has happened since this was asked last. */
  takeNews(): boolean {
    const { hasNews } = this;
    this.hasNews = false;
    return hasNews;
  }

  nameOf(peer: PeerId): string {
    return this.known.get(peer)?.name ?? defaultName(peer);
  }

  /** The name of this tab's person is another. */
  renamed(): void {
    this.isStale = true;
  }

  private heard({ type }: MeshEvent): void {
    this.isStale = true;
    this.hasNews = true;
    if (type === "state") this.meet();
  }

  private passed(traffic: Traffic): void {
    const { type, peer, message, bytes } = traffic;
    this.traffic.add(traffic, this.now());
    this.hasNews = true;
    // What comes in tells what its sender has.
    if (type === "received") this.isStale = true;
    this.log.add(this.now(), `${WAYS[type]} ${this.nameOf(peer)}: ${messageWords(message)}, ${bytes} bytes`);
  }

  private meet(): void {
    const { neighbors, members, faults } = this.mesh.state;
    const linked = new Set(neighbors.map(({ peer }) => peer));
    for (const { peer, presence } of members) {
      const said = decodePresence(presence);
      if (!said) continue;
      this.known.delete(peer);
      this.known.set(peer, said);
    }
    for (const peer of this.known.keys()) {
      if (this.known.size <= MAX_KNOWN) break;
      this.known.delete(peer);
    }
    for (const peer of linked) if (!this.linked.has(peer)) this.log.add(this.now(), `${this.nameOf(peer)} is linked`);
    for (const peer of this.linked) if (!linked.has(peer)) this.lost(peer, faults.cut.has(peer));
    this.traffic.keepOnly(new Set([...this.known.keys(), ...linked]));
    this.linked = linked;
  }

  private lost(peer: PeerId, isCut: boolean): void {
    this.traffic.ended(peer, this.now());
    this.log.add(this.now(), `The link to ${this.nameOf(peer)} ${isCut ? "is cut" : "has ended"}`);
  }
}

const WAYS: Readonly<Record<Traffic["type"], string>> = { sent: "To", received: "From", lost: "Lost on its way to" };

/** As many as a room has peers, and some that have gone. */
const MAX_KNOWN = 256;

function areSameLinks(left: RoomView, right: RoomView): boolean {
  return (
    left.tabs.length === right.tabs.length &&
    left.links.length === right.links.length &&
    left.links.every(({ ends, cut }, i) => {
      const other = right.links[i];
      return other?.cut === cut && other.ends[0] === ends[0] && other.ends[1] === ends[1];
    })
  );
}
