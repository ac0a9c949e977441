import type { ReplicaId } from "@hearsay/merge";
import type { OpenNote } from "../open-note";
import { colorOf } from "../palette";
import type { Person } from "../people";
import type { AuthorNames } from "./author-names";

/** Who the authors of a note are: as they are here now, else as they signed in the note, else nobody knows. */
export class NoteAuthors implements AuthorNames {
  private here: ReadonlyMap<ReplicaId, Person> = new Map();

  constructor(private readonly note: OpenNote) {}

  meet(people: readonly Person[]): void {
    this.here = new Map(people.map((person) => [person.peer, person]));
  }

  /** One and the same function for as long as the note is open, like `colorOf`. */
  readonly nameOf = (author: ReplicaId): string =>
    this.personOf(author)?.name ?? this.note.signatureOf(author)?.name ?? "Somebody";

  readonly colorOf = (author: ReplicaId): number =>
    this.personOf(author)?.color ?? this.note.signatureOf(author)?.color ?? colorOf(author);

  private personOf(author: ReplicaId): Person | undefined {
    // After a restamp this tab writes under another id than it is here by.
    return this.here.get(author === this.note.author ? this.note.mesh.self : author);
  }
}
