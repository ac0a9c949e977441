import { type MergeResult, Register, type RegisterOperation } from "@hearsay/merge";
import { UnboundedRegister } from "./unbounded-register";

/**
 * The naive reading of the source text's rule: a write is stamped with its writer's bare wall clock, whatever it has
 * seen, every timestamp is believed, and what is discarded is gone without a word. Nothing but figures and their tests
 * may use it.
 */
export class WallClockRegister extends UnboundedRegister {
  override merge(delta: Uint8Array, now: number): MergeResult {
    return { ...super.merge(delta, now), lost: undefined };
  }

  override edit(operation: RegisterOperation, now: number): void {
    // Who remembers nothing has nothing to be later than.
    const forgetful = new Register(this.replica);
    forgetful.edit(operation, now);
    this.copy = forgetful;
  }
}
