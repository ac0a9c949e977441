import { Blake2s } from "../blake2s";
import { type AuthorLog, INSERT, NOWHERE, RESTORE, SIGN } from "./author-log";
import type { Stamp } from "./stamp";
import type { TextDocument } from "./text-document";

/**
 * A hash of all that the logs of a document say, unit by unit, whatever pieces they came in. Nothing is done before it is
 * asked for, and each unit is read once: a log is only appended to.
 */
export class TextFingerprint {
  /** By slot. */
  private readonly readings: LogReading[] = [];
  private units = -1;
  private digest: Uint8Array = new Uint8Array(0);

  constructor(readonly document: TextDocument) {}

  bytes(): Uint8Array {
    const { logs, order, units } = this.document;
    if (units === this.units) return this.digest;
    const hash = new Blake2s();
    for (const slot of order) {
      const log = logs[slot - 1]!;
      if (log.units > 0) hash.word(log.units).raw(this.readingOf(log).digest(logs));
    }
    this.units = units;
    this.digest = hash.digest();
    return this.digest;
  }

  private readingOf(log: AuthorLog): LogReading {
    const known = this.readings[log.slot - 1];
    // An author that had written nothing may have been dropped, and another have its slot.
    if (known?.log === log) return known;
    const reading = new LogReading(log);
    this.readings[log.slot - 1] = reading;
    return reading;
  }
}

/** How far a log was read, and what it said so far. */
class LogReading {
  private readonly hash: Blake2s;
  private units = 0;
  private entries = 0;
  private characters = 0;
  private marks = 0;
  private stamp: Stamp = -1;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(readonly log: AuthorLog) {
    this.hash = new Blake2s().raw(log.idBytes);
  }

  /** The same for the same units, and for no others. */
  digest(logs: readonly AuthorLog[]): Uint8Array {
    const { log } = this;
    if (this.units === log.units) return this.bytes;
    while (this.units < log.units) {
      this.readStamp();
      if (log.starts[this.entries] === this.units && this.entries < log.entries) this.readEntry(logs);
      if (log.kinds[this.entries - 1] === INSERT) this.hash.word(log.text[this.characters++]!);
      this.units++;
    }
    this.bytes = this.hash.digest();
    return this.bytes;
  }

  /** Where it is not one more than the one before. A mark that changes nothing may have come from anybody, and says nothing. */
  private readStamp(): void {
    const { log, units } = this;
    const expected = this.stamp + 1;
    this.stamp = expected;
    while (this.marks < log.marks && log.markUnits[this.marks] === units) this.stamp = log.markStamps[this.marks++]!;
    if (this.stamp !== expected) this.hash.word(STAMP).word(units).number(this.stamp);
  }

  private readEntry(logs: readonly AuthorLog[]): void {
    const { log, hash } = this;
    const entry = this.entries++;
    const kind = log.kinds[entry]!;
    hash.word(ENTRY + kind).word(this.units);
    if (kind === SIGN) {
      const { name, color } = log.signatures[log.leftCounters[entry]!]!;
      hash.word(color).word(name.length);
      for (let i = 0; i < name.length; i++) hash.word(name.charCodeAt(i));
    } else if (kind === RESTORE) hash.word(log.leftCounters[entry]!);
    else this.readOrigin(logs, log.leftSlots[entry]!, log.leftCounters[entry]!);
    if (kind === INSERT) this.readOrigin(logs, log.rightSlots[entry]!, log.rightCounters[entry]!);
  }

  /** By the author's id: slots are this copy's own. */
  private readOrigin(logs: readonly AuthorLog[], slot: number, counter: number): void {
    if (slot === NOWHERE) this.hash.word(0);
    else this.hash.raw(logs[slot - 1]!.idBytes).word(counter);
  }
}

/** What follows is no character. */
const STAMP = 0x10000;
const ENTRY = 0x20000;
