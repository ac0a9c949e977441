import type { ReplicaId } from "../../replica-id";
import { Text } from "../text";
import type { Sibling, TextRules } from "../text-rules";
import type { ChainPeer } from "./concurrent-replay";
import { elementId } from "./open-text";
import { EVERYTHING, START } from "./sessions";
import type { RecordedEdit } from "./traces";

/** Who inserted each character of a recording, by the recording's own count, which orders its siblings. */
export class RecordedOrder {
  private readonly agents = new Map<string, { readonly agent: string; readonly sequence: number }>();

  inserted(author: ReplicaId, counter: number, { agent, sequence, inserted }: RecordedEdit): void {
    for (let i = 0; i < inserted.length; i++) {
      this.agents.set(elementId(author, counter + i), { agent, sequence: sequence + i });
    }
  }

  /** The rules of the recording: agent, then sequence; and every insertion right behind what shows. */
  readonly rules: TextRules = {
    compareSiblings: (left, right) => {
      const [one, other] = [this.at(left), this.at(right)];
      if (one.agent === other.agent) return one.sequence - other.sequence;
      return one.agent < other.agent ? -1 : 1;
    },
    continuesRuns: false,
  };

  private at({ author, counter }: Sibling) {
    const found = this.agents.get(elementId(author, counter));
    if (!found) throw new Error(`Expected a character of the recording, got ${counter} of ${author}`);
    return found;
  }
}

/** A text that is written by one causal chain of a recording. A chain is an author of its own. */
export class TextPeer implements ChainPeer<Uint8Array> {
  private readonly text: Text;
  private characters = 0;

  constructor(
    private readonly author: ReplicaId,
    rules: TextRules,
    private readonly order: RecordedOrder | undefined,
  ) {
    this.text = new Text(author, rules);
  }

  apply(edit: RecordedEdit): Uint8Array {
    const { position, deleted, inserted } = edit;
    const before = this.text.version();
    this.order?.inserted(this.author, this.characters, edit);
    this.characters += inserted.length;
    const edits = [{ from: position, to: position + deleted, insert: inserted }];
    this.text.edit({ type: "edit", edits, joinsUndo: false }, START);
    return this.text.since(before, EVERYTHING)!;
  }

  take(delta: Uint8Array): void {
    this.text.merge(delta, START);
  }
}
