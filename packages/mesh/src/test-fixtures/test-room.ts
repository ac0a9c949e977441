import type { PeerId } from "@hearsay/gossip";
import {
  Note,
  type NoteOperation,
  Register,
  type RegisterOperation,
  type Replica,
  TEXT_RULES,
  Text,
  type TextOperation,
} from "@hearsay/merge";
import { vi } from "vitest";
import { NO_FAULTS } from "../fault-port";
import { type JoinOptions, joinRoom } from "../join-room";
import type { LinkFactory } from "../link";
import { createMemoryLinks } from "../memory-link";
import type { Mesh } from "../mesh";
import { createPeerId, createRoomKey } from "../room-key";
import { MemoryIntroducer } from "./memory-introducer";

/** One peer of a test room. */
export interface Tab {
  readonly mesh: Mesh<RegisterOperation>;
  readonly register: Register;
  readonly lost: string[];
  /** Ends all of its links without a word, as a crash does. */
  readonly crash: () => void;
}

/** One peer of a test room that shares a note. */
export interface NoteTab {
  readonly mesh: Mesh<NoteOperation<TextOperation>>;
  readonly note: Note<TextOperation>;
  readonly text: Text;
  /** The shares that it told of. */
  readonly shares: number[];
  readonly crash: () => void;
}

/** A room whose tabs are all in this process, in the fake time that the test has set. */
export class TestRoom {
  readonly links: LinkFactory = createMemoryLinks();
  readonly key = createRoomKey();
  readonly introducer: MemoryIntroducer;

  /** `serverClock` gives what the introducer tells as its wall clock. */
  constructor({ serverClock }: { readonly serverClock: () => number }) {
    this.introducer = new MemoryIntroducer(serverClock);
  }

  open(options: Partial<JoinOptions<RegisterOperation>>): Tab {
    const self = options.self ?? createPeerId();
    const register = new Register(self);
    const { mesh, crash } = this.join(self, register, options);
    const lost: string[] = [];
    mesh.subscribe((event) => event.type === "lost" && lost.push(event.lost.text));
    return { mesh, register, lost, crash };
  }

  openNote(options: Partial<JoinOptions<NoteOperation<TextOperation>>>): NoteTab {
    const self = createPeerId();
    const text = new Text(self, TEXT_RULES);
    const note = new Note(new Register(self), text);
    const { mesh, crash } = this.join(self, note, options);
    const shares: number[] = [];
    mesh.subscribe((event) => event.type === "receiving" && shares.push(event.share));
    return { mesh, note, text, shares, crash };
  }

  private join<Operation>(self: PeerId, replica: Replica<Operation>, options: Partial<JoinOptions<Operation>>) {
    let crashed = false;
    // A crashed end neither sends nor hears nor closes: the other end must find out by the silence.
    const link: LinkFactory = (linkOptions, events) => {
      const end = this.links(linkOptions, {
        onSignal: (signal) => crashed || events.onSignal(signal),
        onOpen: () => crashed || events.onOpen(),
        onFrame: (frame) => crashed || events.onFrame(frame),
        onClose: () => crashed || events.onClose(),
      });
      return {
        signal: (signal) => crashed || end.signal(signal),
        send: (frame, accepted) => crashed || end.send(frame, accepted),
        close: () => crashed || end.close(),
      };
    };
    const mesh = joinRoom<Operation>({
      key: this.key,
      rule: "latest",
      self,
      replica,
      faults: NO_FAULTS,
      spread: undefined,
      link,
      introducer: this.introducer.factory,
      ...options,
    });
    const crash = () => {
      crashed = true;
    };
    return { mesh, crash };
  }
}

/** Lets fake time pass, and all that happens in it happen. */
export async function run(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

export function neighborsOf(tab: Tab): readonly PeerId[] {
  return tab.mesh.state.neighbors.map(({ peer }) => peer);
}
