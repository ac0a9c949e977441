import type { RoomKey } from "@hearsay/mesh";
import type { Keeping } from "../keeping";
import { NoteKeeper } from "../note-keeper";
import { connectNoteStore, type NoteStore } from "../note-store";
import type { Packing } from "../packing";
import type { NoteId } from "../stored-note";
import { WordLog } from "./word-log";

export const NOTE: NoteId = { key: "AAAAAAAAAAAAAAAAAAAAAA" as RoomKey, rule: "text" };
export const OTHER_NOTE: NoteId = { key: "BAAAAAAAAAAAAAAAAAAAAA" as RoomKey, rule: "text" };

export const PACKING: Packing = {
  createReplica: () => new WordLog("packer"),
  maxDeltaBytes: 1_000,
  now: () => 1_000_000,
};

/** A tab that has `NOTE` open, with a keeper that is not opened yet. */
export class Tab {
  readonly log: WordLog;
  readonly keeper: NoteKeeper;
  readonly states: Keeping[] = [];
  title = "A title";

  constructor(author: string, openStore: () => Promise<NoteStore>) {
    this.log = new WordLog(author);
    this.keeper = new NoteKeeper({
      ...PACKING,
      note: NOTE,
      replica: this.log,
      title: () => this.title,
      load: (deltas) => {
        for (const delta of deltas) this.log.merge(delta, 0);
      },
      onKeeping: (keeping) => this.states.push(keeping),
      openStore,
    });
  }

  /** Opens a tab on what is stored. */
  static async open(author: string): Promise<Tab> {
    const tab = new Tab(author, connection);
    await tab.keeper.open();
    return tab;
  }

  write(word: string): void {
    this.log.write(word);
    this.keeper.changed();
  }

  /** Takes over all that another tab has, as over the network. */
  hear(other: Tab): void {
    const delta = other.log.since(this.log.version(), Number.MAX_SAFE_INTEGER);
    if (!delta) return;
    this.log.merge(delta, 0);
    this.keeper.changedByOthers();
  }
}

/** Opens a connection to the browser's database. */
export function connection(): Promise<NoteStore> {
  return connectNoteStore(() => {});
}

/** What a tab that is opened now finds. */
export async function storedWords(): Promise<readonly string[]> {
  const { log, keeper } = await Tab.open("reader");
  await keeper.close();
  return log.words;
}

/** How many rows `NOTE` has. */
export async function rowCount(): Promise<number> {
  const store = await connection();
  return (await store.read(NOTE))?.rows.length ?? 0;
}
