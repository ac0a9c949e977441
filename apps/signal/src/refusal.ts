import type { Refusal, RefusalCode } from "@hearsay/mesh";

/** A refusal with a sentence for people. The sentence must not repeat what was sent: it may be long, or a key. */
export function refusal(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}
