import { type ByteReader, ByteWriter, decodeOrUndefined, equalBytes } from "../bytes";
import { stretchesWithin } from "./causal-order";
import { ID_BYTES } from "./delta-format";
import type { Stretch } from "./delta-writer";
import { MAX_SIGNATURE_BYTES } from "./signature";
import { MAX_TEXT_UNITS, type TextDocument } from "./text-document";

/** What a document has, as bytes, and what is left of it for who has a part. */
export class TextVersions {
  /** What was told last that it has, and how many units that is. */
  private told: Uint8Array = new Uint8Array(0);
  private toldUnits = 0;
  /** Of each log, how many units the version that was read last has. */
  private seen = new Uint32Array(4);
  /** How many that has of authors that nothing is known of. */
  private strangeUnits = 0;

  constructor(private readonly document: TextDocument) {}

  version(): Uint8Array {
    const { logs, order, units } = this.document;
    if (units === this.toldUnits) return this.told;
    scratch.clear();
    for (let i = 0; i < order.length; i++) {
      const log = logs[order[i]! - 1]!;
      if (log.units > 0) scratch.raw(log.idBytes).unsigned(log.units);
    }
    this.told = scratch.finish();
    this.toldUnits = units;
    return this.told;
  }

  /** What a holder of `version` lacks, at most `maxBytes` of it, each behind its cause. */
  stretchesSince(version: Uint8Array | undefined, maxBytes: number): readonly Stretch[] {
    const last = this.lastStretch(version, maxBytes);
    if (last) return [last];
    const { logs } = this.document;
    const units = logs.map((log) => log.units);
    return stretchesWithin(logs, this.unitsIn(version), units, maxBytes);
  }

  shareOf(version: Uint8Array): number {
    const { logs } = this.document;
    const seen = this.unitsIn(version);
    let theirs = this.strangeUnits;
    let ours = 0;
    for (let i = 0; i < logs.length; i++) {
      theirs += seen[i]!;
      ours += Math.min(seen[i]!, logs[i]!.units);
    }
    return theirs === 0 ? 1 : ours / theirs;
  }

  includes(version: Uint8Array, part: Uint8Array): boolean {
    const { length } = this.document.logs;
    const needed = this.unitsIn(part).slice(0, length);
    const seen = this.unitsIn(version);
    return needed.every((units, i) => units <= seen[i]!);
  }

  /** Most ask for what came since they asked for the version, and that is most often of one author. Undefined where it is not. */
  private lastStretch(version: Uint8Array | undefined, maxBytes: number): Stretch | undefined {
    const { lastLog: log, lastStart, units } = this.document;
    const length = units - this.toldUnits;
    if (!version || !log || length === 0 || !equalBytes(version, this.told)) return undefined;
    const from = log.units - length;
    const isLittle = length * MAX_UNIT_BYTES + MAX_HEADER_BYTES <= maxBytes;
    return from >= lastStart && isLittle ? { log, from, to: log.units } : undefined;
  }

  /** How many units of each log a holder of `version` has; nothing where it does not decode. Good until the next call. */
  private unitsIn(version: Uint8Array | undefined): Uint32Array {
    const { logs } = this.document;
    if (this.seen.length < logs.length) this.seen = new Uint32Array(2 * logs.length);
    this.seeNothing();
    if (version && decodeOrUndefined(version, this.read) === undefined) this.seeNothing();
    return this.seen;
  }

  private seeNothing(): void {
    for (let i = 0; i < this.document.logs.length; i++) this.seen[i] = 0;
    this.strangeUnits = 0;
  }

  private readonly read = (reader: ByteReader): true => {
    while (reader.remaining > 0) {
      const log = this.document.find(reader.buffer, reader.skip(ID_BYTES));
      const count = reader.unsigned(MAX_TEXT_UNITS);
      if (log) this.seen[log.slot - 1] = count;
      else this.strangeUnits += count;
    }
    return true;
  };
}

/** An id, for each reference one more, a head, a mark, and a character or a signature. */
const MAX_UNIT_BYTES = 64 + MAX_SIGNATURE_BYTES;
const MAX_HEADER_BYTES = 256;

/** Versions are asked for with every message. */
const scratch = new ByteWriter();
