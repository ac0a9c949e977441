import { Annotation, type Transaction } from "@codemirror/state";

/** Marks a transaction that brings in what others wrote. */
export const remote = Annotation.define<true>();

export function isRemote(transaction: Transaction): boolean {
  return transaction.annotation(remote) === true;
}
