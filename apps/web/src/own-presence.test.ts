import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnPresence } from "./own-presence";
import { decodePresence } from "./presence";
import { meshState, peerId } from "./test-fixtures/mesh-state";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const now: { name: string } = { name: "Ada" };
  const said: (string | undefined)[] = [];
  const mesh = {
    self: peerId(1),
    state: meshState({}),
    setPresence: (bytes: Uint8Array) => void said.push(decodePresence(bytes)?.name),
  };
  const presence = new OwnPresence(
    () => now,
    () => mesh,
  );
  return { now, said, presence };
}

test("what is new is said at once, and what follows soon is said together", () => {
  const { now, said, presence } = setUp();
  presence.changed();
  for (const name of ["Bo", "Cleo", "Dan"]) {
    now.name = name;
    presence.changed();
  }
  expect(said).toEqual(["Ada"]);
  vi.advanceTimersByTime(100);
  expect(said).toEqual(["Ada", "Dan"]);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(["Ada", "Dan"]);
});

test("nothing is said twice: what others write moves no caret", () => {
  const { now, said, presence } = setUp();
  presence.changed();
  vi.advanceTimersByTime(1_000);
  presence.changed();
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(["Ada"]);
  now.name = "Bo";
  presence.changed();
  expect(said).toEqual(["Ada", "Bo"]);
});
