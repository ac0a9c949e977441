import { beforeEach, describe, expect, it } from "vitest";
import type { NoteStore, StoredNote } from "./note-store";
import { packRows } from "./pack-note";
import { type Packed, plainRows } from "./packing";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE, PACKING, storedWords, Tab } from "./test-fixtures/tab";
import { WordLog } from "./test-fixtures/word-log";

type Step = "append" | "read" | "replace" | "forget";

/** One tab's part in a race, taken apart into its transactions. */
class Racer {
  private readonly log: WordLog;
  private stored: Uint8Array | undefined;
  private incarnation: string | undefined;
  private kept: StoredNote | undefined;
  private packed: Packed | undefined;

  constructor(
    author: string,
    private readonly store: NoteStore,
  ) {
    this.log = new WordLog(author);
  }

  get words(): readonly string[] {
    return this.log.words;
  }

  async take(step: Step): Promise<void> {
    switch (step) {
      case "append":
        return this.append();
      case "read":
        this.kept = await this.store.read(NOTE);
        this.packed = this.kept && (await packRows(this.kept.rows, PACKING));
        return;
      case "replace":
        if (this.packed) await this.store.replace(NOTE, this.packed.covered, this.packed.rows);
        return;
      case "forget":
        return this.store.forget(NOTE);
      default:
        return step satisfies never;
    }
  }

  private async append(): Promise<void> {
    this.log.write(`${this.log.words.length}`);
    const rowsSince = (version: Uint8Array | undefined) =>
      plainRows([this.log.since(version, Number.MAX_SAFE_INTEGER) ?? new Uint8Array(0)], version === undefined);
    const { incarnation } = await this.store.append(
      {
        note: NOTE,
        title: "",
        updatedAtMs: 0,
        incarnation: this.incarnation,
        rows: rowsSince(this.stored),
        takenBack: [],
      },
      () => rowsSince(undefined),
    );
    this.incarnation = incarnation;
    this.stored = this.log.version();
  }
}

/** Every order in which the programs' steps can follow each other, as the index of whose turn it is. */
function interleavings(programs: readonly (readonly Step[])[]): number[][] {
  if (programs.every((program) => program.length === 0)) return [[]];
  return programs.flatMap((program, turn) => {
    if (program.length === 0) return [];
    const rest = programs.map((other, i) => (i === turn ? other.slice(1) : other));
    return interleavings(rest).map((order) => [turn, ...order]);
  });
}

/** Runs the programs in one order. Returns what each tab has written. */
async function run(programs: readonly (readonly Step[])[], order: readonly number[]): Promise<readonly Racer[]> {
  await freshDatabase();
  const store = await connection();
  const racers = programs.map((_, i) => new Racer(`tab${i}`, store));
  const next = programs.map(() => 0);
  for (const turn of order) {
    const step = programs[turn]?.[next[turn] ?? 0];
    next[turn] = (next[turn] ?? 0) + 1;
    if (step) await racers[turn]?.take(step);
  }
  return racers;
}

const PACKER: readonly Step[] = ["append", "append", "read", "replace", "append"];

describe("two tabs of one browser", () => {
  beforeEach(freshDatabase);

  it("that append and pack at once, in each of 252 orders, lose nothing", async () => {
    const programs = [PACKER, PACKER];
    const orders = interleavings(programs);
    expect(orders).toHaveLength(252);
    for (const order of orders) {
      const racers = await run(programs, order);
      expect(await storedWords(), `order ${order.join("")}`).toEqual(racers.flatMap(({ words }) => words).sort());
    }
  }, 60_000);

  it("of which each changes after a third forgot the note, in each order, keep the whole of both", async () => {
    const programs: readonly (readonly Step[])[] = [
      ["append", "read", "replace", "append"],
      ["append", "append"],
      ["forget"],
    ];
    for (const order of interleavings(programs)) {
      const racers = await run(programs, order);
      const forgottenAt = order.indexOf(2);
      const changedAfter = racers.filter((_, i) => {
        const lastAppend = order.lastIndexOf(i);
        return lastAppend > forgottenAt;
      });
      const kept = await storedWords();
      const expected = changedAfter.flatMap(({ words }) => words).sort();
      expect(kept, `order ${order.join("")}`).toEqual(expected);
    }
  }, 60_000);

  it("that ask for everything at the same moment lose nothing", async () => {
    const store = await connection();
    const other = await connection();
    const racers = [new Racer("ada", store), new Racer("bob", other)];
    const all = async (racer: Racer) => {
      for (let round = 0; round < 20; round++) for (const step of PACKER) await racer.take(step);
    };
    await Promise.all(racers.map(all));
    expect(await storedWords()).toEqual(racers.flatMap(({ words }) => words).sort());
  });

  it("that hear each other over the network store it both, and it comes back once", async () => {
    const [ada, bob] = [await Tab.open("ada"), await Tab.open("bob")];
    ada.write("a");
    bob.hear(ada);
    bob.write("b");
    ada.hear(bob);
    await Promise.all([ada.keeper.flush(), bob.keeper.flush()]);
    expect(await storedWords()).toEqual(["ada:a", "bob:b"]);
  });

  it("of which one goes on from what only the other has stored come back whole, whoever packs", async () => {
    const ada = await Tab.open("ada");
    ada.write("a");
    await ada.keeper.flush();
    const bob = await Tab.open("bob");
    bob.write("b");
    const store = await connection();
    const racer = new Racer("packer", store);
    await racer.take("read");
    await bob.keeper.flush();
    ada.write("c");
    await ada.keeper.flush();
    await racer.take("replace");
    expect(await storedWords()).toEqual(["ada:a", "ada:c", "bob:b"]);
  });
});
