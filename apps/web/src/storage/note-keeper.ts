import type { Replica } from "@hearsay/merge";
import { isSameKeeping, type Keeping } from "./keeping";
import { clearLeft, isDue, isStillThere, type Left, leaveBehind, leftBehind } from "./left-behind";
import type { Added, Addition, NoteStore, Row, StoredNote } from "./note-store";
import { type Packing, plainRows, unpackRows, wholeDeltas } from "./packing";
import { askForPersistence } from "./persistent-storage";
import { QuietPacker } from "./quiet-packer";
import { storeFailure } from "./store-failure";
import { keptTitle, type NoteId } from "./stored-note";

export interface NoteKeeperOptions extends Packing {
  readonly note: NoteId;
  /** This tab's copy of the note. */
  readonly replica: Pick<Replica<unknown>, "version" | "since">;
  /** The note's title as it stands, for the list; empty where it has none. */
  readonly title: () => string;
  /** Merges all deltas into `replica` before it returns. If that leads to a restamp, `restamped` is called meanwhile. */
  readonly load: (deltas: readonly Uint8Array[]) => void;
  /** Is told every new state. */
  readonly onKeeping: (keeping: Keeping) => void;
  /** `openNoteStore`, or another. */
  readonly openStore: () => Promise<NoteStore>;
}

/** What is written here is stored at the latest this long after, and what others write, who have it as well, this long. */
export const SAVE_DELAY_MS = 300;
export const OTHERS_SAVE_DELAY_MS = 1_000;
/** A store that failed is tried again after this long. */
export const RETRY_DELAY_MS = 10_000;

/**
 * Keeps one note in this browser, for one tab: it brings back what was stored and appends what is new. A store that is
 * full or forbidden is a state and never an error; the note goes on.
 */
export class NoteKeeper {
  private state: Keeping = { type: "opening" };
  private store: NoteStore | undefined;
  private loaded = false;
  private changedSince = false;
  /** The version of all that this tab knows to be stored, under `incarnation`. */
  private stored: Uint8Array | undefined;
  private incarnation: string | undefined;
  /** The rows that this tab has appended, as far as they were not packed together. */
  private readonly appended = new Set<number>();
  /** What pages that were left could not store in time: to be stored by this one. */
  private left: readonly Left[] = [];
  /** What this page itself left behind, and came back from. */
  private ownLeft: readonly Left[] = [];
  private restamps = 0;
  private restampsStored = 0;
  private saving: Promise<void> | undefined;
  private saveTimer: ReturnType<typeof setTimeout> | undefined;
  private saveAt = Number.POSITIVE_INFINITY;
  private closed = false;
  private crashed = false;
  private readonly packer: QuietPacker;

  constructor(private readonly options: NoteKeeperOptions) {
    this.packer = new QuietPacker(options.note, options, (covered) => {
      for (const sequence of covered) this.appended.delete(sequence);
    });
  }

  get keeping(): Keeping {
    return this.state;
  }

  /** Brings back what is stored, or goes on after `close`. Resolves when that is done or has failed. */
  open(): Promise<void> {
    this.closed = false;
    return this.flush();
  }

  /** Stores what is not stored yet, and is then at rest. Resolves when it is, or has failed. */
  close(): Promise<void> {
    this.closed = true;
    this.packer.stop();
    return this.flush();
  }

  /** Stores nothing any more, as in a tab that crashes: what is being stored at the moment may still get through. */
  crash(): void {
    this.crashed = true;
    this.closed = true;
    this.packer.stop();
  }

  /** This tab changed the replica: that is stored soon. */
  changed(): void {
    this.changedFor(SAVE_DELAY_MS);
  }

  /** Others changed it. */
  changedByOthers(): void {
    this.changedFor(OTHERS_SAVE_DELAY_MS);
  }

  /**
   * The replica wrote again what bore a timestamp that proved unsound. What this tab has stored of it is replaced, or it
   * would come back beside what was written again as soon as its time has come.
   */
  restamped(): void {
    this.restamps++;
    this.stored = undefined;
    this.changed();
  }

  /** Stores at once what is not stored yet. Resolves when it is, or has failed. For a page that goes out of sight. */
  flush(): Promise<void> {
    const { saving } = this;
    return saving === undefined ? this.save() : saving.then(this.save);
  }

  /** Leaves behind what is not stored yet, for a page that may be gone at the next moment. What is back goes on storing. */
  flushLeaving(): void {
    // What is being stored right now may not get through.
    if (this.crashed || (!this.changedSince && !this.saving)) return;
    const rows = this.missingRows();
    if (rows.length === 0) return;
    const before = this.ownLeft;
    const own = leaveBehind(this.additionOf(rows));
    if (!own) return void this.flush();
    this.ownLeft = [own];
    // Now it is all in one.
    clearLeft(before);
  }

  /** Removes all that is stored of the note. Its next change stores the whole of it again. */
  async forget(): Promise<void> {
    await this.saving;
    this.changedSince = false;
    this.packer.stop();
    clearLeft(leftBehind(this.options.note));
    this.left = [];
    this.ownLeft = [];
    try {
      const store = await this.options.openStore();
      await store.forget(this.options.note);
      this.stored = undefined;
      this.incarnation = undefined;
      this.enter({ type: this.changedSince ? "saving" : "forgotten" });
    } catch (error) {
      this.fail(error);
    }
  }

  private changedFor(delayMs: number): void {
    this.changedSince = true;
    if (this.state.type === "kept" || this.state.type === "forgotten") this.enter({ type: "saving" });
    this.packer.disturbed();
    // A store that failed is not asked with each letter.
    if (!this.saving) this.saveWithin(this.state.type === "unavailable" ? RETRY_DELAY_MS : delayMs);
  }

  private saveWithin(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (at >= this.saveAt) return;
    clearTimeout(this.saveTimer);
    this.saveAt = at;
    this.saveTimer = setTimeout(this.save, delayMs);
  }

  private readonly save = (): Promise<void> => {
    clearTimeout(this.saveTimer);
    this.saveAt = Number.POSITIVE_INFINITY;
    if (this.crashed) return Promise.resolve();
    this.saving ??= this.saveNow().finally(() => {
      this.saving = undefined;
      const failed = this.state.type === "unavailable";
      if (this.closed || !(failed || this.changedSince)) return;
      this.saveWithin(failed ? RETRY_DELAY_MS : SAVE_DELAY_MS);
    });
    return this.saving;
  };

  private async saveNow(): Promise<void> {
    try {
      if (!this.store || !this.loaded) await this.load();
      if (this.store && this.left.length > 0) await this.storeLeft(this.store);
      // Without a turn of the event loop in between: whoever asks the store after this is answered after this.
      if (this.store && this.changedSince) await this.append(this.store);
      if (this.changedSince) this.enter({ type: "saving" });
      else if (this.state.type !== "forgotten") this.enter({ type: "kept" });
    } catch (error) {
      this.fail(error);
    }
  }

  private async load(): Promise<void> {
    const { note, replica, maxDeltaBytes, load, openStore } = this.options;
    // Before the database is read: another tab may be moving it there.
    const found = leftBehind(note).filter(({ place }) => !this.ownLeft.some((own) => own.place === place));
    const unpackLeft = async (left: readonly Left[]) => {
      const rows = left.flatMap(({ addition }) => addition.rows);
      return (await unpackRows(rows, maxDeltaBytes)).map(({ delta }) => delta);
    };
    let kept: StoredNote | undefined;
    try {
      this.store = await openStore();
      if (this.loaded) return;
      kept = await this.store.read(note);
    } catch (error) {
      // What was left behind does not need the database to be shown, and stays where it is.
      if (!this.loaded && found.length > 0) load(await unpackLeft(found));
      throw error;
    }
    const left = found.filter((one) => isDue(one, kept?.incarnation));
    clearLeft(found.filter((one) => !left.includes(one)));
    const takenBack = new Set(left.flatMap(({ addition }) => addition.takenBack));
    const rows = kept?.rows.filter(({ sequence }) => !takenBack.has(sequence)) ?? [];
    const unpacked = await unpackRows(rows, maxDeltaBytes);
    const unpackedLeft = await unpackLeft(left);
    const fresh = replica.since(undefined, Number.MAX_SAFE_INTEGER) === undefined;
    const { restamps } = this;
    load(unpacked.map(({ delta }) => delta));
    this.loaded = true;
    // Where something was written or came from others before this, no one can tell what of it is stored.
    if (!fresh) this.changedSince = true;
    this.left = left;
    if (kept) {
      this.incarnation = kept.incarnation;
      if (fresh && this.restamps === restamps) this.stored = replica.version();
      this.packer.stored(this.store, kept.rows);
    }
    load(unpackedLeft);
  }

  /** Stores what was left behind as it is: it may wait for what another tab has yet to store. */
  private async storeLeft(store: NoteStore): Promise<void> {
    for (const one of this.left.filter(isStillThere)) {
      this.incarnation ??= await store.takeUp(one.addition);
      clearLeft([one]);
    }
    this.left = [];
  }

  private async append(store: NoteStore): Promise<void> {
    const enter = this.storedNow();
    let rows = this.missingRows();
    this.changedSince = false;
    if (rows.length === 0) return;
    const whole = () => {
      rows = this.wholeRows();
      return rows;
    };
    const { ownLeft } = this;
    try {
      enter(await store.append(this.additionOf(rows), whole));
      clearLeft(ownLeft);
      this.ownLeft = this.ownLeft.filter((own) => !ownLeft.includes(own));
    } catch (error) {
      this.changedSince = true;
      throw error;
    }
    this.packer.stored(store, rows);
    void askForPersistence();
  }

  /** Notes down what is about to be stored. To be called with the answer when it is. */
  private storedNow(): (added: Added) => void {
    const { restamps } = this;
    const version = this.options.replica.version();
    return ({ incarnation, sequences }) => {
      if (this.restampsStored < restamps) this.appended.clear();
      this.restampsStored = restamps;
      this.incarnation = incarnation;
      // A restamp in between: what is stored is more than the replica holds, and no version says by how much.
      if (this.restamps === restamps) this.stored = version;
      for (const sequence of sequences) this.appended.add(sequence);
    };
  }

  private additionOf(rows: readonly Row[]): Addition {
    const { note, title } = this.options;
    return {
      note,
      title: keptTitle(title()),
      updatedAtMs: Date.now(),
      incarnation: this.incarnation,
      rows,
      takenBack: this.restampsStored < this.restamps ? [...this.appended] : [],
    };
  }

  private missingRows(): readonly Row[] {
    const { replica, maxDeltaBytes } = this.options;
    const delta = replica.since(this.stored, Number.MAX_SAFE_INTEGER);
    if (!delta) return [];
    // A delta that was cut would leave unknown what is stored.
    return delta.length <= maxDeltaBytes ? plainRows([delta], this.stored === undefined) : this.wholeRows();
  }

  private wholeRows(): readonly Row[] {
    return plainRows(wholeDeltas(this.options.replica, this.options), true);
  }

  private fail(error: unknown): void {
    this.enter({ type: "unavailable", reason: storeFailure(error) ?? "broken" });
    // The connection may have been closed: the next attempt opens another.
    this.store = undefined;
    if (!storeFailure(error)) throw error;
  }

  private enter(state: Keeping): void {
    if (isSameKeeping(state, this.state)) return;
    this.state = state;
    this.options.onKeeping(state);
  }
}
