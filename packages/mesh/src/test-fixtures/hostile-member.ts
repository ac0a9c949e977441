import { encodeMessage, type Message } from "@hearsay/gossip";
import { ALIVE_FRAME, framesOf } from "../frame";
import type { Link, LinkFactory } from "../link";
import type { NoteTab, TestRoom } from "./test-room";

/** The first byte of the frames that carry parts of messages. */
const LAST_PARTS = [0, 1];

/** A member with the key whose links say whatever a test makes them say, and nothing of what its node would. */
export class HostileMember {
  readonly tab: NoteTab;
  /** What it was sent, in frames. */
  received = 0;
  private readonly open = new Set<Link>();

  constructor(room: TestRoom) {
    const link: LinkFactory = (options, events) => {
      const end = room.links(options, {
        ...events,
        onOpen: () => {
          this.open.add(end);
          events.onOpen();
        },
        onFrame: (frame) => {
          this.received++;
          events.onFrame(frame);
        },
        onClose: () => {
          this.open.delete(end);
          events.onClose();
        },
      });
      return {
        signal: (signal) => end.signal(signal),
        // Its beats pass, and a message becomes one, so that it counts as alive.
        send: (frame, accepted) => end.send(LAST_PARTS.includes(frame[0] ?? 0) ? ALIVE_FRAME : frame, accepted),
        close: () => {
          this.open.delete(end);
          end.close();
        },
      };
    };
    this.tab = room.openNote({ link });
  }

  /** To how many it has a link. */
  get links(): number {
    return this.open.size;
  }

  /** Sends a frame to everyone it has a link to. */
  sendFrame(frame: Uint8Array): void {
    for (const end of [...this.open]) end.send(frame, () => {});
  }

  /** Tells each that it has a link to one of `messages`, in turn. */
  sendApart(messages: readonly Message[]): void {
    for (const [i, end] of [...this.open].entries()) {
      const message = messages[i % messages.length];
      for (const frame of message ? framesOf(encodeMessage(message)) : []) end.send(frame, () => {});
    }
  }

  /** Sends a message to everyone it has a link to. */
  send(message: Message | Uint8Array): void {
    const bytes = message instanceof Uint8Array ? message : encodeMessage(message);
    for (const frame of framesOf(bytes)) this.sendFrame(frame);
  }
}
