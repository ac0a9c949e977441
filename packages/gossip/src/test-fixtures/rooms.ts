import type { NoteOperation, RegisterOperation, TextOperation } from "@hearsay/merge";
import type { NoteNode } from "./note-node";
import { createNode, type TestNode } from "./test-node";
import { type Links, losesNothing, type Sent, VirtualRoom } from "./virtual-room";

/** A room of registers over a network that loses nothing. */
export class RegisterRoom extends VirtualRoom<RegisterOperation> {
  readonly members: readonly TestNode[];

  constructor(count: number, links: Links) {
    const nodes = Array.from({ length: count }, (_, i) => createNode(i));
    super({ nodes, links, loses: losesNothing });
    this.members = nodes;
  }

  get texts(): readonly string[] {
    return this.members.map(({ register }) => register.text);
  }
}

/** A room of notes. */
export class NoteRoom extends VirtualRoom<NoteOperation<TextOperation>> {
  constructor(
    readonly members: readonly NoteNode[],
    links: Links,
    loses: (sent: Sent) => boolean,
  ) {
    super({ nodes: members, links, loses });
  }

  get titles(): readonly string[] {
    return this.members.map(({ note }) => note.title.text);
  }

  get texts(): readonly string[] {
    return this.members.map(({ text }) => text.toString());
  }

  /** How many units each text has: of a large one cheaper to ask for than the text. */
  get lengths(): readonly number[] {
    return this.members.map(({ text }) => text.length);
  }
}
