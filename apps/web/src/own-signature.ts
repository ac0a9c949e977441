import type { OpenNote } from "./open-note";
import { colorOf } from "./palette";

/** Whoever writes says who it is, in the note itself: its tab may be gone when somebody asks. */
export class OwnSignature {
  private signedAs = "";

  constructor(
    private readonly note: OpenNote,
    private readonly name: () => string,
  ) {}

  /** The person wrote: signs, unless it has signed so already. */
  wrote(): void {
    const { note } = this;
    const name = this.name();
    const as = `${note.author} ${name}`;
    if (note.rule !== "text" || this.signedAs === as) return;
    this.signedAs = as;
    note.editBody({ type: "sign", signature: { name, color: colorOf(note.mesh.self) } });
  }

  /** The person has another name now: signs again where it has signed before. */
  renamed(): void {
    if (this.signedAs !== "") this.wrote();
  }
}
