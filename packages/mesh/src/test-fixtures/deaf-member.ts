import { ALIVE_FRAME } from "../frame";
import type { LinkFactory } from "../link";
import type { NoteTab, TestRoom } from "./test-room";

/** How often it is made to believe that the others are there. */
const BELIEF_MS = 1_000;

/** A member that goes on talking, and takes nothing of what is sent to it until it is told to. */
export class DeafMember {
  /** The frames that were handed to the links to it, and wait there. */
  readonly held: (() => void)[] = [];
  private isDeaf = true;

  constructor(private readonly room: TestRoom) {}

  /** What the others join the room with. */
  readonly linkOfOthers: LinkFactory = (options, events) => {
    const end = this.room.links(options, events);
    let leadsHere = false;
    return {
      signal: (signal) => {
        leadsHere ||= (signal as { ofDeaf?: true }).ofDeaf === true;
        end.signal(signal);
      },
      send: (frame, accepted) => {
        const take = () => end.send(frame, accepted);
        if (leadsHere && this.isDeaf) this.held.push(take);
        else take();
      },
      close: () => end.close(),
    };
  };

  open(): NoteTab {
    const link: LinkFactory = (options, events) => {
      let belief: ReturnType<typeof setInterval> | undefined;
      const end = this.room.links(options, {
        ...events,
        onSignal: (signal) => events.onSignal({ ...(signal as object), ofDeaf: true }),
        onOpen: () => {
          belief = setInterval(() => this.isDeaf && events.onFrame(ALIVE_FRAME), BELIEF_MS);
          events.onOpen();
        },
        onClose: () => {
          clearInterval(belief);
          events.onClose();
        },
      });
      const close = () => {
        clearInterval(belief);
        end.close();
      };
      return { signal: (signal) => end.signal(signal), send: (frame, accepted) => end.send(frame, accepted), close };
    };
    return this.room.openNote({ link });
  }

  /** From now on it takes all. */
  takeAll(): void {
    this.isDeaf = false;
    for (const take of this.held.splice(0)) take();
  }
}
