import { MAX_DRIFT_MS, Register, type ReplicaId } from "@hearsay/merge";
import { beforeEach, expect, it } from "vitest";
import { NoteKeeper } from "./note-keeper";
import { packNote } from "./pack-note";
import { freshDatabase } from "./test-fixtures/fresh-database";
import { connection, NOTE } from "./test-fixtures/tab";

const NOW = 1_000_000_000;
const AHEAD = NOW + 10 * MAX_DRIFT_MS;

const PACKING = {
  createReplica: () => new Register("00000000000000ff" as ReplicaId),
  maxDeltaBytes: 10_000,
  now: () => NOW,
};

async function openRegister(id: string): Promise<{ readonly register: Register; readonly keeper: NoteKeeper }> {
  const register = new Register(id as ReplicaId);
  const keeper = new NoteKeeper({
    ...PACKING,
    note: NOTE,
    replica: register,
    title: () => "",
    load: (deltas) => {
      for (const delta of deltas) register.merge(delta, AHEAD);
    },
    onKeeping: () => {},
    openStore: connection,
  });
  await keeper.open();
  return { register, keeper };
}

beforeEach(freshDatabase);

it("what was written again since its timestamp was unsound takes the place of what this tab had stored", async () => {
  const { register, keeper } = await openRegister("00000000000000aa");
  register.edit({ text: "written by a fast clock" }, AHEAD);
  keeper.changed();
  await keeper.flush();
  expect(register.restamp(NOW)).toBeDefined();
  keeper.restamped();
  await keeper.flush();
  register.edit({ text: "and carried on" }, NOW + 1);
  keeper.changed();
  await keeper.flush();
  const later = await openRegister("00000000000000bb");
  expect(later.register.text).toBe("and carried on");
  expect(later.register.timestamp?.timeMs).toBe(NOW + 1);
});

it("a restamp while the store is busy is not taken for stored", async () => {
  const { register, keeper } = await openRegister("00000000000000aa");
  register.edit({ text: "written by a fast clock" }, AHEAD);
  keeper.changed();
  const saving = keeper.flush();
  register.restamp(NOW);
  keeper.restamped();
  await saving;
  await keeper.flush();
  expect(keeper.keeping).toEqual({ type: "kept" });
  const later = await openRegister("00000000000000bb");
  expect(later.register.timestamp).toEqual(register.timestamp);
});

it("what lies in the future is not packed together with what does not, so that it can still be taken back", async () => {
  const { register, keeper } = await openRegister("00000000000000aa");
  const store = await connection();
  for (const [text, timeMs] of [
    ["one", NOW],
    ["two", NOW + 1],
    ["three", NOW + 2],
    ["of tomorrow", AHEAD],
  ] as const) {
    register.edit({ text }, timeMs);
    keeper.changed();
    await keeper.flush();
  }
  expect((await packNote(store, NOTE, PACKING))?.covered).toHaveLength(3);
  expect((await store.read(NOTE))?.rows).toHaveLength(2);
  const later = await openRegister("00000000000000bb");
  expect(later.register.text).toBe("of tomorrow");
});

it("a restamp on what is being read is stored, since what comes after goes on from it", async () => {
  const first = await openRegister("00000000000000aa");
  first.register.edit({ text: "of tomorrow" }, AHEAD);
  first.keeper.changed();
  await first.keeper.close();
  const register = new Register("00000000000000bb" as ReplicaId);
  const keeper: NoteKeeper = new NoteKeeper({
    ...PACKING,
    note: NOTE,
    replica: register,
    title: () => "",
    load: (deltas) => {
      for (const delta of deltas) register.merge(delta, AHEAD);
      register.restamp(NOW);
      keeper.restamped();
    },
    onKeeping: () => {},
    openStore: connection,
  });
  await keeper.open();
  await keeper.flush();
  const rows = (await (await connection()).read(NOTE))?.rows ?? [];
  expect(rows).toHaveLength(2);
});
