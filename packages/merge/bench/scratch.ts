import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConcurrentTrace, SequentialTrace } from "./traces";

/** The files that one process of the bench leaves for the next, in a folder: the traces for all, the rest by library. */
export class Scratch {
  readonly #folder: string;
  readonly #library: string;

  constructor(folder: string, library: string) {
    this.#folder = folder;
    this.#library = library;
  }

  writeTraces(paper: SequentialTrace, friends: ConcurrentTrace): void {
    writeFileSync(join(this.#folder, "paper.json"), JSON.stringify(paper));
    writeFileSync(join(this.#folder, "paper.txt"), paper.endContent);
    writeFileSync(join(this.#folder, "friends.json"), JSON.stringify(friends));
  }

  /** The text that the paper ends with, for a task that must not carry its edits about. */
  readPaperEnd(): string {
    return readFileSync(join(this.#folder, "paper.txt"), "utf8");
  }

  readPaper(): SequentialTrace {
    return JSON.parse(readFileSync(join(this.#folder, "paper.json"), "utf8")) as SequentialTrace;
  }

  readFriends(): ConcurrentTrace {
    return JSON.parse(readFileSync(join(this.#folder, "friends.json"), "utf8")) as ConcurrentTrace;
  }

  write(name: string, bytes: Uint8Array): void {
    writeFileSync(this.#pathOf(name), bytes);
  }

  /** The bytes, in memory of their own. */
  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.#pathOf(name)));
  }

  writeText(name: string, text: string): void {
    writeFileSync(this.#pathOf(name), text);
  }

  readText(name: string): string {
    return readFileSync(this.#pathOf(name), "utf8");
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

  #pathOf(name: string): string {
    return join(this.#folder, `${this.#library}.${name}`);
  }
}
