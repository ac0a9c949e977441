import type { NoteOperation, TextOperation } from "@hearsay/merge";
import type { Effect } from "../effect";
import { DEFAULT_RUMOR_COUNTER } from "../node-options";
import { DEFAULT_OVERLAY } from "../overlay/overlay";
import type { PeerId } from "../peer-id";
import { DEFAULT_SPREAD } from "../spread";
import { createNote, type NoteNode } from "./note-node";
import { createNodeWith, peerId } from "./test-node";
import { losesNothing, VirtualRoom } from "./virtual-room";

/** A node of a note that chooses its neighbors itself, as a tab does, and who it was told is in the room. */
export interface OverlayNode extends NoteNode {
  /** What each member said of itself last, as far as the node's driver was told. */
  readonly members: ReadonlyMap<PeerId, string>;
  /** How often it was told that somebody is gone. */
  readonly gone: readonly PeerId[];
}

/** A node of an overlay, yet to be started. */
export function createOverlayNode(number: number): OverlayNode {
  const { note, text } = createNote(number);
  const options = { rumorCounter: DEFAULT_RUMOR_COUNTER, spread: DEFAULT_SPREAD, overlay: DEFAULT_OVERLAY };
  const node = createNodeWith(number, note, options);
  const members = new Map<PeerId, string>();
  const gone: PeerId[] = [];
  const heed = (effect: Effect) => {
    if (effect.type === "presenceChanged") members.set(effect.peer, new TextDecoder().decode(effect.presence));
    if (effect.type !== "memberGone") return;
    members.delete(effect.peer);
    gone.push(effect.peer);
  };
  const handle: typeof node.handle = (input, now) => {
    const effects = node.handle(input, now);
    for (const effect of effects) heed(effect);
    return effects;
  };
  return { ...node, handle, note, text, members, gone };
}

/** A room whose nodes choose their neighbors themselves. */
export class OverlayRoom extends VirtualRoom<NoteOperation<TextOperation>> {
  private constructor(readonly members: readonly OverlayNode[]) {
    super({ nodes: members, links: [], loses: losesNothing });
  }

  /** Nodes 0 to `count - 1`, strangers to each other. */
  static ofStrangers(count: number): OverlayRoom {
    return new OverlayRoom(Array.from({ length: count }, (_, i) => createOverlayNode(i)));
  }

  /** They come in one after the other, each through the one before it, and say their names; then they have `settleMs`. */
  static ofGuests(count: number, settleMs: number): OverlayRoom {
    const room = OverlayRoom.ofStrangers(count);
    for (let i = 0; i < count; i++) {
      room.introduce(i, `n${i}`);
      if (i > 0) room.list(i, [i - 1]);
      room.run(200);
    }
    room.run(settleMs);
    return room;
  }

  introduce(index: number, presence: string): void {
    this.handle(index, { type: "introduced", presence: new TextEncoder().encode(presence) });
  }

  /** The introducer names to `index` all that there are. */
  list(index: number, others: readonly number[]): void {
    this.handle(index, { type: "listed", peers: others.map(peerId), areAll: true });
  }

  get degrees(): readonly number[] {
    return this.members.map((_, i) => this.neighborsOf(i).length);
  }

  /** Whom `index` can reach along channels. */
  reachedFrom(index: number): ReadonlySet<number> {
    const reached = new Set([index]);
    for (const each of reached) for (const other of this.neighborsOf(each)) reached.add(other);
    return reached;
  }

  /** Whether each of `indexes` knows what each other one said, and of nobody else. */
  knowEachOther(indexes: readonly number[]): boolean {
    return indexes.every((index) => {
      const { members } = this.members[index] as OverlayNode;
      return members.size === indexes.length - 1 && indexes.every((i) => i === index || members.has(peerId(i)));
    });
  }
}

/** 0 to `count - 1`. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
