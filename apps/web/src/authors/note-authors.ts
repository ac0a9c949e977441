import type { ReplicaId } from "@hearsay/merge";
import type { OpenNote } from "../open-note";
import { colorOf } from "../palette";
import type { Person } from "../people";
import type { AuthorNames } from "./author-names";

/** So many people are remembered after they have left. Beyond it, whoever was seen least lately is forgotten. */
const MAX_MET = 256;

/** Who the authors of a note are: as they are here, or were last, else as they signed in the note, else nobody knows. */
export class NoteAuthors implements AuthorNames {
  private readonly met = new Map<ReplicaId, Person>();

  constructor(private readonly note: OpenNote) {}

  meet(people: readonly Person[]): void {
    for (const person of people) {
      this.met.delete(person.peer);
      this.met.set(person.peer, person);
    }
    for (const peer of this.met.keys()) {
      if (this.met.size <= MAX_MET) break;
      this.met.delete(peer);
    }
  }

  /** One and the same function for as long as the note is open, like the others. */
  readonly nameOf = (author: ReplicaId): string =>
    this.personOf(author)?.name ?? this.note.signatureOf(author)?.name ?? "Somebody";

  readonly colorOf = (author: ReplicaId): number =>
    this.personOf(author)?.color ?? this.note.signatureOf(author)?.color ?? colorOf(author);

  /** Whose something is: "Your", "Quiet Heron’s", "Somebody’s". */
  readonly possessive = (author: ReplicaId): string =>
    author === this.note.mesh.self ? "Your" : `${this.nameOf(author)}’s`;

  private personOf(author: ReplicaId): Person | undefined {
    // After a restamp this tab writes under another id than it is here by.
    return this.met.get(author === this.note.author ? this.note.mesh.self : author);
  }
}
