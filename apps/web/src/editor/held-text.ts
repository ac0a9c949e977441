import { ChangeSet } from "@codemirror/state";
import { textChanges } from "./text-changes";

export interface Released {
  readonly changes: ChangeSet;
  readonly wroteLocally: boolean;
  /** The text as the others have it, without what this tab wrote meanwhile. */
  readonly latest: string;
}

/**
 * What others wrote while this tab is in the middle of composing (an input method shows half-written characters that
 * nobody else may touch). Until it is released nothing of this tab is passed on either: a note that lacks what the
 * others wrote must not take the place of theirs.
 */
export class HeldText {
  private local: ChangeSet;

  /** `base` is the text in the editor, and what both sides have in common; `latest` what the others made of it. */
  constructor(
    private readonly base: string,
    private latest: string,
  ) {
    this.local = ChangeSet.empty(base.length);
  }

  /** The others wrote on. */
  replace(latest: string): void {
    this.latest = latest;
  }

  /** This tab wrote on. */
  wrote(changes: ChangeSet): void {
    this.local = this.local.compose(changes);
  }

  /** The others' changes, to be applied to the editor's text as it stands now, and whether this tab wrote meanwhile. */
  release(): Released {
    const theirs = ChangeSet.of(textChanges(this.base, this.latest), this.base.length);
    return { changes: theirs.map(this.local), wroteLocally: !this.local.empty, latest: this.latest };
  }
}
