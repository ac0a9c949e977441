import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConcurrentTrace, SequentialTrace } from "./traces";

/** The files that one process of the bench leaves for the next, in a folder of their own. */
export class Scratch {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  writeTraces(paper: SequentialTrace, friends: ConcurrentTrace): void {
    writeFileSync(join(this.folder, "paper.json"), JSON.stringify(paper));
    writeFileSync(join(this.folder, "friends.json"), JSON.stringify(friends));
  }

  readPaper(): SequentialTrace {
    return JSON.parse(readFileSync(join(this.folder, "paper.json"), "utf8")) as SequentialTrace;
  }

  readFriends(): ConcurrentTrace {
    return JSON.parse(readFileSync(join(this.folder, "friends.json"), "utf8")) as ConcurrentTrace;
  }

  write(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.folder, name), bytes);
  }

  /** The bytes, in memory of their own. */
  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, name)));
  }

  /** Writes deltas so that `readDeltas` returns them one by one. */
  writeDeltas(name: string, deltas: readonly Uint8Array[]): void {
    this.write(`${name}.lengths`, new Uint8Array(Uint32Array.from(deltas, ({ length }) => length).buffer));
    this.write(name, Buffer.concat(deltas));
  }

  readDeltas(name: string): readonly Uint8Array[] {
    const bytes = this.read(name);
    let offset = 0;
    return Array.from(new Uint32Array(this.read(`${name}.lengths`).buffer), (length) => {
      offset += length;
      return bytes.subarray(offset - length, offset);
    });
  }
}
