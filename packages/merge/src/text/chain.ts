import { type AuthorLog, NOWHERE, type Origin } from "./author-log";
import { grown } from "./grown";
import { MAX_SPAN, type SpanTree } from "./span-tree";

/**
 * All characters in document order, each linked to the next, for a text that is read from its start. Where every run stands
 * between two that were neighbors when it came, as in all that was written one after the other, no place need be looked for:
 * this takes a few steps for a run, and the tree is built in one go. A log keeps its links where it will keep its leaves.
 */
export class Chain {
  /** What the links lead to, by number. 0 stands for the author's next character, `END` for the end of the document. */
  private slots: number[] = [];
  private counters: number[] = [];
  private first = END;
  /** By slot minus 1, how often each character is hidden. */
  private hides: Int32Array[] = [];
  /** Whether it holds the document, and the tree nothing. */
  isOpen = false;

  constructor(private readonly logs: readonly AuthorLog[]) {}

  /** Begins with an empty document. */
  open(): void {
    this.isOpen = true;
    this.slots = [NOWHERE, NOWHERE];
    this.counters = [0, 0];
    this.first = END;
  }

  /** Links the next run of `log` between its origins. Returns false, and does nothing, where they are no neighbors here. */
  insert(log: AuthorLog, left: Origin, right: Origin, length: number): boolean {
    const { slots, counters } = this;
    const links = left.slot === NOWHERE ? undefined : this.logs[left.slot - 1]!.leafOf;
    const link = links ? links[left.counter]! : this.first;
    const slot = link === NEXT ? left.slot : slots[link]!;
    const counter = link === NEXT ? left.counter + 1 : counters[link]!;
    if (slot !== right.slot || (slot !== NOWHERE && counter !== right.counter)) return false;
    const start = log.characters;
    log.leafOf[start + length - 1] = link === NEXT ? this.linkTo(slot, counter) : link;
    const goesOn = left.slot === log.slot && left.counter === start - 1;
    if (goesOn) links![left.counter] = NEXT;
    else if (links) links[left.counter] = this.linkTo(log.slot, start);
    else this.first = this.linkTo(log.slot, start);
    return true;
  }

  /** Hands the document over to an empty tree. */
  close(tree: SpanTree): void {
    const { logs, slots, counters } = this;
    for (const { slot } of logs) this.hidesOf(slot);
    let slot = slots[this.first]!;
    let start = counters[this.first]!;
    while (slot !== NOWHERE) {
      const links = logs[slot - 1]!.leafOf;
      const hides = this.hides[slot - 1]!;
      const end = spanEnd(links, hides, start);
      const link = links[end - 1]!;
      tree.append(slot, start, end - start, hides[start]!);
      slot = link === NEXT ? slot : slots[link]!;
      start = link === NEXT ? end : counters[link]!;
    }
    this.isOpen = false;
    this.slots = [];
    this.counters = [];
    this.hides = [];
  }

  /** Hides characters of one author once more (`by` 1), or once less (-1). */
  hide(slot: number, from: number, length: number, by: number): void {
    const hides = this.hidesOf(slot);
    for (let counter = from; counter < from + length; counter++) hides[counter]! += by;
  }

  private hidesOf(slot: number): Int32Array {
    const { length } = this.logs[slot - 1]!.leafOf;
    const hides = this.hides[slot - 1];
    if (hides && hides.length === length) return hides;
    const all = new Int32Array(length);
    this.hides[slot - 1] = hides ? grown(hides, all) : all;
    return all;
  }

  private linkTo(slot: number, counter: number): number {
    this.counters.push(counter);
    return this.slots.push(slot) - 1;
  }
}

const NEXT = 0;
const END = 1;

/** The end of the span that begins at `start`. Apart, since it passes every character: an engine makes small loops fast soon. */
function spanEnd(links: Uint32Array, hides: Int32Array, start: number): number {
  let end = start + 1;
  while (links[end - 1] === NEXT && hides[end] === hides[start] && end < start + MAX_SPAN) end++;
  return end;
}
