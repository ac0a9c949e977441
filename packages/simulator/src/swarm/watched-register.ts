import { isAhead, MAX_TIME_MS, type MergeResult, type Register, type Restamped } from "@hearsay/merge";
import { type Law, LawBroken } from "./law";
import { isLater, keyOf } from "./register-delta";

/** What the watches of one part of all notes of one run know together. */
export interface RegisterRoom {
  /** By timestamp, the text that bears it. */
  readonly values: Map<string, string>;
  /** Timestamps that messages bore which no node made: nobody can vouch for what they mean. */
  readonly forged: Set<string>;
  /** Whether what is being taken in was made by no node. */
  isForged: boolean;
}

/**
 * A register that is part of a note, under the eyes of the laws. Fewer than those of a register that stands alone: what
 * it does there is known, and here it is to do the same.
 */
export class WatchedRegister {
  /** What gave way, until somebody was told. */
  untold: string | undefined;

  constructor(
    private readonly register: Register,
    private readonly room: RegisterRoom,
    private readonly where: string,
  ) {
    const edit = register.edit.bind(register);
    const merge = register.merge.bind(register);
    const restamp = register.restamp.bind(register);
    register.edit = (operation, now) => {
      edit(operation, now);
      if (register.text !== operation.text.toWellFormed()) this.fail("does what its user did", register.text);
      this.record();
    };
    register.merge = (delta, now) => this.onMerge(delta, now, merge);
    register.restamp = (now) => this.onRestamp(now, restamp);
  }

  private onMerge(delta: Uint8Array, now: number, merge: Register["merge"]): MergeResult {
    const { register, room } = this;
    const { timestamp, text } = register;
    const result = merge(delta, now);
    if (
      (result.type === "held" || result.type === "refused" || result.type === "unchanged") &&
      (register.timestamp !== timestamp || register.text !== text)
    )
      this.fail("leaves no trace", result.type);
    if (result.type === "changed" || result.type === "unchanged") this.untold = result.lost?.text ?? this.untold;
    if (result.type !== "changed" || !register.timestamp) return result;
    if (!isLater(register.timestamp, timestamp)) this.fail("never goes back", keyOf(register.timestamp));
    if (now !== MAX_TIME_MS && isAhead(register.timestamp, now)) this.fail("within the drift bound", `at ${now}`);
    const key = keyOf(register.timestamp);
    if (room.isForged) room.forged.add(key);
    if (room.forged.has(key)) return result;
    const value = room.values.get(key);
    if (value === undefined) this.fail("was written by someone", `${key} "${register.text}"`);
    if (value !== register.text) this.fail("one timestamp, one value", `${key} also means "${value}"`);
    return result;
  }

  private onRestamp(now: number, restamp: Register["restamp"]): Restamped | undefined {
    const { timestamp, text } = this.register;
    const result = restamp(now);
    if (!result) return result;
    if (!timestamp || !isAhead(timestamp, now)) this.fail("never goes back", `restamped at ${now}`);
    if (this.register.text !== text) this.fail("nothing is lost silently", `"${text}" is "${this.register.text}" now`);
    this.record();
    return result;
  }

  private record(): void {
    const { timestamp, text } = this.register;
    if (!timestamp) return this.fail("was written by someone", "a text without a timestamp");
    const key = keyOf(timestamp);
    const before = this.room.values.get(key);
    if (before !== undefined) this.fail("one timestamp, one value", `${key} was written twice`);
    this.room.values.set(key, text);
  }

  private fail(law: Law, message: string): never {
    throw new LawBroken(law, `${this.where}: ${message}`);
  }
}
