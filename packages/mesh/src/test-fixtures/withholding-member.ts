import { decodeMessage, type Message } from "@hearsay/gossip";
import { ALIVE_FRAME, decodeFrame } from "../frame";
import type { LinkFactory } from "../link";
import type { NoteTab, TestRoom } from "./test-room";

/** What carries what others wrote. */
const DATA: readonly Message["type"][] = ["news", "delta"];

/** A member with the key whose node does all that it should, until it keeps to itself what is written. */
export class WithholdingMember {
  readonly tab: NoteTab;
  /** Whether it passes nothing on any more. It says all the same what it has, and that it is there. */
  withholds = false;
  /** How often it passed something on, and how often it should have and did not. */
  passedOn = 0;
  withheld = 0;

  constructor(room: TestRoom) {
    const link: LinkFactory = (options, events) => {
      const end = room.links(options, events);
      return {
        signal: (signal) => end.signal(signal),
        send: (frame, accepted) => end.send(this.pass(frame) ? frame : ALIVE_FRAME, accepted),
        close: () => end.close(),
      };
    };
    this.tab = room.openNote({ link });
  }

  private pass(bytes: Uint8Array): boolean {
    const frame = decodeFrame(bytes);
    // What is typed is short: a message of one frame.
    const message = frame?.type === "part" ? decodeMessage(frame.bytes) : undefined;
    if (!message || message.type === "malformed" || message.type === "otherVersion") return true;
    if (!DATA.includes(message.type)) return true;
    if (this.withholds) this.withheld++;
    else this.passedOn++;
    return !this.withholds;
  }
}
