import { DEFAULT_SPREAD, type PeerId } from "@hearsay/gossip";
import { type Note, type NoteOperation, Register, type ReplicaId, type Signature, Text } from "@hearsay/merge";
import {
  createPeerId,
  joinRoom,
  type Mesh,
  NO_FAULTS,
  type RoomKey,
  simplePeerLink,
  socketIntroducer,
} from "@hearsay/mesh";
import type { AddressSettings } from "./address-settings";
import { type BodyOperation, emptyNote } from "./empty-note";
import { DEFAULT_RULE, type Rule } from "./rule";

/** A note that this tab holds, and this tab's part in its room. */
export class OpenNote {
  readonly title: Register;
  readonly body: Text | Register;
  readonly replica: Note<BodyOperation>;
  readonly mesh: Mesh<NoteOperation<BodyOperation>>;

  /** Opens the note of `key`: a fresh peer that holds nothing enters the room, by the server this page came from. */
  constructor(
    readonly key: RoomKey,
    readonly rule: Rule,
    { spread, faults }: AddressSettings,
  ) {
    const self = createPeerId();
    const { title, body, replica } = emptyNote(rule, self);
    this.title = title;
    this.body = body;
    this.replica = replica;
    this.mesh = joinRoom({
      key,
      rule,
      self,
      replica: this.replica,
      faults: { ...NO_FAULTS, ...faults },
      // Who sets one of the two sets both: a room's spread is one setting.
      spread: spread && { ...DEFAULT_SPREAD, ...spread },
      link: simplePeerLink,
      introducer: socketIntroducer(location.origin),
    });
  }

  get text(): string {
    return this.body instanceof Text ? this.body.toString() : this.body.text;
  }

  /** Whether there is nothing in it that one would miss. */
  get isBlank(): boolean {
    return this.title.text.trim() === "" && isBlank(this.body);
  }

  /** Who wrote what is newest in its body; undefined where there is nothing. */
  get newest(): PeerId | undefined {
    return this.body.timestamp?.replica;
  }

  /** Under which id this tab writes. */
  get author(): ReplicaId {
    return this.body instanceof Text ? this.body.author : this.mesh.self;
  }

  /** What an author says of itself in the note; undefined where it says nothing. */
  signatureOf(author: ReplicaId): Signature | undefined {
    return this.body instanceof Text ? this.body.signatureOf(author) : undefined;
  }

  setTitle(text: string): void {
    this.mesh.edit({ part: "title", operation: { text } });
  }

  editBody(operation: BodyOperation): void {
    this.mesh.edit({ part: "body", operation });
  }
}

/** The rule that the address asks for. */
export function ruleOf({ rule }: AddressSettings): Rule {
  return rule ?? DEFAULT_RULE;
}

function isBlank(body: Text | Register): boolean {
  if (body instanceof Register) return body.text.trim() === "";
  // A note that begins with so much white space and nothing else is none.
  return body.slice(0, Math.min(body.length, MAX_BLANK)).trim() === "" && body.length <= MAX_BLANK;
}

const MAX_BLANK = 1_024;
